package redact

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/kit/hash/crc16"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fit"
)

// developers is a field of a developer's as an activity file has it, and what must become of it.
type developers struct {
	name, units string
	kind        basetype.BaseType
	stands      [2]int // message and field of the profile, if any
	value       proto.Value
	// after tells whether what is there in the end is right.
	after func(t *testing.T, r *Redactor, f *fit.Field)
}

func stays(want string) func(*testing.T, *Redactor, *fit.Field) {
	return func(t *testing.T, _ *Redactor, f *fit.Field) {
		got := f.Texts()
		for i := range f.Len() {
			if s, ok := f.Text(i); ok {
				got = append(got, s)
			}
		}
		require.Equal(t, want, strings.Join(got, " "))
	}
}

func degrees(before float64) func(*testing.T, *Redactor, *fit.Field) {
	return func(t *testing.T, r *Redactor, f *fit.Field) {
		got, ok := f.Float(0)
		require.True(t, ok)
		require.InDelta(t, r.p.degrees(before), got, 1e-9)
	}
}

func inHalfCircles(before int64) func(*testing.T, *Redactor, *fit.Field) {
	return func(t *testing.T, r *Redactor, f *fit.Field) {
		got, ok := f.Int(0)
		require.True(t, ok)
		require.Equal(t, r.semicircles(before), got)
	}
}

func zeros(t *testing.T, _ *Redactor, f *fit.Field) {
	require.Equal(t, make([]byte, len(f.Data)), f.Data)
}

// activity is a file with a record that has all of these fields.
func activity(t testing.TB, list []developers) []byte {
	id := mesgdef.NewFileId(nil).SetType(typedef.FileActivity).SetSerialNumber(77).ToMesg(nil)
	all := []proto.Message{id, mesgdef.NewDeveloperDataId(nil).SetDeveloperDataIndex(0).ToMesg(nil)}
	record := mesgdef.NewRecord(nil).SetPower(250).ToMesg(nil)
	for i, c := range list {
		d := mesgdef.NewFieldDescription(nil).SetDeveloperDataIndex(0).SetFieldDefinitionNumber(byte(i)).SetFitBaseTypeId(c.kind).
			SetFieldName([]string{c.name}).SetUnits([]string{c.units})
		if c.stands != [2]int{} {
			d.SetNativeMesgNum(typedef.MesgNum(c.stands[0])).SetNativeFieldNum(byte(c.stands[1]))
		}
		all = append(all, d.ToMesg(nil))
		record.DeveloperFields = append(record.DeveloperFields, proto.DeveloperField{Num: byte(i), Value: c.value})
	}
	var b bytes.Buffer
	require.NoError(t, encoder.New(&b, encoder.WithProtocolVersion(proto.V2)).Encode(&proto.FIT{Messages: append(all, record)}))
	return b.Bytes()
}

