package archtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
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
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64", "GOFLAGS=", "GOWORK=off")
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
