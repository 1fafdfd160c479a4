// Package child starts programs that are judged: with little of this one's environment, and as a group that ends as one.
package child

import (
	"os"
	"runtime"
)

// Environment is what a program is started with: nothing that somebody has in
// store for another program, such as a real token, reaches it. more are names of
// further variables to hand on.
func Environment(home string, more []string) []string {
	env := []string{"HOME=" + home}
	names := []string{"PATH", "LANG", "TZ"}
	if runtime.GOOS == "windows" {
		env = append(env, "USERPROFILE="+home)
		names = append(names, "SystemRoot", "PATHEXT", "TEMP")
	}
	for _, name := range append(names, more...) {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
