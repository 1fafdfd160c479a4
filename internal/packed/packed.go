// Package packed opens folders that a program carries squeezed into one file.
//
// A program would else have most of a megabyte of text in it that few runs read. The
// files stay in the tree as people write them; packed/pack makes the archive of them, and
// Stale holds it to them.
package packed

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"sort"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Files are the files of an archive, which is unpacked by who asks first. It is an fs.FS.
type Files struct {
	archive string
	once    sync.Once
	entries []entry // by path
}

type entry struct{ path, content string }

// Open returns the files of an archive that the program has embedded.
func Open(archive string) *Files { return &Files{archive: archive} }

// Text is one of the files.
func (f *Files) Text(path string) (string, error) {
	if e := f.find(path); e != nil {
		return e.content, nil
	}
	return "", &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
}

// ReadFile is Text, as fs.ReadFileFS has it.
func (f *Files) ReadFile(path string) ([]byte, error) {
	text, err := f.Text(path)
	if err != nil {
		return nil, err
	}
	return []byte(text), nil
}

func (f *Files) find(path string) *entry {
	all := f.all()
	if i := sort.Search(len(all), func(i int) bool { return all[i].path >= path }); i < len(all) && all[i].path == path {
		return &all[i]
	}
	return nil
}

// all unpacks. An archive that does not is a broken build: it is part of the program.
func (f *Files) all() []entry {
	f.once.Do(func() {
		z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
		if err != nil {
			panic("packed: " + err.Error())
		}
		defer z.Close()
		plain, err := z.DecodeAll([]byte(f.archive), nil)
		if err == nil {
			f.entries, err = split(string(plain))
		}
		if err != nil {
			panic("packed: " + err.Error())
		}
	})
	return f.entries
}

// Join writes files one after the other, each behind its path: what an archive squeezes.
// The paths are in order.
func Join(paths []string, content func(path string) ([]byte, error)) ([]byte, error) {
	var out []byte
	for _, path := range paths {
		raw, err := content(path)
		if err != nil {
			return nil, err
		}
		for _, part := range []string{path, string(raw)} {
			out = append(binary.AppendUvarint(out, uint64(len(part))), part...)
		}
	}
	return out, nil
}

// split is the reverse of Join.
func split(plain string) ([]entry, error) {
	var out []entry
	for plain != "" {
		var parts [2]string
		for i := range parts {
			n, size := binary.Uvarint([]byte(plain[:min(len(plain), binary.MaxVarintLen64)]))
			if size <= 0 || n > uint64(len(plain)-size) {
				return nil, errors.New("an archive ends within a file")
			}
			parts[i], plain = plain[size:size+int(n)], plain[size+int(n):]
		}
		if last := len(out) - 1; !fs.ValidPath(parts[0]) || last >= 0 && out[last].path >= parts[0] {
			return nil, errors.New("an archive's paths are not in order")
		}
		out = append(out, entry{strings.Clone(parts[0]), parts[1]})
	}
	return out, nil
}
