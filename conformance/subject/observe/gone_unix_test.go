//go:build unix

package observe

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// gone reports whether a process has ended; one that nobody has buried counts.
func gone(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z ")
}
