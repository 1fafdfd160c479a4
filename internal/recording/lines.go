package recording

import (
	"bufio"
	"io"
)

// LineWriter writes an archive of ours into one stream, for those who write a whole
// one anew.
type LineWriter struct {
	w     io.Writer
	count int
	err   error
}

// NewLineWriter begins an archive with a head that Head returned.
func NewLineWriter(w io.Writer, head []byte) *LineWriter {
	l := &LineWriter{w: w}
	_, l.err = w.Write(head)
	return l
}

// Head is the first line of an archive of ours.
func Head(r *Reader) ([]byte, error) {
	info, err := r.file.Stat()
	if err != nil {
		return nil, err
	}
	return readLine(bufio.NewReader(io.NewSectionReader(r.file, 0, info.Size())))
}

// Append adds an entry.
func (l *LineWriter) Append(e *Entry) error {
	line, err := encodeEntry(e)
	if err != nil {
		return err
	}
	if l.count > 0 {
		line = append([]byte(",\n"), line...)
	}
	l.count++
	if l.err == nil {
		_, l.err = l.w.Write(line)
	}
	return l.err
}

// Close ends the archive; the stream stays open.
func (l *LineWriter) Close() error {
	if l.err == nil {
		_, l.err = io.WriteString(l.w, archiveTail)
	}
	return l.err
}
