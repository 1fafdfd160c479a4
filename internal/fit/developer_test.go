package fit_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/factory"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fit"
)

// developed is a file of the library's with a developer's fields in two messages.
func developed(t testing.TB, options ...encoder.Option) []byte {
	id := proto.Message{Num: typedef.MesgNumFileId}
	kind := factory.CreateField(typedef.MesgNumFileId, 0)
	kind.Value = proto.Uint8(4)
	id.Fields = append(id.Fields, kind)
	all := []proto.Message{id, mesgdef.NewDeveloperDataId(nil).SetDeveloperDataIndex(3).ToMesg(nil)}
	first, second := proto.Message{Num: typedef.MesgNumRecord}, proto.Message{Num: typedef.MesgNumRecord}
	for i, c := range []struct {
		name, units   string
		kind          basetype.BaseType
		native        byte
		first, second proto.Value
	}{
		{"Latitude", "deg", basetype.Float64, basetype.Uint8Invalid, proto.Float64(60.1234567), proto.Float64(math.NaN())},
		{"lon", "semicircles", basetype.Sint32, 1, proto.Int32(-290_000_000), proto.Int32(math.MaxInt32)},
		{"Form Power", "W", basetype.Uint16, basetype.Uint8Invalid, proto.Uint16(41), proto.Uint16(math.MaxUint16)},
		{"Rider", "", basetype.String, basetype.Uint8Invalid, proto.String("Jo"), proto.String("Jo")},
		{"balance", "%", basetype.Float32, basetype.Uint8Invalid, proto.Float32(49.5), proto.Float32(50)},
		{"beats", "1/min", basetype.Uint8, basetype.Uint8Invalid, proto.SliceUint8([]byte{94, 95, 255}), proto.SliceUint8([]byte{96, 97, 98})},
	} {
		d := mesgdef.NewFieldDescription(nil).SetDeveloperDataIndex(3).SetFieldDefinitionNumber(byte(i)).SetFitBaseTypeId(c.kind).
			SetFieldName([]string{c.name}).SetUnits([]string{c.units}).SetNativeFieldNum(c.native)
		if c.native != basetype.Uint8Invalid {
			d.SetNativeMesgNum(typedef.MesgNumRecord)
		}
		all = append(all, d.ToMesg(nil))
		first.DeveloperFields = append(first.DeveloperFields, proto.DeveloperField{Num: byte(i), DeveloperDataIndex: 3, Value: c.first})
		second.DeveloperFields = append(second.DeveloperFields, proto.DeveloperField{Num: byte(i), DeveloperDataIndex: 3, Value: c.second})
	}
	for i, m := range []*proto.Message{&first, &second} {
		power := factory.CreateField(typedef.MesgNumRecord, 7)
		power.Value = proto.Uint16(250 + uint16(i))
		m.Fields = append(m.Fields, power)
		all = append(all, *m)
	}
	var b bytes.Buffer
	require.NoError(t, encoder.New(&b, append(options, encoder.WithProtocolVersion(proto.V2))...).Encode(&proto.FIT{Messages: all}))
	return b.Bytes()
}

func TestDevelopersFieldsAreReadAsTheLibraryReadsThem(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string][]byte{"little-endian": developed(t), "big-endian": developed(t, encoder.WithBigEndian())} {
		want, err := theirs(raw)
		require.NoError(t, err)
		got, err := ours(raw)
		require.NoError(t, err)
		require.Equal(t, want, got, name)
		require.Contains(t, got, "developer's 20.0=[60.1234567]")
		require.Contains(t, got, "developer's 20.1=[-290000000]")
		require.Contains(t, got, "developer's 20.3=[Jo]")
		require.Contains(t, got, "developer's 20.5=[94 95 -]")
	}
}

func TestDevelopersFieldsAreEditedAndGrow(t *testing.T) {
	t.Parallel()
	raw := developed(t, encoder.WithBigEndian())
	long := strings.Repeat("x", 100)
	out, changed, err := fit.Rewrite(raw, func(m *fit.Message) bool {
		for i := range m.Developers {
			switch f := &m.Developers[i]; f.Type {
			case basetype.String:
				f.SetTexts([]string{long})
			case basetype.Float64:
				f.SetFloat(0, 0.25)
			case basetype.Float32:
				f.SetFloat(0, 0.5)
			case basetype.Sint32:
				f.SetInt(0, 7)
			}
		}
		return len(m.Developers) > 0
	})
	require.NoError(t, err)
	require.True(t, changed)
	want, err := theirs(out)
	require.NoError(t, err)
	got, err := ours(out)
	require.NoError(t, err)
	require.Equal(t, want, got)
	for _, line := range []string{"20.0=[0.25]", "20.1=[7]", "20.2=[41]", "20.3=[" + long + "]", "20.4=[0.5]", "20.5=[96 97 98]"} {
		require.Contains(t, got, "developer's "+line)
	}
}

// described is a message that describes field 1 of developer 0, without and with a name of the field.
func described(t basetype.BaseType, name string) []byte {
	data := append([]byte{0, 0, 1, byte(t)}, name...)
	return append([]byte{0x40, 0, 0, 206, 0, 4, 0, 1, 2, 1, 1, 2, 2, 1, 2, 3, byte(len(name)), 7}, data...)
}

func TestWhatAFileSaysOfADevelopersField(t *testing.T) {
	t.Parallel()
	message := []byte{0x62, 0, 0, 20, 0, 0, 1, 1, 2, 0, 2, 65, 66} // two bytes, of message 20
	for name, c := range map[string]struct {
		before []byte
		want   *fit.Description
	}{
		"nothing":             {nil, nil},
		"one thing":           {described(basetype.Uint16, "Power"), &fit.Description{Type: basetype.Uint16, Names: []string{"Power"}}},
		"the same twice":      {bytes.Repeat(described(basetype.Uint16, "Power"), 2), &fit.Description{Type: basetype.Uint16, Names: []string{"Power"}}},
		"two things":          {append(described(basetype.Uint16, "Power"), described(basetype.String, "Rider")...), nil},
		"no type there is":    {described(0x11, "Power"), nil},
		"two things and more": {append(append(described(basetype.Uint16, "Power"), described(basetype.String, "Rider")...), described(basetype.String, "Rider")...), nil},
	} {
		all := append(c.before, message...) //nolint:gocritic // of this case alone
		err := fit.ReadAll(written(len(all), all...), func(m *fit.Message) error {
			if m.Num != 20 {
				return nil
			}
			f := m.Developers[0]
			require.Equal(t, c.want, f.Says, name)
			require.Equal(t, []byte{65, 66}, f.Data)
			if c.want == nil {
				require.Equal(t, basetype.Byte, f.Type)
			}
			return nil
		})
		require.NoError(t, err, name)
	}
}
