package redact

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/stretchr/testify/require"
)

// sample is a row of a table.
type sample struct {
	Power     float64  `parquet:"power"`
	Latitude  float64  `parquet:"latitude"`
	Longitude *float32 `parquet:"longitude,optional,split"`
	Name      string   `parquet:"athlete_name,dict"`
	Sport     string   `parquet:"sport,dict"`
	UserID    int64    `parquet:"user_id"`
	Note      *string  `parquet:"remark_of_device,optional,plain"`
}

func samples() []sample {
	rnd := rand.New(rand.NewPCG(1, 2))
	var rows []sample
	for i := range 600 {
		r := sample{Power: float64(i), Latitude: 60.1 + rnd.Float64()/100, Name: "Jonna Virtanen", Sport: "cycling", UserID: 356255}
		if i%3 > 0 {
			x := float32(24.9 + rnd.Float64()/100)
			r.Longitude = &x
		}
		if i == 17 {
			s := "seen by Jonna Virtanen"
			r.Note = &s
		}
		rows = append(rows, r)
	}
	return rows
}

func tableOf(t *testing.T, codec compress.Codec, version int, rows []sample) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[sample](&b, parquet.Compression(codec), parquet.DataPageVersion(version), parquet.MaxRowsPerRowGroup(250), parquet.PageBufferSize(2000), parquet.KeyValueMetadata("made by", "a test"))
	_, err := w.Write(rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestTablesStayTablesWithoutPeople(t *testing.T) {
	for name, codec := range map[string]compress.Codec{"plain": &parquet.Uncompressed, "snappy": &parquet.Snappy, "gzip": &parquet.Gzip, "zstd": &parquet.Zstd} {
		for _, version := range []int{1, 2} {
			t.Run(name, func(t *testing.T) {
				rows := samples()
				raw := tableOf(t, codec, version, rows)
				r := redactor()
				got := body(t, r, "application/vnd.apache.parquet", string(raw))
				back, err := parquet.Read[sample](strings.NewReader(got), int64(len(got)))
				require.NoError(t, err)
				require.Len(t, back, len(rows))
				for i := range back {
					require.Equal(t, rows[i].Power, back[i].Power)
					require.Equal(t, r.p.degrees(rows[i].Latitude), back[i].Latitude)
					require.Equal(t, rows[i].Longitude == nil, back[i].Longitude == nil)
					if back[i].Longitude != nil {
						require.Less(t, *back[i].Longitude, float32(nowhere))
					}
					require.Equal(t, r.p.words("Jonna Virtanen"), back[i].Name, "the same person")
					require.Equal(t, "cycling", back[i].Sport)
					require.EqualValues(t, parseInt(r.p.digits("356255")), back[i].UserID)
				}
				require.Equal(t, "seen by "+back[0].Name, *back[17].Note)
				require.NotEmpty(t, search1(t, r.o, raw))
				require.Empty(t, search1(t, r.o, []byte(got)), "nor do statistics tell")
			})
		}
	}
}

func TestAColumnOfSemicirclesIsMoved(t *testing.T) {
	type row struct {
		Latitude *int32 `parquet:"position_lat,optional,plain"`
	}
	var rows []row
	for i := range 20 {
		x := int32(717_302_371 + 100*i)
		rows = append(rows, row{&x}, row{nil})
	}
	var b bytes.Buffer
	require.NoError(t, parquet.Write(&b, rows))
	r := redactor()
	got := body(t, r, "", b.String())
	back, err := parquet.Read[row](strings.NewReader(got), int64(len(got)))
	require.NoError(t, err)
	for i, was := range rows {
		require.Equal(t, was.Latitude == nil, back[i].Latitude == nil)
		if was.Latitude != nil {
			require.EqualValues(t, r.semicircles(int64(*was.Latitude)), *back[i].Latitude)
		}
	}
	require.NotEmpty(t, search1(t, r.o, b.Bytes()))
	require.Empty(t, search1(t, r.o, []byte(got)))
}

func TestATableWithoutPeopleStaysByteByByte(t *testing.T) {
	type row struct {
		Power float64 `parquet:"power"`
		Sport string  `parquet:"sport"`
	}
	var b bytes.Buffer
	require.NoError(t, parquet.Write(&b, []row{{1, "cycling"}, {2, "running"}}))
	require.Equal(t, b.String(), body(t, redactor(), "application/octet-stream", b.String()))
}

func TestAnEncodingThatIsNotLookedIntoIsWithheld(t *testing.T) {
	type row struct {
		Text string `parquet:"text,delta"`
	}
	var b bytes.Buffer
	require.NoError(t, parquet.Write(&b, []row{{"Jonna"}, {"Virtanen"}}))
	_, err := redactor().Body(&bytes.Buffer{}, &b, "")
	require.ErrorContains(t, err, `column "text": its encoding DELTA_BYTE_ARRAY is not looked into`)
}

func TestDamagedTablesAreWithheld(t *testing.T) {
	raw := tableOf(t, &parquet.Snappy, 2, samples()[:50])
	refused := 0
	for at := 4; at < len(raw)-4; at += 7 {
		spoilt := bytes.Clone(raw)
		spoilt[at] ^= 0xff
		var out bytes.Buffer
		_, err := redactor().Body(&out, bytes.NewReader(spoilt), "")
		var w *Withheld
		if err != nil {
			require.ErrorAs(t, err, &w)
			refused++
		}
	}
	require.Positive(t, refused)
	huge := bytes.Clone(raw)
	binary.LittleEndian.PutUint32(huge[len(huge)-8:], 1<<31)
	_, err := redactor().Body(&bytes.Buffer{}, bytes.NewReader(huge), "")
	require.ErrorContains(t, err, "too large")
}
