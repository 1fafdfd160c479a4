package fault_test

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/ergodrome/ergodrome/mockserver/fault"
)

// variable is a vector as Firstbeat sends it: base64 of zlib of big-endian
// values. [confirmed: vendor sample code]
type variable struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Bits  int    `json:"bits"`
	Value string `json:"value"`
}

type results struct {
	ID        int        `json:"id"`
	Variables []variable `json:"variables"`
}

func pack(t require.TestingT, name string, bits int, values ...uint16) variable {
	var plain, packed bytes.Buffer
	for _, v := range values {
		if bits == 8 {
			plain.WriteByte(byte(v))
		} else {
			_ = binary.Write(&plain, binary.BigEndian, v)
		}
	}
	w := zlib.NewWriter(&packed)
	_, err := w.Write(plain.Bytes())
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return variable{name, "Unsigned", bits, base64.StdEncoding.EncodeToString(packed.Bytes())}
}

var errRagged = errors.New("ragged")

// unpack is a strict reader.
func unpack(v variable) ([]uint16, error) {
	stream, err := base64.StdEncoding.Strict().DecodeString(v.Value)
	if err != nil {
		return nil, err
	}
	in := bytes.NewReader(stream)
	r, err := zlib.NewReader(in)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if in.Len() > 0 {
		return nil, errors.New("trailing bytes")
	}
	if len(plain)%(v.Bits/8) != 0 {
		return nil, errRagged
	}
	values := make([]uint16, len(plain)/(v.Bits/8))
	for i := range values {
		if v.Bits == 8 {
			values[i] = uint16(plain[i])
		} else {
			values[i] = binary.BigEndian.Uint16(plain[2*i:])
		}
	}
	return values, nil
}

func TestCorruptValues(t *testing.T) {
	isA := func(want string) func(*testing.T, variable, []uint16, error) {
		return func(t *testing.T, _ variable, _ []uint16, err error) { require.ErrorContains(t, err, want) }
	}
	tests := []struct {
		name    string
		corrupt Corrupt
		check   func(t *testing.T, v variable, values []uint16, err error)
	}{
		{"cuts base64 inside a group", Corrupt{Kind: Base64Cut}, func(t *testing.T, v variable, _ []uint16, err error) {
			require.ErrorContains(t, err, "illegal base64")
			require.Equal(t, 1, len(v.Value)%4)
		}},
		{"leaves the alphabet", Corrupt{Kind: Base64Alphabet}, func(t *testing.T, v variable, _ []uint16, err error) {
			require.ErrorContains(t, err, "illegal base64")
			require.Zero(t, len(v.Value)%4)
		}},
		{"takes the padding away", Corrupt{Kind: Base64Unpadded}, func(t *testing.T, v variable, _ []uint16, err error) {
			require.ErrorContains(t, err, "illegal base64")
			v.Value += strings.Repeat("=", -len(v.Value)&3)
			values, err := unpack(v)
			require.NoError(t, err)
			require.Equal(t, []uint16{258, 3, 4, 5}, values)
		}},
		{"flips a checksum bit", Corrupt{Kind: ZlibChecksum}, isA("zlib: invalid checksum")},
		{"cuts the checksum off", Corrupt{Kind: ZlibTruncate}, isA("unexpected EOF")},
		{"cuts one byte off", Corrupt{Kind: ZlibTruncate, Bytes: 1}, isA("unexpected EOF")},
		{"cuts eight bytes off", Corrupt{Kind: ZlibTruncate, Bytes: 8}, isA("unexpected EOF")},
		{"does not compress", Corrupt{Kind: NotZlib}, func(t *testing.T, v variable, _ []uint16, err error) {
			require.ErrorContains(t, err, "zlib: invalid header")
			plain, err := base64.StdEncoding.DecodeString(v.Value)
			require.NoError(t, err)
			require.Equal(t, "\x01\x02\x00\x03\x00\x04\x00\x05", string(plain))
		}},
		{"takes the zlib wrapper off", Corrupt{Kind: RawDeflate}, func(t *testing.T, v variable, _ []uint16, err error) {
			require.Error(t, err)
			raw, err := base64.StdEncoding.DecodeString(v.Value)
			require.NoError(t, err)
			plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw)))
			require.NoError(t, err)
			require.Len(t, plain, 8)
		}},
		{"claims another width", Corrupt{Kind: Bits, Bits: 8}, func(t *testing.T, v variable, values []uint16, err error) {
			require.NoError(t, err)
			require.Equal(t, []uint16{1, 2, 0, 3, 0, 4, 0, 5}, values)
		}},
		{"claims another type", Corrupt{Kind: Type, Type: "Complex"}, func(t *testing.T, v variable, values []uint16, err error) {
			require.NoError(t, err)
			require.Equal(t, "Complex", v.Type)
		}},
		{"packs little-endian", Corrupt{Kind: LittleEndian}, func(t *testing.T, v variable, values []uint16, err error) {
			require.NoError(t, err)
			require.Equal(t, []uint16{0x0201, 0x0300, 0x0400, 0x0500}, values)
		}},
		{"adds half a value", Corrupt{Kind: Ragged}, func(t *testing.T, v variable, values []uint16, err error) {
			require.ErrorIs(t, err, errRagged)
		}},
		{"adds bytes after the stream", Corrupt{Kind: TrailingBytes, Bytes: 3}, isA("trailing bytes")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			good := pack(t, "other", 16, 258, 1)
			in := results{7, []variable{pack(t, "rri", 16, 258, 3, 4, 5), good}}
			body, err := json.Marshal(in)
			require.NoError(t, err)
			tt.corrupt.Name = "rri"
			spoilt, misses := damage(t, Do{Corrupt: []Corrupt{tt.corrupt}}, string(body))
			require.Empty(t, misses)
			var out results
			require.NoError(t, json.Unmarshal([]byte(spoilt), &out), "the body around stays sound")
			require.Equal(t, good, out.Variables[1], "another variable stays as it is")
			values, err := unpack(out.Variables[0])
			tt.check(t, out.Variables[0], values, err)
		})
	}
}

