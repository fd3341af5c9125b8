//go:build linux || darwin || freebsd

package blob

import (
	"math"
	"os"
	"syscall"
)

// freeSpace returns the bytes that a program without special rights may still
// write to the disk of a directory.
func freeSpace(dir *os.File) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Fstatfs(int(dir.Fd()), &st); err != nil {
		return 0, os.NewSyscallError("fstatfs", err)
	}
	free, block := uint64(max(0, st.Bavail)), uint64(st.Bsize)
	if block > 0 && free > math.MaxInt64/block {
		return math.MaxInt64, nil
	}
	return int64(free * block), nil
}

// syncDir makes the names in a directory durable.
func syncDir(dir *os.File) error { return dir.Sync() }
