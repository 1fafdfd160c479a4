package fit_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/factory"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fit"
)

// devices are files of devices that are published with the library. They are not part of this project, but are there
// wherever the library is.
func devices(t *testing.T) map[string][]byte {
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/muktihari/fit").Output()
	require.NoError(t, err, "the go command knows where the module is")
	out := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(filepath.Join(strings.TrimSpace(string(dir)), "testdata"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".fit" {
			if out[d.Name()], err = os.ReadFile(path); len(out[d.Name()]) > 50_000 {
				delete(out, d.Name()) // hours of seconds, like the others
			}
		}
		return err
	}))
	require.Greater(t, len(out), 12)
	return out
}

// spelled is what a message says, field by field.
func spelled(m *fit.Message) []string {
	var out []string
	for i, f := range slices.Concat(m.Fields, m.Developers) {
		of := ""
		if i >= len(m.Fields) {
			of = "developer's "
		}
		if f.Len() == 0 || of != "" && f.Says == nil {
			continue
		}
		values := f.Texts()
		for k := range f.Len() {
			if s, ok := f.Text(k); ok {
				values = append(values, s)
			} else if f.Type != basetype.String {
				values = append(values, "-")
			}
		}
		out = append(out, fmt.Sprintf("%s%d.%d=%v", of, m.Num, f.Num, values))
	}
	return out
}

func ours(raw []byte) (out []string, err error) {
	err = fit.ReadAll(raw, func(m *fit.Message) error { out = append(out, spelled(m)...); return nil })
	return out, err
}

// plain keeps the library from reading with its own types what a file defines otherwise: no field has a name then.
type plain struct{}

func (plain) CreateField(_ typedef.MesgNum, num byte) proto.Field {
	return proto.Field{FieldBase: &proto.FieldBase{Num: num, Name: factory.NameUnknown, BaseType: basetype.Uint32}}
}

func theirs(raw []byte) (out []string, err error) {
	for d := decoder.New(bytes.NewReader(raw), decoder.WithFactory(plain{})); d.Next(); {
		f, err := d.Decode()
		if err != nil {
			return nil, err
		}
		for _, m := range f.Messages {
			for _, field := range m.Fields {
				out = append(out, fmt.Sprintf("%d.%d=%v", m.Num, field.Num, theirValues(field.BaseType, field.Value)))
			}
			for _, field := range m.DeveloperFields {
				out = append(out, fmt.Sprintf("developer's %d.%d=%v", m.Num, field.Num, theirValues(typeOf(field.Value), field.Value)))
			}
		}
	}
	return out, nil
}

// typeOf is the type of a developer's value, which the library does not tell.
func typeOf(v proto.Value) basetype.BaseType {
	switch v.Any().(type) {
	case int8, []int8:
		return basetype.Sint8
	case uint8, []uint8:
		return basetype.Uint8
	case int16, []int16:
		return basetype.Sint16
	case uint16, []uint16:
		return basetype.Uint16
	case int32, []int32:
		return basetype.Sint32
	case uint32, []uint32:
		return basetype.Uint32
	case float32, []float32:
		return basetype.Float32
	case float64, []float64:
		return basetype.Float64
	}
	return basetype.String
}

// theirValues are the values of a field as the library has read it; none is a hyphen.
func theirValues(t basetype.BaseType, value proto.Value) []string {
	var values []string
	one := func(v any, none bool) {
		if none {
			v = "-"
		}
		values = append(values, fmt.Sprint(v))
	}
	switch v := value.Any().(type) {
	case string:
		if v != "" {
			values = append(values, v)
		}
	case []string:
		values = append(values, v...)
	case []int8:
		for _, x := range v {
			one(x, x == math.MaxInt8)
		}
	case []uint8:
		for _, x := range v {
			one(x, x == math.MaxUint8 && t != basetype.Uint8z || x == 0 && t == basetype.Uint8z)
		}
	case []int16:
		for _, x := range v {
			one(x, x == math.MaxInt16)
		}
	case []uint16:
		for _, x := range v {
			one(x, x == math.MaxUint16 && t != basetype.Uint16z || x == 0 && t == basetype.Uint16z)
		}
	case []int32:
		for _, x := range v {
			one(x, x == math.MaxInt32)
		}
	case []uint32:
		for _, x := range v {
			one(x, x == math.MaxUint32 && t != basetype.Uint32z || x == 0 && t == basetype.Uint32z)
		}
	case []float32:
		for _, x := range v {
			one(x, math.Float32bits(x) == basetype.Float32Invalid)
		}
	default:
		one(v, !value.Valid(t))
	}
	return values
}

