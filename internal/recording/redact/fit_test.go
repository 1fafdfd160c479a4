package redact

import (
	"strings"
	"testing"

	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/factory"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fit"
)

func TestTheListsOfWhatIsAPersonsAreTheProfiles(t *testing.T) {
	t.Parallel()
	var positions, serials, names []uint32
	for message := range typedef.MesgNum(1024) {
		for field := range 256 {
			f := factory.CreateField(message, byte(field))
			place := uint32(message)<<8 | uint32(field)
			switch {
			case f.Name == factory.NameUnknown:
			case f.Units == "semicircles":
				positions = append(positions, place)
			case strings.HasSuffix(f.Name, "serial_number"):
				serials = append(serials, place)
			case f.Name == "friendly_name", f.Name == "name", f.Name == "notes", f.Name == "wkt_name", f.Name == "sport_name":
				names = append(names, place)
			}
		}
	}
	require.Equal(t, positions, fitPositions[:])
	require.Equal(t, serials, fitSerials[:])
	require.Equal(t, names, fitNames[:])
}

func TestAnActivityFileStaysOneWithoutItsPerson(t *testing.T) {
	t.Parallel()
	const lat, long = 718_000_000, -290_000_000
	west := int64(long)
	raw := fit.Write([]*fit.Made{
		fit.New(0).Set(0, basetype.Enum, 4).Set(3, basetype.Uint32z, 3_998_812_771),
		fit.New(3).Text(0, "Jo"),
		fit.New(20).Set(fit.Timestamp, basetype.Uint32, 1_100_000_000).Set(0, basetype.Sint32, lat).Set(1, basetype.Sint32, uint64(west)).Set(7, basetype.Uint16, 250),
		fit.New(20).Set(fit.Timestamp, basetype.Uint32, 1_100_000_001).Set(0, basetype.Sint32, 0x7FFFFFFF).Set(1, basetype.Sint32, 0).Set(7, basetype.Uint16, 251),
	})
	r := redactor()
	out := body(t, r, "application/vnd.ant.fit", string(raw)+string(raw))
	var got []string
	err := fit.ReadAll([]byte(out), func(m *fit.Message) error {
		for i := range m.Fields {
			f := &m.Fields[i]
			v, ok := f.Int(0)
			switch place := uint32(m.Num)<<8 | uint32(f.Num); {
			case place == 20<<8 && ok:
				require.NotEqual(t, int64(lat), v)
			case place == 20<<8|1 && v != 0:
				require.NotEqual(t, west, v)
			case place == 3:
				require.NotEqual(t, int64(3_998_812_771), v)
			case place == 3<<8:
				require.NotEqual(t, []string{"Jo"}, f.Texts())
				require.NotEmpty(t, f.Texts())
			default:
				s, _ := f.Text(0)
				got = append(got, s)
			}
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("4 1100000000 250 1100000001 2147483647 0 251 ", 2), strings.Join(got, " ")+" ", "the rest of both files")
	require.Empty(t, search1(t, r.o, []byte(out)))
	require.NotEmpty(t, search1(t, r.o, raw), "what was there before is found where it is")
}