func TestAPersonIsNotInTheFieldsOfDevelopersEither(t *testing.T) {
	t.Parallel()
	const south, west = -33.8567844, -96.7969879
	semis := int64(math.Round(west / semicircle))
	list := []developers{
		{"Rider Name", "", basetype.String, [2]int{}, proto.String("Jonna Virtanen"), func(t *testing.T, _ *Redactor, f *fit.Field) {
			require.Equal(t, []string{blank("Jonna Virtanen")}, f.Texts())
		}},
		{"athlete_name", "", basetype.String, [2]int{}, proto.String("Aino"), func(t *testing.T, r *Redactor, f *fit.Field) {
			require.Equal(t, []string{r.p.words("Aino")}, f.Texts())
		}},
		{"label", "", basetype.String, [2]int{3, 0}, proto.String("Toivo"), func(t *testing.T, r *Redactor, f *fit.Field) {
			require.Equal(t, []string{r.p.words("Toivo")}, f.Texts(), "it stands for a user profile's name")
		}},
		{"email", "", basetype.String, [2]int{}, proto.String("jonna@club.fi"), func(t *testing.T, _ *Redactor, f *fit.Field) {
			require.Contains(t, f.Texts()[0], "@"+mailDomain)
		}},
		{"Latitude", "deg", basetype.Float64, [2]int{}, proto.Float64(south), degrees(south)},
		{"home lng", "", basetype.Float32, [2]int{}, proto.Float32(24.9384), func(t *testing.T, r *Redactor, f *fit.Field) {
			degrees(float64(float32(24.9384)))(t, r, f)
		}},
		{"where", "semicircles", basetype.Sint32, [2]int{}, proto.Int32(int32(semis)), inHalfCircles(semis)},
		{"x", "", basetype.Sint32, [2]int{20, 1}, proto.Int32(int32(semis)), inHalfCircles(semis)},
		{"gps", "degrees", basetype.Sint16, [2]int{}, proto.Int16(6012), zeros},
		{"latlng", "", basetype.Byte, [2]int{}, proto.SliceUint8([]byte{1, 2, 3, 200}), zeros},
		{"", "", basetype.Byte, [2]int{}, proto.SliceUint8([]byte("Helmi K.")), zeros},
		{"user_id", "", basetype.Uint32, [2]int{}, proto.Uint32(3_998_812_771), func(t *testing.T, r *Redactor, f *fit.Field) {
			stays(r.p.digits("3998812771"))(t, r, f)
		}},
		{"birthday", "", basetype.Uint32, [2]int{}, proto.Uint32(19_870_412), zeros},
		{"Power", "W", basetype.Uint16, [2]int{20, 7}, proto.Uint16(251), stays("251")},
		{"Leg Spring", "kN/m", basetype.Float32, [2]int{}, proto.Float32(10.5), stays("10.5")},
		{"skin_temperature", "deg C", basetype.Float32, [2]int{}, proto.Float32(33.25), stays("33.25")},
		{"position", "", basetype.Uint8, [2]int{}, proto.Uint8(3), stays("3")},
		{"beats", "", basetype.Uint8, [2]int{}, proto.SliceUint8([]byte{94, 95, 96, 97}), stays("94 95 96 97")},
		{"sport", "", basetype.String, [2]int{}, proto.String("cyclocross"), stays("cyclocross")},
	}
	r, raw := redactor(), activity(t, list)
	out := body(t, r, "application/vnd.ant.fit", string(raw))
	seen := 0
	require.NoError(t, fit.ReadAll([]byte(out), func(m *fit.Message) error {
		if m.Num != typedef.MesgNumRecord {
			return nil
		}
		power, _ := m.Field(7).Int(0)
		require.Equal(t, int64(250), power)
		for i := range m.Developers {
			t.Run(list[i].name, func(t *testing.T) { list[i].after(t, r, &m.Developers[i]) })
			seen++
		}
		return nil
	}))
	require.Len(t, list, seen)
	require.Empty(t, search1(t, r.o, []byte(out)))
	require.Equal(t, out, body(t, r.Again(), "application/vnd.ant.fit", out), "what was replaced stays")
	for i, c := range list[:8] {
		require.NotEmpty(t, search1(t, r.o, activity(t, []developers{c})), "field %d of the original is found again", i)
	}
	require.NotEmpty(t, search1(t, r.o, activity(t, list[10:11])), "and what stood in bytes")
}

func TestWhatNothingDescribesIsWithheld(t *testing.T) {
	t.Parallel()
	raw := activity(t, []developers{{name: "Power", units: "W", kind: basetype.Uint16, value: proto.Uint16(251)}})
	definition := bytes.LastIndex(raw, []byte{1, 0, 2, 0}) // one developer's field: number 0, two bytes, developer 0
	require.Positive(t, definition)
	raw[definition+1] = 9
	sum := crc16.New()
	_, _ = sum.Write(raw[14 : len(raw)-2])
	binary.LittleEndian.PutUint16(raw[len(raw)-2:], sum.Sum16())
	r := redactor()
	out := body(t, r, "application/vnd.ant.fit", string(raw))
	require.NoError(t, fit.ReadAll([]byte(out), func(m *fit.Message) error {
		if m.Num == typedef.MesgNumRecord {
			zeros(t, r, &m.Developers[0])
		}
		return nil
	}))
}
