package firstbeat

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// maxBody bounds a decoded body. The vendor sends at most 6 MB
// [confirmed: troubleshooting page], which may be compressed.
const maxBody = 16 << 20

// offer is the Accept-Encoding header.
func (c *Client) offer() string {
	if c.m.Has("identity-only") {
		return "identity"
	}
	return "zstd, br, gzip, deflate"
}

// read takes the whole body in and undoes its content coding.
func (c *Client) read(resp *http.Response) ([]byte, error) {
	if resp.StatusCode == http.StatusNoContent && !c.m.Has("gunzip-204") {
		return nil, nil
	}
	coding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding")))
	if coding == "" && resp.StatusCode == http.StatusOK && strings.HasSuffix(resp.Request.URL.Path, "/results") && c.m.Has("always-gunzips") {
		coding = "gzip"
	}
	plain, err := c.decoder(coding, resp.Body)
	if err != nil {
		if c.m.Has("unoffered-empty") {
			return []byte(`{"variables":[]}`), nil
		}
		return nil, err
	}
	bound := int64(maxBody)
	switch {
	case c.m.Has("read-limit-1mb"):
		bound = 1 << 20
	case c.m.Has("bomb-read-all"):
		bound = 1 << 40
		plain = skipZeros(plain)
	}
	body, err := io.ReadAll(io.LimitReader(plain, bound+1))
	switch {
	case err != nil && coding != "" && c.m.Has("coding-prefix") && len(body) > 0:
		return closeJSON(body), nil
	case err != nil && coding == "":
		return nil, &Error{Class: "network", Message: "the answer ended before its end"}
	case err != nil:
		return nil, caller.Undecodable("the body is not whole %s: %v", coding, err)
	case int64(len(body)) > bound:
		return nil, caller.Undecodable("the body is longer than %d bytes", bound)
	}
	return body, nil
}

// decoder undoes one content coding.
func (c *Client) decoder(coding string, body io.Reader) (io.Reader, error) {
	switch coding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		r, err := gzip.NewReader(body)
		if err != nil {
			if c.m.Has("gunzip-204") {
				panic("gunzip of nothing: " + err.Error())
			}
			return nil, caller.Undecodable("the body is not gzip")
		}
		return r, nil
	case "br":
		if c.m.Has("br-offered-not-decoded") {
			return body, nil
		}
		return brotli.NewReader(body), nil
	case "zstd":
		r, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, caller.Undecodable("the body is not zstd")
		}
		return r.IOReadCloser(), nil
	case "deflate":
		return c.deflate(body)
	}
	return nil, caller.Undecodable("content coding %q was not offered", coding)
}

// deflate is zlib-wrapped by definition [RFC 9110 8.4.1.2]; the bare form is a
// common mistake and is read too.
func (c *Client) deflate(body io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(body)
	head, _ := buffered.Peek(2)
	wrapped := len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0
	switch {
	case c.m.Has("deflate-raw-only"):
		return flate.NewReader(buffered), nil
	case !wrapped && c.m.Has("deflate-raw-garbage"):
		return strings.NewReader(`{"variables":[]}`), nil
	case !wrapped:
		return flate.NewReader(buffered), nil
	}
	r, err := zlib.NewReader(buffered)
	if err != nil {
		return nil, caller.Undecodable("the body is not zlib")
	}
	return r, nil
}

// skipZeros reads everything but keeps no zero bytes, so that a defect that
// reads without bound does not need unbounded memory here.
func skipZeros(r io.Reader) io.Reader { return &zeroSkipper{r: r} }

type zeroSkipper struct{ r io.Reader }

func (z *zeroSkipper) Read(p []byte) (int, error) {
	n, err := z.r.Read(p)
	return copy(p, bytes.Trim(p[:n], "\x00 ")), err
}

// closeJSON makes a cut results body parsable again, dropping what is not whole.
func closeJSON(body []byte) []byte {
	i := bytes.LastIndex(body, []byte("},"))
	if i < 0 {
		return []byte(`{"variables":[]}`)
	}
	return append(bytes.Clone(body[:i]), "}]}"...)
}