func TestFilesOfDevicesAreReadAsTheLibraryReadsThem(t *testing.T) {
	t.Parallel()
	whole := 0
	for name, raw := range devices(t) {
		want, err := theirs(raw)
		got, err2 := ours(raw)
		if errors.Is(err, decoder.ErrCRCChecksumMismatch) && (raw[0] == 12 || bytes.Equal(raw[12:14], []byte{0, 0})) {
			require.NoError(t, err2, "%s: its sum is over its header too, as the protocol has it, which the library does not know", name)
			continue
		}
		require.Equal(t, err == nil, err2 == nil, "%s: %v, %v", name, err, err2)
		if err == nil {
			whole++
			require.Equal(t, want, got, name)
		}
	}
	require.Greater(t, whole, 5)
}

func TestARewrittenFileIsTheSameWhereNothingIsEdited(t *testing.T) {
	t.Parallel()
	for name, raw := range devices(t) {
		if _, err := ours(raw); err != nil {
			continue
		}
		out, changed, err := fit.Rewrite(raw, func(*fit.Message) bool { return false })
		require.NoError(t, err, name)
		require.False(t, changed)
		if raw[0] == 14 && len(out) == len(raw) { // a header with its sum, and no second file with another
			require.Equal(t, raw[14:len(raw)-2], out[14:len(out)-2], name)
		}
		again, err := ours(out)
		require.NoError(t, err, name)
		first, err := ours(raw)
		require.NoError(t, err)
		require.Equal(t, first, again, name)
	}
}

func TestEditsAreReadBackByTheLibrary(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 200)
	for name, raw := range devices(t) {
		if _, err := ours(raw); err != nil {
			continue
		}
		texts := 0
		out, _, err := fit.Rewrite(raw, func(m *fit.Message) bool {
			edited := false
			for i := range m.Fields {
				switch f := &m.Fields[i]; f.Type {
				case basetype.String:
					f.SetTexts([]string{long[:2*min(texts, 200)]})
					texts, edited = texts+1, true
				case basetype.Sint32:
					f.SetInt(0, -5)
					edited = true
				}
			}
			return edited
		})
		require.NoError(t, err, name)
		got, err := ours(out)
		require.NoError(t, err, name)
		want, err := theirs(out)
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
}

func made() []*fit.Made {
	return []*fit.Made{
		fit.New(0).Set(0, basetype.Enum, 4).Set(1, basetype.Uint16, 255).Set(3, basetype.Uint32z, 7),
		fit.New(20).Set(fit.Timestamp, basetype.Uint32, 1_000_000_000).Set(0, basetype.Sint32, ^uint64(4)).Set(13, basetype.Sint8, ^uint64(0)),
		fit.New(20).Set(fit.Timestamp, basetype.Uint32, 1_000_000_001).Set(0, basetype.Sint32, 5).Set(13, basetype.Sint8, 3),
		fit.New(23).Text(27, "bike computer"),
	}
}

func TestWhatIsWrittenIsReadBackByTheLibrary(t *testing.T) {
	t.Parallel()
	raw := fit.Write(made())
	want, err := theirs(raw)
	require.NoError(t, err)
	got, err := ours(raw)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Contains(t, got, "20.0=[-5]")
	require.Contains(t, got, "23.27=[bike computer]")
}

