package recording

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
)

// ErrWithheld is in the errors of bodies that the recorder did not keep.
var ErrWithheld = errors.New("the recording does not have this body")

// Body is a body as it is kept.
type Body struct {
	io.ReadCloser
	Coding string // content coding of what is read; empty for none
}

// ResponseWire opens a response's body with the content coding that it is kept in.
func (r *Reader) ResponseWire(e *Entry) (*Body, error) {
	c := &e.Response.Content
	return r.wire(c.Stored, c.Text, c.Encoding, c.Size, e.ResponseHeader().Get("Content-Encoding"))
}

// ResponseBody opens a response's body without content coding.
func (r *Reader) ResponseBody(e *Entry) (io.ReadCloser, error) { return plain(r.ResponseWire(e)) }

// RequestWire opens a request's body with the content coding that it is kept in.
func (r *Reader) RequestWire(e *Entry) (*Body, error) {
	p := e.Request.PostData
	if p == nil {
		return &Body{ReadCloser: io.NopCloser(bytes.NewReader(nil))}, nil
	}
	if p.Text == "" && p.File == "" && p.Withheld == "" && len(p.Params) > 0 {
		return &Body{ReadCloser: io.NopCloser(strings.NewReader(form(p.Params)))}, nil
	}
	return r.wire(p.Stored, p.Text, p.Encoding, -1, e.RequestHeader().Get("Content-Encoding"))
}

// RequestBody opens a request's body without content coding.
func (r *Reader) RequestBody(e *Entry) (io.ReadCloser, error) { return plain(r.RequestWire(e)) }

// form spells a form that is kept as its fields, as browsers may.
func form(params []Param) string {
	var b strings.Builder
	for i, p := range params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value))
	}
	return b.String()
}

func (r *Reader) wire(s Stored, inline, encoding string, size int64, header string) (*Body, error) {
	if s.File != "" {
		f, err := r.open(s.File)
		if err != nil {
			return nil, err
		}
		return &Body{f, s.Coding}, nil
	}
	if s.Withheld != "" && inline == "" {
		return nil, fmt.Errorf("recording: %w: %s", ErrWithheld, s.Withheld)
	}
	b, err := text(inline, encoding)
	if err != nil {
		return nil, err
	}
	body := &Body{ReadCloser: io.NopCloser(bytes.NewReader(b))}
	if encoding != "" && coded(b, size, header) {
		body.Coding = header
	}
	return body, nil
}

// open opens a file that an archive names.
func (r *Reader) open(name string) (fs.File, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, fmt.Errorf("recording: the body %.80q would lie outside the archive's folder, and is not opened", name)
	}
	f, err := OpenRegular(r.root, filepath.FromSlash(name))
	if err != nil {
		return nil, fmt.Errorf("recording: the body of this entry cannot be read: %w", err)
	}
	return f, nil
}

// coded tells whether bytes in an archive are still coded, which HAR does not allow
// and some programs do all the same: they begin as the coding does, or, where that
// has no beginning of its own, are not as long as they claim and decode to what is.
func coded(b []byte, size int64, header string) bool {
	list, err := Codings(header)
	if err != nil || len(list) == 0 || len(b) == 0 {
		return false
	}
	switch list[len(list)-1] {
	case "gzip":
		return bytes.HasPrefix(b, []byte{0x1f, 0x8b})
	case "zstd":
		return bytes.HasPrefix(b, []byte{0x28, 0xb5, 0x2f, 0xfd})
	}
	if size <= int64(len(b)) {
		return false
	}
	z, err := Decode(header, bytes.NewReader(b))
	if err != nil {
		return false
	}
	defer z.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(z, size+1))
	return err == nil && n == size
}

// plain undoes the coding of a body.
func plain(b *Body, err error) (io.ReadCloser, error) {
	if err != nil {
		return nil, err
	}
	if b.Coding == "" {
		return b, nil
	}
	z, err := Decode(b.Coding, b)
	if err != nil {
		_ = b.Close()
		return nil, err
	}
	return &undone{z, b}, nil
}

type undone struct {
	io.ReadCloser
	below io.Closer
}

func (u *undone) Close() error { return errors.Join(u.ReadCloser.Close(), u.below.Close()) }