func TestCorruptFindsItsTargets(t *testing.T) {
	v := pack(t, "x", 16, 1, 2).Value
	tests := []struct {
		name, body string
		corrupt    Corrupt
		changed    int // objects
		miss       string
	}{
		{"damages every value without a name", `{"a":[{"value":"` + v + `"},{"b":[{"value":"` + v + `"}]}]}`, Corrupt{Kind: ZlibChecksum}, 2, ""},
		{"damages another member", `[{"data":"` + v + `","value":"` + v + `"}]`, Corrupt{Kind: ZlibChecksum, Member: "data"}, 1, ""},
		{"passes over values that are numbers", `[{"value":3},{"value":"` + v + `"}]`, Corrupt{Kind: ZlibChecksum}, 1, ""},
		{"passes over texts that are no vectors", `[{"value":"hello"},{"value":"` + v + `"}]`, Corrupt{Kind: ZlibChecksum}, 1, ""},
		{"passes over objects outside arrays", `{"value":"` + v + `"}`, Corrupt{Kind: ZlibChecksum}, 0, `no array holds an object with the string member "value"`},
		{"misses a name that is not there", `[{"name":"y","value":"` + v + `"}]`, Corrupt{Kind: ZlibChecksum, Name: "x"}, 0, `and the name "x"`},
		{"misses bytes, which have no order", `[{"bits":8,"value":"` + v + `"}]`, Corrupt{Kind: LittleEndian}, 0, "no order that could be wrong"},
		{"misses bytes, which cannot be cut", `[{"bits":8,"value":"` + v + `"}]`, Corrupt{Kind: Ragged}, 0, "cannot be cut"},
		{"misses a width that is claimed already", `[{"bits":8,"value":"` + v + `"}]`, Corrupt{Kind: Bits, Bits: 8}, 0, "bits is 8 already"},
		{"misses a stream that is too short to cut", `[{"value":"` + v + `"}]`, Corrupt{Kind: ZlibTruncate, Bytes: 1000}, 0, "bytes"},
		{"misses a broken stream", `[{"value":"eJwD"}]`, Corrupt{Kind: ZlibChecksum}, 0, "broken zlib stream"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, misses := damage(t, Do{Corrupt: []Corrupt{tt.corrupt}}, tt.body)
			if tt.miss != "" {
				require.Len(t, misses, 1)
				require.Contains(t, misses[0], tt.miss)
				require.Equal(t, tt.body, got)
				return
			}
			require.Empty(t, misses)
			require.Equal(t, tt.changed, strings.Count(tt.body, v)-strings.Count(got, v))
		})
	}
}

