package full

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/ergodrome/ergodrome/internal/cli"
)

const (
	program = "ergodrome-full"
	module  = "github.com/ergodrome/ergodrome"
	pkg     = module + "/cmd/" + program
)

// find returns the path of an ergodrome-full of this program's version and, when it is
// for this once, what removes it.
func find(ctx context.Context, env cli.Env) (path string, done func(), err error) {
	version := cli.Version()
	var candidates []string
	if self, err := os.Executable(); err == nil {
		candidates = append(candidates, filepath.Join(filepath.Dir(self), program+suffix()))
	}
	if onPath, err := exec.LookPath(program); err == nil {
		candidates = append(candidates, onPath)
	}
	if kept := keptAt(version); kept != "" {
		candidates = append(candidates, kept)
	}
	for _, c := range candidates {
		if versionOf(ctx, c) == version {
			return c, nil, nil
		}
	}
	return build(ctx, env, version)
}

// keptAt is where a program of a release is kept once it was built, if anywhere. What
// is no release may change without changing its name.
func keptAt(version string) string {
	cache, err := os.UserCacheDir()
	if err != nil || !released(version) {
		return ""
	}
	return filepath.Join(cache, "ergodrome", version, program+suffix())
}

func suffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// versionOf asks a program for its version: the second word of `ergodrome version`.
func versionOf(ctx context.Context, path string) string {
	out, err := exec.CommandContext(ctx, path, "version").Output() //nolint:gosec // our own program
	words := strings.Fields(string(out))
	if err != nil || len(words) < 2 || words[0] != "ergodrome" {
		return ""
	}
	return words[1]
}

// build has the go command make the program: from the module in which we are
// standing, or else in the version of this program.
func build(ctx context.Context, env cli.Env, version string) (path string, done func(), err error) {
	args, kept := []string{"install", pkg + "@" + version}, keptAt(version)
	if main, err := exec.CommandContext(ctx, "go", "list", "-m").Output(); err == nil && strings.TrimSpace(string(main)) == module {
		args, kept = []string{"install", pkg}, ""
	} else if !released(version) {
		return "", nil, missing(version, nil)
	}
	dir, err := os.MkdirTemp(room(kept), program+"-") // beside where it is kept: a rename takes it there whole
	if err != nil {
		return "", nil, err
	}
	done = func() { _ = os.RemoveAll(dir) }
	_, _ = fmt.Fprintf(env.Stderr, "ergodrome: this needs %s, and none of this version is installed: building it (go %s)\n", program, strings.Join(args, " "))
	cmd := exec.CommandContext(ctx, "go", args...) //nolint:gosec // constants and our own version
	cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOOS=", "GOARCH=")
	cmd.Stdout, cmd.Stderr = env.Stderr, env.Stderr
	if err := cmd.Run(); err != nil {
		done()
		return "", nil, missing(version, err)
	}
	path = filepath.Join(dir, program+suffix())
	if kept != "" && os.Rename(path, kept) == nil {
		done()
		return kept, nil, nil
	}
	return path, done, nil
}

// room makes the folder of a file, and returns it; "" where there can be none.
func room(file string) string {
	dir := filepath.Dir(file)
	if file == "" || os.MkdirAll(dir, 0o700) != nil {
		return ""
	}
	return dir
}

// released tells whether the go command may know a version by its name.
func released(version string) bool {
	return strings.HasPrefix(version, "v") && !strings.Contains(version, "+dirty")
}

// missing says how to come by the program.
func missing(version string, err error) error {
	how := "in a checkout of the same state: go build ./cmd/" + program
	if released(version) {
		how = "go install " + pkg + "@" + version
	}
	if err != nil {
		return fmt.Errorf("%s could not be built (%w); put one beside this program: %s", program, err, how)
	}
	return fmt.Errorf("this needs %s, ergodrome with all its tools; put one beside this program: %s", program, how)
}
