package packed

import (
	"io/fs"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

func archive(t testing.TB, files map[string]string) string {
	plain, err := Join(slices.Sorted(maps.Keys(files)), func(path string) ([]byte, error) { return []byte(files[path]), nil })
	require.NoError(t, err)
	return squeeze(t, plain)
}

func squeeze(t testing.TB, plain []byte) string {
	z, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	return string(z.EncodeAll(plain, nil))
}

func TestAnArchiveIsAFolder(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a/b": "1", "a-b/c": "22", "a.yaml": "", "b/c/d": "333", "b/c/e": "4", "z": "5"}
	f := Open(archive(t, files))
	require.NoError(t, fstest.TestFS(f, slices.Sorted(maps.Keys(files))...))
	for path, want := range files {
		got, err := fs.ReadFile(f, path)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	for _, path := range []string{"", "b", "a/", "/z", "z/a", "zz"} {
		_, err := f.Text(path)
		require.ErrorIs(t, err, fs.ErrNotExist, path)
	}
	_, err := f.Open("../z")
	require.ErrorIs(t, err, fs.ErrInvalid)
}

func TestWhatIsHandedOutIsTheCallersOwn(t *testing.T) {
	t.Parallel()
	f := Open(archive(t, map[string]string{"a": "text"}))
	raw, err := f.ReadFile("a")
	require.NoError(t, err)
	raw[0] = 'n'
	text, err := f.Text("a")
	require.NoError(t, err)
	require.Equal(t, "text", text)
}

func TestManyMayAskAtOnce(t *testing.T) {
	t.Parallel()
	f := Open(archive(t, map[string]string{"a": "text"}))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { _, _ = f.Text("a") })
	}
	wg.Wait()
}

func TestABrokenArchivePanicsWhenItIsAsked(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]string{
		"no archive":      "text",
		"cut":             squeeze(t, []byte("\x01a\x05text")),
		"no path":         squeeze(t, []byte("\x00\x00")),
		"a path upwards":  squeeze(t, []byte("\x04../a\x00")),
		"not in order":    squeeze(t, []byte("\x01b\x00\x01a\x00")),
		"twice":           squeeze(t, []byte("\x01a\x00\x01a\x00")),
		"a length of 2⁶⁴": squeeze(t, []byte("\x01a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")),
	} {
		f := Open(a)
		require.Panics(t, func() { _, _ = f.Text("a") }, name)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("\x01a\x04text\x01b\x00")
	f.Add("\x01a\x05text")
	f.Fuzz(func(t *testing.T, plain string) {
		entries, err := split(plain)
		if err != nil {
			return
		}
		var paths []string
		content := map[string]string{}
		for _, e := range entries {
			paths = append(paths, e.path)
			content[e.path] = e.content
		}
		again, err := Join(paths, func(path string) ([]byte, error) { return []byte(content[path]), nil })
		require.NoError(t, err)
		back, err := split(string(again))
		require.NoError(t, err)
		require.Equal(t, entries, back)
	})
}

func TestPatternsSelectFilesAndFolders(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"a/1.yaml": {}, "a/2.txt": {}, "b/c/3.yaml": {}, "d.go": {}}
	got, err := Select(files, "*/*.yaml", "b", "a/1.yaml")
	require.NoError(t, err)
	require.Equal(t, []string{"a/1.yaml", "b/c/3.yaml"}, got)
	_, err = Select(files, "a", "none/*")
	require.ErrorContains(t, err, "none/*")
}

func TestAnArchiveIsStaleWhenItsFilesAreOthers(t *testing.T) {
	t.Parallel()
	f := Open(archive(t, map[string]string{"a/1": "one", "a/2": "two"}))
	dir := func(one, two string, others ...string) fstest.MapFS {
		m := fstest.MapFS{"a/1": {Data: []byte(one)}, "a/2": {Data: []byte(two)}}
		for _, path := range others {
			m[path] = &fstest.MapFile{}
		}
		return m
	}
	require.NoError(t, Stale(f, dir("one", "two", "b"), "a"))
	require.ErrorContains(t, Stale(f, dir("one", "three"), "a"), "a/2: run go generate")
	require.ErrorContains(t, Stale(f, dir("one", "two", "a/3"), "a"), "a/3")
	require.ErrorContains(t, Stale(f, dir("one", "two"), "a/1"), "a/2")
	require.Error(t, Stale(f, fstest.MapFS{}, "a"))
}