func TestCorruptBodies(t *testing.T) {
	tests := []struct {
		name    string
		corrupt Corrupt
		check   func(t *testing.T, got string)
	}{
		{"ends half-way", Corrupt{Kind: JSONTruncate}, func(t *testing.T, got string) { require.Equal(t, `{"a":`, got) }},
		{"ends where it is told", Corrupt{Kind: JSONTruncate, Bytes: 2}, func(t *testing.T, got string) { require.Equal(t, `{"`, got) }},
		{"has garbage inside", Corrupt{Kind: JSONGarbage}, func(t *testing.T, got string) { require.True(t, strings.HasSuffix(got, `"a":[1,2]}`)) }},
		{"starts with a byte order mark", Corrupt{Kind: UTF8BOM}, func(t *testing.T, got string) { require.Equal(t, "\xef\xbb\xbf"+`{"a":[1,2]}`, got) }},
		{"is a page for people", Corrupt{Kind: HTML}, func(t *testing.T, got string) { require.True(t, strings.HasPrefix(got, "<!DOCTYPE html>")) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, misses := damage(t, Do{Corrupt: []Corrupt{tt.corrupt}}, `{"a":[1,2]}`)
			require.Empty(t, misses)
			require.False(t, json.Valid([]byte(got)))
			tt.check(t, got)
		})
	}
	_, misses := damage(t, Do{Corrupt: []Corrupt{{Kind: JSONTruncate, Bytes: 1}}}, `123`)
	require.Contains(t, misses[0], "JSON by themselves")
}

// TestDamageAlwaysShows packs random values: whenever a damage claims to have
// been done, a strict reader must not read the same values as before.
func TestDamageAlwaysShows(t *testing.T) {
	kinds := []Kind{Base64Cut, Base64Alphabet, Base64Unpadded, ZlibChecksum, ZlibTruncate, NotZlib, RawDeflate, Bits, LittleEndian, Ragged, TrailingBytes}
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.SampledFrom([]int{8, 16}).Draw(t, "bits")
		values := rapid.SliceOfN(rapid.Uint16Range(0, uint16(1<<min(bits, 15)-1)), 0, 200).Draw(t, "values")
		in := results{1, []variable{pack(t, "v", bits, values...)}}
		body, _ := json.Marshal(in)
		corrupt := Corrupt{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
		if corrupt.Kind == Bits {
			corrupt.Bits = 24 - bits
		}
		s := New(1)
		require.NoError(t, s.Put([]Rule{{Do: Do{Corrupt: []Corrupt{corrupt}}}}))
		p := s.Plan(get)
		spoilt := p.DamageFunc()("application/json", body)
		var out results
		require.NoError(t, json.Unmarshal(spoilt, &out))
		got, err := unpack(out.Variables[0])
		if len(settled(p)) > 0 {
			require.Equal(t, in, out)
			return
		}
		if len(values) == 0 && corrupt.Kind == Bits {
			return // no values of either width
		}
		require.True(t, err != nil || !equalValues(values, got), "%s does not show in %v", corrupt.Kind, values)
	})
}

func equalValues(a, b []uint16) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
