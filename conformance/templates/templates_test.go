package templates_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/templates"
)

// What somebody has to read before a first run fits on two screens.
func TestTemplatesAreShortAndWriteOverNothing(t *testing.T) {
	for _, lang := range []string{"go", "python", "node"} {
		tpl, err := templates.Find(lang)
		require.NoError(t, err)
		dir := filepath.Join(t.TempDir(), "new", "folder")
		at, err := tpl.Write(dir)
		require.NoError(t, err)
		text, err := os.ReadFile(at)
		require.NoError(t, err)
		require.LessOrEqual(t, bytes.Count(text, []byte("\n")), 120, at)
		require.NoError(t, os.WriteFile(at, []byte("mine"), 0o600))
		_, err = tpl.Write(dir)
		require.ErrorContains(t, err, "is there already: nothing was written")
		text, err = os.ReadFile(at)
		require.NoError(t, err)
		require.Equal(t, "mine", string(text))
	}
	_, err := templates.Find("cobol")
	require.ErrorContains(t, err, `there is no template for "cobol"; there are: go, python, node`)
}
