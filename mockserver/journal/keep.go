package journal

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// rawBody is what was taken of a body, before content coding and as it was.
type rawBody struct {
	data []byte
	cut  bool   // data goes on, or the body does
	rest bool   // the body goes on after data
	note string // why there is no data
}

// take copies, or shares, what keep will want of a body: the first limit bytes of what it was
// before content coding, and reach more, because a secret that begins before the
// limit must be seen whole to be known. What cannot be decoded is not taken,
// because nobody could tell what is in it.
func take(coding string, body, plain []byte, whole int64, limit, reach int, shared bool) rawBody {
	if len(body) == 0 && len(plain) == 0 {
		return rawBody{}
	}
	if limit < 0 {
		return rawBody{note: "bodies are not kept here"}
	}
	switch {
	case plain != nil:
		body = plain
	case coding != "" && coding != "identity":
		var err error
		if body, err = decode(coding, body, limit+reach+1); err != nil {
			return rawBody{note: fmt.Sprintf("not kept: %v", err)}
		}
	}
	b := rawBody{cut: len(body) > limit || whole > int64(len(body)), rest: len(body) > limit+reach}
	b.data = body[:min(len(body), limit+reach)]
	if !shared || len(body) > 2*(limit+reach) { // more than is counted must not be held
		b.data = bytes.Clone(b.data)
	}
	return b
}

// keep is what is kept of a body: its first limit bytes, redacted. note says why
// that is not all.
func (x *redaction) keep(b rawBody, limit int) (kept []byte, note string) {
	if b.note != "" || len(b.data) == 0 {
		return nil, b.note
	}
	if b.cut {
		note = fmt.Sprintf("cut after %d bytes", min(limit, len(b.data)))
	}
	extra := max(0, len(b.data)-limit)
	if b.rest { // a secret learnt since may be longer than any that was known
		extra = max(extra, x.longest())
	}
	kept = x.body(b.data)
	if extra > 0 {
		kept = wholeRunes(kept[:max(0, len(kept)-extra)])
	}
	if len(kept) > limit { // marks may be longer than what they stand for
		kept, note = wholeRunes(kept[:limit]), fmt.Sprintf("cut after %d bytes", limit)
	}
	return kept, note
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
