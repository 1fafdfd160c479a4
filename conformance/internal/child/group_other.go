//go:build !unix

package child

import "os/exec"

// Group does nothing here: only the program itself is ended.
func Group(*exec.Cmd) {}

// Terminate ends the program.
func Terminate(cmd *exec.Cmd) { Kill(cmd) }

// Kill ends the program.
func Kill(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
