package proxy

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

// inline is the size up to which text stands in the archive itself.
const inline = 16 << 10

// store keeps a body, and returns what the archive says of it.
func (p *Proxy) store(c *capture) (*body, error) {
	switch {
	case c == nil || c.size == 0:
		return nil, nil //nolint:nilnil // there is no body
	case c.long != nil:
		<-c.stored
		if c.size > p.o.MaxBody {
			p.discard(c.kept)
			return p.tooLarge(c), nil
		}
		if c.kept != nil && c.kept.Withheld != "" {
			c.kept.size = c.size // known only now
		}
		return c.kept, c.err
	case c.size > p.o.MaxBody:
		return p.tooLarge(c), nil
	}
	return p.storeShort(c)
}

func (p *Proxy) tooLarge(c *capture) *body {
	return &body{Stored: recording.Stored{Withheld: fmt.Sprintf("it has %d bytes, and no more than %d are kept (--max-body)", c.size, p.o.MaxBody)}, size: c.size}
}

// storeShort keeps a body that is in memory: byte by byte as it came when nothing
// in it had to be replaced.
func (p *Proxy) storeShort(c *capture) (*body, error) {
	plain, err := p.decoded(bytes.NewReader(c.buf), c.coding)
	if err != nil {
		return withheld(err, c.size)
	}
	defer plain.Close()
	var out bytes.Buffer
	changed, err := p.redact(&out, plain, c.contentType)
	if err != nil {
		return withheld(err, c.size)
	}
	media := recording.MediaType(c.contentType)
	b := &body{size: int64(out.Len())}
	b.Verbatim = !changed
	text := recording.Textual(media) && out.Len() <= inline
	if text {
		b.text = out.String()
	}
	if text && c.coding == "" {
		b.wire = b.size
		return b, nil
	}
	wire := c.buf
	if changed {
		var again bytes.Buffer
		z, err := recording.Encode(c.coding, &again)
		if err != nil {
			return withheld(err, c.size)
		}
		if _, err = z.Write(out.Bytes()); err == nil {
			err = z.Close()
		}
		if err != nil {
			return withheld(err, c.size)
		}
		wire = again.Bytes()
	}
	return b, p.file(b, c.coding, media, func(w io.Writer) error {
		_, err := w.Write(wire)
		return err
	})
}

// storeStream keeps a body while it passes.
func (p *Proxy) storeStream(in io.Reader, c *capture) (*body, error) {
	b := new(body)
	plain, err := p.decoded(in, c.coding)
	if err != nil {
		return withheld(err, 0)
	}
	defer plain.Close()
	err = p.file(b, c.coding, recording.MediaType(c.contentType), func(w io.Writer) error {
		z, err := recording.Encode(c.coding, w)
		if err != nil {
			return err
		}
		counted := &counter{w: z, most: p.o.MaxBody}
		changed, err := p.redact(counted, plain, c.contentType)
		b.size = counted.n
		b.Verbatim = !changed && c.coding == ""
		return errors.Join(err, z.Close())
	})
	if err != nil {
		return withheld(err, 0)
	}
	return b, nil
}

// decoded undoes the coding of a body.
func (p *Proxy) decoded(in io.Reader, coding string) (io.ReadCloser, error) {
	z, err := recording.Decode(coding, in)
	if err != nil {
		return nil, &redact.Withheld{Reason: err.Error()}
	}
	return z, nil
}

func (p *Proxy) redact(dst io.Writer, src io.Reader, contentType string) (changed bool, err error) {
	if p.o.Redactor == nil {
		_, err := io.Copy(dst, src)
		return false, err
	}
	kept := &source{Reader: src}
	changed, err = p.o.Redactor.Body(dst, kept, contentType)
	if kept.err != nil { // it is not what its coding says
		return changed, &redact.Withheld{Reason: "its content coding is damaged: " + kept.err.Error()}
	}
	return changed, err
}

// source keeps a reader's error apart from a writer's.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// withheld makes a body that is not kept of what was wrong with it. Errors of the
// disk stay errors.
func withheld(err error, size int64) (*body, error) {
	if w, ok := errors.AsType[*redact.Withheld](err); ok {
		return &body{Stored: recording.Stored{Withheld: w.Reason}, size: size}, nil
	}
	return nil, err
}

// file writes a body file; one that is not whole is removed.
func (p *Proxy) file(b *body, coding, media string, write func(io.Writer) error) error {
	f, err := p.o.Writer.Body(media)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Abort()
		return err
	}
	p.mu.Lock()
	p.total += f.Size()
	full := p.total > p.o.MaxTotal
	p.mu.Unlock()
	if full {
		f.Abort()
		return fmt.Errorf("%w: %d bytes (--max-total)", errFull, p.o.MaxTotal)
	}
	b.File, b.Coding, b.wire = f.Name, coding, f.Size()
	return f.Commit()
}

// discard removes what is not going to be named by an entry.
func (p *Proxy) discard(b *body) {
	if b != nil && b.File != "" {
		_ = p.o.Writer.Root().Remove(b.File)
	}
}

// counter counts what passes, and lets no more pass than it may.
type counter struct {
	w       io.Writer
	n, most int64
}

func (c *counter) Write(b []byte) (int, error) {
	if c.n += int64(len(b)); c.n > c.most {
		return 0, &redact.Withheld{Reason: fmt.Sprintf("without its content coding it has more than %d bytes (--max-body)", c.most)}
	}
	return c.w.Write(b)
}
