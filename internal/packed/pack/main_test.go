package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/packed"
)

func TestItPacksWhatPatternsName(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("a", 0o755))
	require.NoError(t, os.WriteFile("a/1.yaml", []byte("one"), 0o644))
	require.NoError(t, os.WriteFile("2.go", []byte("two"), 0o644))
	require.NoError(t, pack("all.packed", []string{"*/*.yaml"}))
	raw, err := os.ReadFile("all.packed")
	require.NoError(t, err)
	got, err := packed.Open(string(raw)).Text("a/1.yaml")
	require.NoError(t, err)
	require.Equal(t, "one", got)
	require.Error(t, pack("all.packed", []string{"none/*"}))
}

// Another release of the library would squeeze otherwise, and every clone would be dirty.
func TestAnArchiveOfTheSameFilesIsLeftAsItIs(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a", []byte("one"), 0o644))
	// The same content, stored raw: the frame that a lazier library might write.
	old := []byte("\x28\xb5\x2f\xfd\x20\x06\x31\x00\x00\x01a\x03one")
	require.NoError(t, os.WriteFile("a.packed", old, 0o644))
	require.NoError(t, pack("a.packed", []string{"a"}))
	got, err := os.ReadFile("a.packed")
	require.NoError(t, err)
	require.Equal(t, old, got)
	require.NoError(t, os.WriteFile("a", []byte("two"), 0o644))
	require.NoError(t, pack("a.packed", []string{"a"}))
	got, err = os.ReadFile("a.packed")
	require.NoError(t, err)
	text, err := packed.Open(string(got)).Text("a")
	require.NoError(t, err)
	require.Equal(t, "two", text)
}
