package launch

import "syscall"

// childAttributes makes the child end with us, however that happens.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
