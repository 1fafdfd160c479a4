package conformance

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Offered lists the content codings that Accept-Encoding offers with a weight
// above zero, in the order written and in lower case.
func Offered(h http.Header) []string {
	var out []string
	for _, part := range strings.Split(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" || name == "identity" || weight(params) == 0 {
			continue
		}
		out = append(out, strings.TrimPrefix(name, "x-"))
	}
	return out
}

func weight(params string) float64 {
	for _, p := range strings.Split(params, ";") {
		k, v, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(strings.TrimSpace(k), "q") {
			if q, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
				return q
			}
		}
	}
	return 1
}

// maxDecoded bounds what Decoded unpacks.
const maxDecoded = 64 << 20

// Decoded is an answer's body with its content coding undone, at most 64 MiB.
func Decoded(x *Exchange) ([]byte, error) {
	coding := strings.ToLower(strings.TrimSpace(x.RespHeader.Get("Content-Encoding")))
	if coding == "" || coding == "identity" || len(x.RespBody) == 0 {
		return x.RespBody, nil
	}
	r, err := decoder(coding, x.RespBody)
	if err != nil {
		return nil, fmt.Errorf("the answer to #%d: %w", x.N, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, maxDecoded+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the answer to #%d: %s: %w", x.N, coding, err)
	case len(out) > maxDecoded:
		return nil, fmt.Errorf("the answer to #%d unpacks to more than %d bytes", x.N, maxDecoded)
	}
	return out, nil
}

func decoder(coding string, body []byte) (io.Reader, error) {
	src := bytes.NewReader(body)
	switch coding {
	case "gzip", "x-gzip":
		return gzip.NewReader(src)
	case "deflate":
		return zlib.NewReader(src)
	case "br":
		return brotli.NewReader(src), nil
	case "zstd":
		d, err := zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDecoded))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("content coding %q is unknown", coding)
}
