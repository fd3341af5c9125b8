package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"
)

// Usage is what a process takes of the machine. Where the system does not say
// it, which is everywhere but on Linux, it is zero.
type Usage struct {
	Resident int64         `json:"resident_bytes"`
	Peak     int64         `json:"peak_bytes"` // the most that was ever resident
	Files    int           `json:"files"`      // open: connections, mostly
	CPU      time.Duration `json:"cpu_ns"`     // user and system
}

// clockTicks are those of /proc, on every Linux that Go runs on.
const clockTicks = 100

// usage reads what process pid takes; 0 is none.
func usage(pid int) (u Usage, err error) {
	if pid == 0 {
		return u, nil
	}
	dir := fmt.Sprintf("/proc/%d/", pid)
	status, err := os.ReadFile(dir + "status")
	if errors.Is(err, fs.ErrNotExist) {
		return u, nil
	}
	if err != nil {
		return u, err
	}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		kb, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			u.Resident = kb << 10
		case "VmHWM":
			u.Peak = kb << 10
		}
	}
	files, err := os.ReadDir(dir + "fd")
	if err != nil {
		return u, err
	}
	u.Files = len(files)
	stat, err := os.ReadFile(dir + "stat")
	if err != nil {
		return u, err
	}
	// The name of the program may hold anything, and ends with the last parenthesis.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	for _, i := range []int{11, 12} { // utime and stime
		if i < len(fields) {
			n, _ := strconv.ParseInt(fields[i], 10, 64)
			u.CPU += time.Duration(n) * time.Second / clockTicks
		}
	}
	return u, nil
}
