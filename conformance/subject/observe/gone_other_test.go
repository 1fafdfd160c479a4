//go:build !unix

package observe

// gone knows nothing of other systems: there only the program itself is ended.
func gone(int) bool { return true }
