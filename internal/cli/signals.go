package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// Signals are those that end a command in good order, with reports written and nothing
// left running: a terminal that is closed says so by SIGHUP, unless somebody wanted the
// command to outlive it (nohup).
func Signals() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}
