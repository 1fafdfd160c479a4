package firstbeat

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"io"
	"math"

	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/internal/jsontree"
)

// numbered gives an athlete who is asked for alone a number.
func numbered() change.Edit {
	return change.Map("", func(root *jsontree.Node) bool {
		if root.Get("athleteId") == nil {
			return false
		}
		root.Set("jerseyNumber", jsontree.Scalar([]byte("7")))
		return true
	})
}

func emptyToNull(n *jsontree.Node) bool {
	if n.Kind != '[' || len(n.Items) > 0 {
		return false
	}
	*n = *jsontree.Scalar([]byte("null"))
	return true
}

// vectors alters the packed values of every variable that has some.
func vectors(alter func(variable *jsontree.Node, packed []byte) ([]byte, bool)) change.Edit {
	return change.Map("/**/variables/*", func(variable *jsontree.Node) bool {
		value := variable.Get("value")
		text, ok := value.Text()
		if !ok {
			return false
		}
		stream, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return false
		}
		r, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			return false
		}
		packed, err := io.ReadAll(r)
		if err != nil {
			return false
		}
		coded, ok := alter(variable, packed)
		if ok {
			value.Raw = jsontree.Quote(base64.StdEncoding.EncodeToString(coded))
		}
		return ok
	})
}

// narrow packs 64-bit numbers, all of which are floating, in 32 bits.
func narrow(variable *jsontree.Node, packed []byte) ([]byte, bool) {
	const wide = 8
	bits := variable.Get("bits")
	if bits == nil || string(bits.Raw) != "64" || len(packed)%wide != 0 {
		return nil, false
	}
	out := make([]byte, 0, len(packed)/2)
	for at := 0; at < len(packed); at += wide {
		v := math.Float64frombits(binary.BigEndian.Uint64(packed[at:]))
		out = binary.BigEndian.AppendUint32(out, math.Float32bits(float32(v)))
	}
	bits.Raw = []byte("32")
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(out) // memory never fails
	_ = w.Close()
	return b.Bytes(), true
}

// rewrap packs the same numbers as gzip.
func rewrap(_ *jsontree.Node, packed []byte) ([]byte, bool) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(packed) // memory never fails
	_ = w.Close()
	return b.Bytes(), true
}
