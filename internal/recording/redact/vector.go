package redact

import (
	"bytes"
	"encoding/base64"
	"io"

	"github.com/klauspost/compress/zlib"
)

// maxVector bounds a vector that is unpacked in memory.
const maxVector = 32 << 20

// isVector tells whether a string is a packed series, which is left alone: numbers,
// in zlib, in base64.
func isVector(s string) bool {
	if len(s) < 12 || s[0] != 'e' { // zlib begins with 0x78
		return false
	}
	raw, err := base64.StdEncoding.DecodeString(s[:min(len(s)&^3, 64)])
	return err == nil && len(raw) > 2 && raw[0] == 0x78 && (uint(raw[0])<<8|uint(raw[1]))%31 == 0
}

// flatten replaces a packed series of positions by one of zeros, packed likewise
// and as long: whatever the width, type and byte order of its values.
func flatten(s string) (string, bool) {
	if !isVector(s) {
		return "", false
	}
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", false
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return "", false
	}
	n, err := io.Copy(io.Discard, io.LimitReader(z, maxVector+1))
	if err != nil || n > maxVector {
		return "", false
	}
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(make([]byte, n))
	_ = w.Close()
	return base64.StdEncoding.EncodeToString(out.Bytes()), true
}
