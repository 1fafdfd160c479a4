//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package token

import (
	"errors"
	"os"
)

// hold has no lock to take.
func hold(*os.File) error { return errors.ErrUnsupported }