// compressed is a file of what the library can write: big-endian, with timestamps in headers.
func compressed(t testing.TB, options ...encoder.Option) []byte {
	var messages []proto.Message
	for _, num := range []typedef.MesgNum{typedef.MesgNumFileId, typedef.MesgNumRecord, typedef.MesgNumRecord, typedef.MesgNumRecord} {
		m := proto.Message{Num: num}
		if num == typedef.MesgNumFileId {
			f := factory.CreateField(num, 0)
			f.Value = proto.Uint8(4)
			m.Fields = append(m.Fields, f)
		} else {
			f := factory.CreateField(num, proto.FieldNumTimestamp)
			f.Value = proto.Uint32(1_000_000_000 + 9*uint32(len(messages)))
			power := factory.CreateField(num, 7)
			power.Value = proto.Uint16(200 + uint16(len(messages)))
			m.Fields = append(m.Fields, f, power)
		}
		messages = append(messages, m)
	}
	var b bytes.Buffer
	require.NoError(t, encoder.New(&b, options...).Encode(&proto.FIT{Messages: messages}))
	return b.Bytes()
}

func TestHeadersWithTimestampsAndOtherOrdersOfBytes(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]encoder.Option{
		"compressed": encoder.WithHeaderOption(encoder.HeaderOptionCompressedTimestamp, 2), "big-endian": encoder.WithBigEndian(),
	} {
		raw := compressed(t, o)
		want, err := theirs(raw)
		require.NoError(t, err)
		got, err := ours(raw)
		require.NoError(t, err)
		require.Equal(t, want, got, name)
		require.Contains(t, strings.Join(got, " "), "20.253=[1000000027] 20.7=[203]", name)
		twice := slices.Repeat(raw, 2)
		out, _, err := fit.Rewrite(twice, func(*fit.Message) bool { return false })
		require.NoError(t, err)
		require.Equal(t, twice, out)
		got, err = ours(twice)
		require.NoError(t, err)
		require.Equal(t, slices.Repeat(want, 2), got)
	}
}

func TestDamagedFilesAreRefused(t *testing.T) {
	t.Parallel()
	raw := fit.Write(made())
	none := func(*fit.Message) error { return nil }
	for n := range raw {
		err := fit.ReadFirst(raw[:n], none)
		require.Error(t, err, "cut at %d", n)
		if n != 1 && n != 2 && n != 3 { // of a header whose sum is checked, all is
			bent := bytes.Clone(raw)
			bent[n] ^= 0x40
			err = fit.ReadFirst(bent, none)
			require.Error(t, err, "bit at %d", n)
		}
	}
	require.ErrorIs(t, fit.ReadFirst([]byte("timestamp,power\n"), none), fit.ErrNone)
	require.ErrorIs(t, fit.ReadFirst(nil, none), fit.ErrNone)
	require.NoError(t, fit.ReadAll(nil, none), "no files")
	for _, stop := range []error{errors.New("stop"), io.EOF, decoder.ErrNotFITFile} {
		require.Equal(t, stop, fit.ReadFirst(raw, func(*fit.Message) error { return stop }), "an error of who reads is not taken for the library's")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(fit.Write(made()))
	f.Add(compressed(f, encoder.WithBigEndian()))
	f.Add(developed(f))
	f.Add([]byte("\x0e\x10\x00\x00\x00\x00\x00\x00.FIT\x00\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var first []string
		if err := fit.ReadAll(raw, func(m *fit.Message) error { first = append(first, spelled(m)...); return nil }); err != nil {
			return
		}
		out, _, err := fit.Rewrite(raw, func(m *fit.Message) bool {
			for i := range m.Fields {
				if m.Fields[i].Type == basetype.String {
					m.Fields[i].SetTexts(append(m.Fields[i].Texts(), "more"))
				}
			}
			return false
		})
		require.NoError(t, err)
		_, err = ours(out)
		require.NoError(t, err)
	})
}
