package packed

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Select lists the files that patterns name, in the order of an archive. A folder is all that is in it. A pattern that
// names nothing is an error.
func Select(files fs.FS, patterns ...string) ([]string, error) {
	var paths []string
	for _, pattern := range patterns {
		named, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pattern, err)
		}
		if len(named) == 0 {
			return nil, fmt.Errorf("%s: there is no such file", pattern)
		}
		for _, root := range named {
			if err := fs.WalkDir(files, root, func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					paths = append(paths, path)
				}
				return err
			}); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}

// Stale says where an archive is not what pack would make of files; nil when it is.
func Stale(archive, files fs.FS, patterns ...string) error {
	want, err := Select(files, patterns...)
	if err != nil {
		return err
	}
	got, err := Select(archive, ".")
	if err != nil {
		return err
	}
	for _, path := range slices.Concat(want, got) {
		packed, err := fs.ReadFile(archive, path)
		plain, err2 := fs.ReadFile(files, path)
		if err = errors.Join(err, err2); err != nil || !bytes.Equal(packed, plain) || !slices.Contains(want, path) {
			return errors.Join(fmt.Errorf("the archive and the files differ in %s: run go generate in their folder", path), err)
		}
	}
	return nil
}
