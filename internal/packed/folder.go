package packed

import (
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"
)

// Open is a file or folder, as fs.FS has it.
func (f *Files) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if e := f.find(name); e != nil {
		return &file{Reader: strings.NewReader(e.content), info: info{path.Base(name), len(e.content)}}, nil
	}
	list, err := f.ReadDir(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &folder{info: info{path.Base(name), isFolder}, path: name, left: list}, nil
}

// ReadDir lists a folder by name, as fs.ReadDirFS has it.
func (f *Files) ReadDir(name string) ([]fs.DirEntry, error) {
	var list []fs.DirEntry
	last := ""
	for _, e := range f.all() {
		below := e.path
		if name != "." {
			var ok bool
			if below, ok = strings.CutPrefix(e.path, name+"/"); !ok {
				continue
			}
		}
		first, _, deeper := strings.Cut(below, "/")
		if first == last {
			continue
		}
		last = first
		size := len(e.content)
		if deeper {
			size = isFolder
		}
		list = append(list, info{first, size})
	}
	if list == nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() }) // by path, "a-b/c" is before "a/b"
	return list, nil
}

// isFolder is the size of a folder.
const isFolder = -1

// info is what there is to know of a file or folder.
type info struct {
	name string
	size int
}

func (i info) Name() string               { return i.name }
func (i info) Size() int64                { return int64(max(i.size, 0)) }
func (i info) ModTime() time.Time         { return time.Time{} }
func (i info) IsDir() bool                { return i.size == isFolder }
func (i info) Sys() any                   { return nil }
func (i info) Type() fs.FileMode          { return i.Mode().Type() }
func (i info) Info() (fs.FileInfo, error) { return i, nil }
func (i info) String() string             { return fs.FormatDirEntry(i) }

func (i info) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type file struct {
	*strings.Reader

	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

type folder struct {
	info info
	path string
	left []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.path, Err: fs.ErrInvalid}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(f.left) {
		if n > 0 && len(f.left) == 0 {
			return nil, io.EOF
		}
		n = len(f.left)
	}
	list := f.left[:n]
	f.left = f.left[n:]
	return list, nil
}
