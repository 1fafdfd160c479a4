//go:build !unix

package full

import "errors"

// become is refused: here a program cannot take the place of another.
func become(string, []string) error { return errors.ErrUnsupported }
