package recording

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Limits bound what a Reader takes in; zero members are the defaults.
type Limits struct {
	Entry   int64 // bytes of one entry in the archive, 64 MiB
	Entries int   // 1,000,000
}

func (l Limits) defaults() Limits {
	if l.Entry <= 0 {
		l.Entry = 64 << 20
	}
	if l.Entries <= 0 {
		l.Entries = 1_000_000
	}
	return l
}

// Reader reads a recording, or a HAR file of anybody. Files that an archive names
// are looked for in its own folder and nowhere else, whatever their names and
// whatever links lie there.
type Reader struct {
	root   *os.Root
	file   source
	name   string
	limits Limits
}

// source is an archive's bytes.
type source interface {
	io.ReaderAt
	io.Closer
	Stat() (fs.FileInfo, error)
}

// Open opens a folder that Writer made, a HAR file, or a folder of exchanges that are
// written as HTTP messages: NAME.http, there or one folder below.
func Open(name string, limits Limits) (*Reader, error) {
	dir, base := name, ArchiveName
	switch info, err := os.Stat(name); {
	case err != nil:
		return nil, fmt.Errorf("recording: %w", err)
	case !info.IsDir():
		dir, base = filepath.Split(name)
		dir = filepath.Clean(dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	r := &Reader{root: root, name: filepath.Join(dir, base), limits: limits.defaults()}
	file, err := OpenRegular(root, base)
	if err == nil {
		r.file = file
		return r, nil
	}
	texts := texts(root)
	if base != ArchiveName || len(texts) == 0 {
		_ = root.Close()
		return nil, fmt.Errorf("recording: %s is no recording, nor has it exchanges in files NAME.http: %w", name, err)
	}
	if r.file, err = openTexts(root, texts); err != nil {
		_ = root.Close()
		return nil, fmt.Errorf("recording: %s: %w", name, err)
	}
	return r, nil
}

// OpenRegular opens a file of a folder, and nothing that is none: a pipe would wait
// for who writes into it, and a device might never end.
func OpenRegular(root *os.Root, name string) (*os.File, error) {
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%.80q is no regular file; pipes and devices are not read", name)
	}
	return root.Open(name)
}

// Close closes the archive; bodies that are open stay so.
func (r *Reader) Close() error { return errors.Join(r.file.Close(), r.root.Close()) }

// Root is the folder of the archive.
func (r *Reader) Root() *os.Root { return r.root }

// Error is what is wrong with an archive, and where.
type Error struct {
	File  string
	Entry int // from 1; 0: before the first
	Err   error
}

// Error names file, entry and reason.
func (e *Error) Error() string {
	if e.Entry == 0 {
		return fmt.Sprintf("recording: %s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("recording: %s: entry %d: %v", e.File, e.Entry, e.Err)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Entries yields every exchange in the order of the file, and ends with the first
// error, a *Error. It holds one entry at a time.
func (r *Reader) Entries() iter.Seq2[*Entry, error] {
	return func(yield func(*Entry, error) bool) {
		for at, err := range r.Places() {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(at.entry, nil) {
				return
			}
		}
	}
}

// Place is where an entry stands in the archive, so that it can be read again.
type Place struct {
	Index      int   // from 0
	From, Size int64 // of its JSON
	entry      *Entry
}

// Entry is the entry that was read there.
func (p Place) Entry() *Entry { return p.entry }

// At reads an entry again.
func (r *Reader) At(p Place) (*Entry, error) {
	e := new(Entry)
	if err := json.NewDecoder(io.NewSectionReader(r.file, p.From, p.Size)).Decode(e); err != nil {
		return nil, &Error{r.name, p.Index + 1, err}
	}
	return e, nil
}

// Places yields every exchange with its place.
func (r *Reader) Places() iter.Seq2[Place, error] {
	return func(yield func(Place, error) bool) {
		s := &scanner{limit: r.limits.Entry}
		info, err := r.file.Stat()
		if err != nil {
			yield(Place{}, &Error{r.name, 0, err})
			return
		}
		s.from = io.NewSectionReader(r.file, 0, info.Size())
		s.skipMark(r.file)
		s.dec = json.NewDecoder(s)
		n := 0
		err = s.entries(func() (bool, error) {
			if n == r.limits.Entries {
				return false, fmt.Errorf("there are more than %d entries", n)
			}
			p := Place{Index: n, From: s.skipped + s.dec.InputOffset(), entry: new(Entry)}
			if err := s.dec.Decode(p.entry); err != nil {
				return false, err
			}
			p.Size = s.skipped + s.dec.InputOffset() - p.From
			p.From, p.Size = trimComma(r.file, p.From, p.Size)
			n++
			return yield(p, nil), nil
		})
		if err != nil {
			if err = sentence(err); s.depthEntries == 0 {
				err = foreign(r.file, err)
			}
			yield(Place{}, &Error{r.name, n + min(1, s.depthEntries), err})
		}
	}
}

// trimComma moves a place past the comma and spaces before a value.
func trimComma(f io.ReaderAt, from, size int64) (int64, int64) {
	var head [256]byte
	n, _ := f.ReadAt(head[:min(size, int64(len(head)))], from)
	skip := int64(n - len(bytes.TrimLeft(head[:n], ", \t\r\n")))
	return from + skip, size - skip
}

// sentence says in words what a JSON decoder found.
func sentence(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("the file ends in the middle of it: it is truncated (%w)", io.ErrUnexpectedEOF)
	case strings.Contains(err.Error(), "exceeded max depth"):
		return fmt.Errorf("it is nested too deeply: %w", err)
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("no JSON at byte %d: %w", s.Offset, err)
	}
	return err
}

// text decodes a body that stands in the archive.
func text(s, encoding string) ([]byte, error) {
	switch encoding {
	case "":
		return []byte(s), nil
	case "base64":
		s = strings.Map(func(r rune) rune {
			switch r {
			case '\r', '\n', ' ', '\t':
				return -1
			case '-':
				return '+'
			case '_':
				return '/'
			}
			return r
		}, s)
		b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
		if err != nil {
			return nil, fmt.Errorf("recording: its text is called base64, but is not: %w", err)
		}
		return b, nil
	}
	return nil, fmt.Errorf("recording: its text is encoded as %.40q, which is not known; base64 is", encoding)
}
