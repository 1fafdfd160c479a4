package fault

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// maxInflated bounds what a value may unpack to.
const maxInflated = 64 << 20

type objectDamage = func(c *Corrupt, object, value *jsontree.Node) error

// onText damages the base64 text itself.
func onText(f func(text string) (string, error)) objectDamage {
	return func(_ *Corrupt, _, value *jsontree.Node) error {
		text, _ := value.Text()
		if _, err := base64.StdEncoding.DecodeString(text); err != nil || text == "" {
			return errors.New("is not base64")
		}
		spoilt, err := f(text)
		if err == nil {
			value.Raw = jsontree.Quote(spoilt)
		}
		return err
	}
}

// onStream damages what the base64 text stands for, a zlib stream.
func onStream(f func(c *Corrupt, stream []byte) ([]byte, error)) objectDamage {
	return func(c *Corrupt, _, value *jsontree.Node) error {
		text, _ := value.Text()
		stream, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return errors.New("is not base64")
		}
		if _, err := inflate(stream); err != nil {
			return err
		}
		if stream, err = f(c, stream); err == nil {
			value.Raw = jsontree.Quote(base64.StdEncoding.EncodeToString(stream))
		}
		return err
	}
}

// onValues damages the packed values inside the zlib stream.
func onValues(f func(packed []byte, width int) ([]byte, error)) objectDamage {
	return func(c *Corrupt, object, value *jsontree.Node) error {
		width := 0
		if bits := object.Get("bits"); bits != nil {
			width, _ = strconv.Atoi(string(bits.Raw))
			width /= 8
		}
		return onStream(func(_ *Corrupt, stream []byte) ([]byte, error) {
			packed, err := inflate(stream)
			if err != nil {
				return nil, err
			}
			if packed, err = f(packed, width); err != nil {
				return nil, err
			}
			return deflate(packed, zlib.DefaultCompression)
		})(c, object, value)
	}
}

func base64Cut(text string) (string, error) {
	// One character more than whole groups of four stands for nothing.
	return strings.TrimRight(text, "=")[:(len(text)-1)/4*4+1], nil
}

func base64Alphabet(text string) (string, error) {
	at := len(strings.TrimRight(text, "=")) / 2
	return text[:at] + "*" + text[at+1:], nil
}

func base64Unpadded(text string) (string, error) {
	if cut := strings.TrimRight(text, "="); cut != text {
		return cut, nil
	}
	// Packed at another level, the same values may need padding.
	stream, _ := base64.StdEncoding.DecodeString(text)
	packed, err := inflate(stream)
	if err != nil {
		return "", err
	}
	for level := zlib.HuffmanOnly; level <= zlib.BestCompression; level++ {
		if stream, err = deflate(packed, level); err == nil && len(stream)%3 != 0 {
			return base64.RawStdEncoding.EncodeToString(stream), nil
		}
	}
	return "", errors.New("needs no padding, however it is packed")
}

func zlibChecksum(_ *Corrupt, stream []byte) ([]byte, error) {
	stream[len(stream)-1] ^= 1
	return stream, nil
}

func zlibTruncate(c *Corrupt, stream []byte) ([]byte, error) {
	n := c.Bytes
	if n == 0 {
		n = 4
	}
	if n >= len(stream) {
		return nil, fmt.Errorf("has only %d bytes", len(stream))
	}
	return stream[:len(stream)-n], nil
}

func trailingBytes(c *Corrupt, stream []byte) ([]byte, error) {
	return append(stream, bytes.Repeat([]byte{0xa5}, max(c.Bytes, 1))...), nil
}

func rawDeflate(_ *Corrupt, stream []byte) ([]byte, error) { return stream[2 : len(stream)-4], nil }

func notZlib(_ *Corrupt, stream []byte) ([]byte, error) {
	packed, err := inflate(stream)
	if err != nil {
		return nil, err
	}
	if len(packed) == 0 {
		return []byte("no zlib stream"), nil
	}
	if _, err := zlib.NewReader(bytes.NewReader(packed)); err == nil {
		packed[0] ^= 0xff // the first two bytes happened to look like a header
	}
	return packed, nil
}

func littleEndian(packed []byte, width int) ([]byte, error) {
	if width < 2 || len(packed)%width != 0 {
		return nil, fmt.Errorf("%d-byte values have no order that could be wrong", width)
	}
	turned := slices.Clone(packed)
	for v := range slices.Chunk(turned, width) {
		slices.Reverse(v)
	}
	if bytes.Equal(turned, packed) {
		return nil, errors.New("reads the same both ways")
	}
	return turned, nil
}

func ragged(packed []byte, width int) ([]byte, error) {
	if width < 2 {
		return nil, fmt.Errorf("%d-byte values cannot be cut", width)
	}
	return append(packed, 0), nil
}

// inflate unpacks one zlib stream that nothing follows.
func inflate(stream []byte) ([]byte, error) {
	in := bytes.NewReader(stream)
	r, err := zlib.NewReader(in)
	if err != nil {
		return nil, errors.New("is not a zlib stream")
	}
	packed, err := io.ReadAll(io.LimitReader(r, maxInflated+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("is a broken zlib stream: %w", err)
	case len(packed) > maxInflated:
		return nil, fmt.Errorf("unpacks to more than %d bytes", maxInflated)
	case in.Len() > 0:
		return nil, errors.New("has bytes after its zlib stream already")
	}
	return packed, nil
}

func deflate(packed []byte, level int) ([]byte, error) {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, level)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(packed); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}
