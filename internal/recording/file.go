package recording

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"sync/atomic"
)

// Names within a recording's folder.
const (
	ArchiveName = "recording.har"
	BodyFolder  = "bodies"
)

// File is what a Writer writes to.
type File interface {
	io.Writer
	io.WriterAt
	Truncate(size int64) error
	Close() error
}

// Options change how a Writer writes; the zero value is good.
type Options struct {
	Creator Creator
	Note    map[string]any // members for the archive's log; their names must begin with "_"
	// Wrap stands between a Writer and each of its files, for tests of what a full
	// disk does; nil for nothing.
	Wrap func(name string, f File) File
}

// Writer appends to a recording. It is safe for use by many goroutines. After its
// first error it writes nothing more: what was complete before stays, and stays
// valid.
type Writer struct {
	root    *os.Root
	options Options

	bodies atomic.Int64

	mu    sync.Mutex
	file  File
	end   int64 // where the next entry goes
	count int
	err   error // the first
}

// Create makes the folder of a new recording. A folder with anything in it is
// refused, so that two recordings never mix.
func Create(dir string, o Options) (*Writer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	switch there, err := os.ReadDir(dir); {
	case err != nil:
		return nil, fmt.Errorf("recording: %w", err)
	case len(there) > 0:
		return nil, fmt.Errorf("recording: %s is not empty (it has %s); name a new folder", dir, there[0].Name())
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	w := &Writer{root: root, options: o}
	if err := w.begin(); err != nil {
		_ = root.Close()
		return nil, err
	}
	return w, nil
}

func (w *Writer) begin() error {
	if err := w.root.Mkdir(BodyFolder, 0o700); err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	f, err := w.create(ArchiveName)
	if err != nil {
		return err
	}
	head, err := archiveHead(w.options)
	if err != nil {
		return err
	}
	w.file, w.end = f, int64(len(head))
	if _, err := f.WriteAt(append(head, archiveTail...), 0); err != nil {
		_ = f.Close()
		return fmt.Errorf("recording: %s: %w", ArchiveName, err)
	}
	return nil
}

func (w *Writer) create(name string) (File, error) {
	f, err := w.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	if w.options.Wrap != nil {
		return w.options.Wrap(name, f), nil
	}
	return f, nil
}

// Root is the recording's folder, for what else is kept there.
func (w *Writer) Root() *os.Root { return w.root }

// Body opens a new file for a body. Its name is made up here, never of what was
// recorded.
func (w *Writer) Body(mediaType string) (*BodyFile, error) {
	if err := w.Err(); err != nil {
		return nil, err
	}
	b := &BodyFile{w: w, Name: path.Join(BodyFolder, fmt.Sprintf("%06d%s", w.bodies.Add(1), extension(mediaType)))}
	f, err := w.create(b.Name + partial)
	if err != nil {
		return nil, w.fail(err)
	}
	b.file = f
	return b, nil
}

// partial marks the name of a file that is not complete.
const partial = ".part"

func extension(mediaType string) string {
	switch {
	case strings.HasSuffix(mediaType, "json"):
		return ".json"
	case mediaType == "application/vnd.apache.parquet":
		return ".parquet"
	case mediaType == "text/csv":
		return ".csv"
	case mediaType == "text/html":
		return ".html"
	case strings.HasPrefix(mediaType, "text/"):
		return ".txt"
	}
	return ".bin"
}

// BodyFile is a body that is being written.
type BodyFile struct {
	Name string // for Stored.File
	w    *Writer
	file File
	size int64
}

// Write appends to the body.
func (b *BodyFile) Write(p []byte) (int, error) {
	n, err := b.file.Write(p)
	b.size += int64(n)
	if err != nil {
		err = b.w.fail(fmt.Errorf("recording: %s: %w", b.Name, err))
	}
	return n, err
}

// Size is how much was written.
func (b *BodyFile) Size() int64 { return b.size }

// Commit makes the body complete.
func (b *BodyFile) Commit() error {
	if err := b.file.Close(); err != nil {
		_ = b.w.root.Remove(b.Name + partial)
		return b.w.fail(fmt.Errorf("recording: %s: %w", b.Name, err))
	}
	if err := b.w.root.Rename(b.Name+partial, b.Name); err != nil {
		return b.w.fail(fmt.Errorf("recording: %w", err))
	}
	return nil
}

// Abort removes the body.
func (b *BodyFile) Abort() {
	_ = b.file.Close()
	_ = b.w.root.Remove(b.Name + partial)
}

// Append adds an exchange, whole or not at all.
func (w *Writer) Append(e *Entry) error {
	line, err := encodeEntry(e)
	if err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if w.count > 0 {
		line = append([]byte(",\n"), line...)
	}
	n := int64(len(line))
	if _, err := w.file.WriteAt(append(line, archiveTail...), w.end); err != nil {
		w.err = fmt.Errorf("recording: %s: %w", ArchiveName, err)
		w.restore()
		return w.err
	}
	w.end += n
	w.count++
	return nil
}

// restore undoes half a write; the place of the tail was the archive's before.
func (w *Writer) restore() {
	if err := w.file.Truncate(w.end); err != nil {
		return // the next who opens it repairs it
	}
	_, _ = w.file.WriteAt([]byte(archiveTail), w.end)
}

func (w *Writer) fail(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = cmp.Or(w.err, err)
	return err
}

// Err is the first error, after which nothing is written.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// Count is the number of exchanges that are complete.
func (w *Writer) Count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// Close ends the recording. It returns the first error, even if that has been
// returned before.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if errors.Is(w.err, fs.ErrClosed) {
		return nil
	}
	err := w.err
	if e := w.file.Close(); err == nil && e != nil {
		err = fmt.Errorf("recording: %s: %w", ArchiveName, e)
	}
	_ = w.root.Close()
	w.err = fs.ErrClosed
	return err
}
