//go:build !linux

package launch

import "syscall"

func childAttributes() *syscall.SysProcAttr { return nil }
