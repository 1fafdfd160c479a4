//go:build unix

package full

import (
	"os"
	"syscall"
)

// become puts a program in the place of this one; it returns only when it cannot.
func become(path string, args []string) error {
	return syscall.Exec(path, append([]string{path}, args...), os.Environ()) //nolint:gosec // our own program
}
