package journal

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"unicode/utf8"
)

// keep is what is kept of a body: the first limit bytes of what it was before
// content coding, redacted. note says why that is not all. What cannot be
// decoded is not kept, because nobody can tell what is in it.
func (r *Redactor) keep(header http.Header, body, plain []byte, whole int64, limit int) (kept []byte, note string) {
	if len(body) == 0 && len(plain) == 0 {
		return nil, ""
	}
	if limit < 0 {
		return nil, "bodies are not kept here"
	}
	x := r.current()
	// A secret that begins before the limit must be seen whole to be known.
	overlap := 0
	for _, m := range x.matchers {
		overlap = max(overlap, m.longest)
	}
	switch coding := header.Get("Content-Encoding"); {
	case plain != nil:
		body = plain
	case coding != "" && coding != "identity":
		var err error
		if body, err = decode(coding, body, limit+overlap+1); err != nil {
			return nil, fmt.Sprintf("not kept: %v", err)
		}
	}
	extra := len(body) - limit
	if extra > 0 || whole > int64(len(body)) {
		note = fmt.Sprintf("cut after %d bytes", min(limit, len(body)))
	}
	if extra > overlap {
		extra = overlap
		body = body[:limit+overlap]
	}
	kept = r.Body(body)
	if extra > 0 {
		kept = wholeRunes(kept[:max(0, len(kept)-extra)])
	}
	if len(kept) > limit { // marks may be longer than what they stand for
		kept, note = wholeRunes(kept[:limit]), fmt.Sprintf("cut after %d bytes", limit)
	}
	return bytes.Clone(kept), note
}

// wholeRunes leaves off the beginning of a character at the end of b.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= min(utf8.UTFMax, len(b)); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// decode undoes a content coding, up to so many bytes. A stream that is cut or
// spoilt is read as far as it goes.
func decode(coding string, body []byte, most int) ([]byte, error) {
	var in io.Reader
	var err error
	switch coding {
	case "gzip":
		in, err = gzip.NewReader(bytes.NewReader(body))
	case "deflate":
		in, err = zlib.NewReader(bytes.NewReader(body))
	default:
		return nil, fmt.Errorf("coded as %.20q", coding)
	}
	if err != nil {
		return nil, fmt.Errorf("it is called %s, but is not", coding)
	}
	plain, err := io.ReadAll(io.LimitReader(in, int64(most)))
	if len(plain) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("broken %s", coding)
	}
	return plain, nil
}
