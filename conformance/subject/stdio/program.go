package stdio

import "os/exec"

// Group makes a program the head of a process group, so that what it starts ends
// with it.
func Group(cmd *exec.Cmd) { group(cmd) }

// Kill ends a program that was started in a group of its own, and all that it started.
func Kill(cmd *exec.Cmd) { kill(cmd) }

// Environment is what every program under judgement is started with, and the
// variables of the given names: no token that is meant for another reaches it.
func Environment(home string, more []string) []string { return environment(home, more) }
