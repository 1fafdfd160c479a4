package archtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// Rules lists what the tree is held to.
func Rules() []Rule {
	return []Rule{
		importRule(), nameRule(), commentRule(), mapRule(), stateRule(), initRule(), timeRule(), sleepRule(), chanceRule(),
		nolintRule(), lengthRule(), pathRule(), linkRule(), generatedRule(),
	}
}

// Dependencies lists the packages from outside the module and the standard library that a package is linked with, one a
// line. It asks the go command in the given folder, for one platform, so that the answer is the same everywhere.
func Dependencies(ctx context.Context, dir, module, pkg string) (string, error) {
	cmd := command(ctx, dir, "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", pkg)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("archtest: go list -deps %s: %w\n%s", pkg, err, stderr.String())
	}
	lines := slices.DeleteFunc(strings.Fields(string(out)), func(p string) bool { return within(p, module) })
	slices.Sort(lines)
	return strings.Join(append(slices.Compact(lines), ""), "\n"), nil
}

// Linkage is what the linker keeps of a program, and because of what: lines of "this -> that".
type Linkage []string

// Linked asks the linker.
func Linked(ctx context.Context, dir, pkg string) (Linkage, error) {
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", os.DevNull, "-ldflags=-dumpdep", pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off") // and the settings that the tests were built with: only the linker has work left
	out, err := cmd.CombinedOutput()             // the linker says what it keeps, and why, on stderr
	if err != nil {
		return nil, fmt.Errorf("archtest: go build %s: %w\n%s", pkg, err, out)
	}
	return strings.Split(string(out), "\n"), nil
}

// MethodKeepers lists the functions that look methods up by a name that only running tells. One of them is enough for the
// linker to keep every exported method of every type that meets an interface.
func (l Linkage) MethodKeepers() []string {
	var keepers []string
	for _, line := range l {
		from, _, _ := strings.Cut(line, " -> ")
		if name, ok := strings.CutSuffix(from, " <ReflectMethod>"); ok {
			keepers = append(keepers, name)
		}
	}
	slices.Sort(keepers)
	return slices.Compact(keepers)
}

// Of lists what is kept of a package: its functions and variables. Tables of frames that
// are alike are one, under the name of any of their functions, and do not count.
func (l Linkage) Of(pkg string) []string {
	frames := regexp.MustCompile(`\.(arginfo1|argliveinfo|opendefer|stkobj|wrapinfo)$`)
	var kept []string
	for _, line := range l {
		_, to, _ := strings.Cut(line, " -> ")
		if strings.HasPrefix(to, pkg+".") && !frames.MatchString(to) {
			kept = append(kept, to)
		}
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}

// command is the go command for one platform, whatever the machine and its settings.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64", "GOFLAGS=", "GOWORK=off")
	return cmd
}
