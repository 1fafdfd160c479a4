package packed

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../.."

// directive is how a package says what an archive beside it is made of.
const directive = "//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack "

// TestEveryArchiveIsOfItsFiles holds each archive in the tree to the files that its package has packed.
func TestEveryArchiveIsOfItsFiles(t *testing.T) {
	t.Parallel()
	made := map[string]bool{}
	for name, text := range sources(t) {
		for line := range strings.Lines(text) {
			arguments, ok := strings.CutPrefix(line, directive)
			if !ok {
				continue
			}
			words, dir := strings.Fields(arguments), filepath.Dir(name)
			archive := filepath.Join(dir, words[0])
			made[archive] = true
			raw, err := os.ReadFile(archive)
			require.NoError(t, err, "%s: run go generate in its folder", name)
			require.NoError(t, Stale(Open(string(raw)), os.DirFS(dir), words[1:]...), archive)
		}
	}
	for _, archive := range found(t, ".packed") {
		require.True(t, made[archive], "%s: no go:generate line in its folder says what is in it", archive)
	}
	require.NotEmpty(t, made)
}

// sources are the tree's Go files.
func sources(t *testing.T) map[string]string {
	out := map[string]string{}
	for _, name := range found(t, ".go") {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		out[name] = string(text)
	}
	return out
}

// found are the tree's files whose names end so.
func found(t *testing.T, end string) (names []string) {
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case strings.HasSuffix(path, end):
			names = append(names, path)
		}
		return nil
	}))
	return names
}
