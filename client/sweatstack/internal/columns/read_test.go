package columns

import (
	"bytes"
	"io"
	"math"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
)

func column(t *testing.T, table *Table, name string) Column {
	t.Helper()
	for _, c := range table.Columns {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no column %s", name)
	return Column{}
}

// TestValues compares with the rows that parquet-go wrote, for each of the ways
// in which they can be stored.
func TestValues(t *testing.T) {
	ways := map[string][]parquet.WriterOption{
		"plain":            nil,
		"snappy":           {parquet.Compression(&parquet.Snappy)},
		"zstd":             {parquet.Compression(&parquet.Zstd)},
		"gzip":             {parquet.Compression(&parquet.Gzip)},
		"brotli":           {parquet.Compression(&parquet.Brotli)},
		"first data pages": {parquet.DataPageVersion(1), parquet.Compression(&parquet.Snappy)},
		"many small pages": {parquet.PageBufferSize(100), parquet.Compression(&parquet.Snappy)},
		"many row groups":  {parquet.MaxRowsPerRowGroup(137), parquet.Compression(&parquet.Zstd)},
		"dictionaries":     {parquet.DefaultEncoding(&parquet.RLEDictionary)},
	}
	for name, opts := range ways {
		for _, n := range []int{0, 1, 1500} {
			t.Run(name, func(t *testing.T) {
				rows := samples(n)
				file := written(t, rows, opts...)
				table, err := Read(file, limits())
				require.NoError(t, err)
				require.Equal(t, n, table.Rows)
				require.Len(t, table.Columns, 16)
				compare(t, table, rows)
			})
		}
	}
}

func compare(t *testing.T, table *Table, rows []sample) {
	t.Helper()
	col := func(name string) Column { return column(t, table, name) }
	for name, kind := range map[string]string{"duration": Int, "speed": Float, "moving": Bool, "sport": Text, "day": Time, "tags": Unknown} {
		require.Equal(t, kind, col(name).Kind, name)
	}
	require.Equal(t, []any{time.Millisecond, true, time.Microsecond, time.Nanosecond, 24 * time.Hour},
		[]any{col("timestamp").Unit, col("timestamp").UTC, col("micros").Unit, col("nanos").Unit, col("day").Unit})
	duration, power, rate, speed, distance, latitude, lap := col("duration"), col("power"), col("heart_rate"), col("speed"), col("distance"), col("latitude"), col("lap")
	moving, sport, notes, micros, nanos, day, price, stamp := col("moving"), col("sport"), col("notes"), col("micros"), col("nanos"), col("day"), col("price"), col("timestamp")
	has := func(c Column, i int) bool { return c.Valid == nil || c.Valid[i] }
	for i, r := range rows {
		require.Equal(t, []int64{r.Duration, r.Micros, r.Nanos, int64(r.Day), r.Timestamp},
			[]int64{duration.Ints[i], micros.Ints[i], nanos.Ints[i], day.Ints[i], stamp.Ints[i]})
		require.Equal(t, math.Float64bits(halfValues()[i%7]), math.Float64bits(float64(speed.Float32s[i])))
		require.Equal(t, []float64{float64(r.Distance), float64(r.Price) / 100}, []float64{float64(distance.Float32s[i]), price.Floats[i]})
		require.Equal(t, r.Moving, moving.Ints[i] == 1)
		require.Equal(t, r.Sport, sport.Dict[sport.Codes[i]])
		require.Equal(t, []bool{r.Power != nil, r.HeartRate != 0, r.Latitude != nil, r.Lap != nil, r.Notes != ""},
			[]bool{has(power, i), has(rate, i), has(latitude, i), has(lap, i), has(notes, i)}, i)
		if r.Power != nil {
			require.Equal(t, []int64{int64(*r.Power), int64(r.HeartRate)}, []int64{int64(power.Int32s[i]), int64(rate.Int32s[i])})
			require.Equal(t, *r.Latitude, latitude.Floats[i])
		}
		if r.Lap != nil {
			require.Equal(t, int64(*r.Lap), lap.Ints[i])
			require.Equal(t, r.Notes, notes.Dict[notes.Codes[i]])
		} else {
			require.Equal(t, int32(-1), notes.Codes[i])
		}
	}
}

func TestMarks(t *testing.T) {
	tests := map[string]struct {
		opts []parquet.WriterOption
		kind string
		unit time.Duration
	}{
		"an Arrow schema": {[]parquet.WriterOption{parquet.KeyValueMetadata("ARROW:schema", arrowSchemaOf("x", "duration"))}, Duration, time.Second},
		"pandas":          {[]parquet.WriterOption{parquet.KeyValueMetadata("pandas", `{"index_columns":["timestamp",{"kind":"range"}],"columns":[{"name":"duration","field_name":"duration","numpy_type":"timedelta64[ms]"},{"name":null,"field_name":"__index_level_0__","numpy_type":"int64"}]}`)}, Duration, time.Millisecond},
		"neither":         {nil, Int, 0},
		"nonsense":        {[]parquet.WriterOption{parquet.KeyValueMetadata("ARROW:schema", "%%%"), parquet.KeyValueMetadata("pandas", "[")}, Int, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			table, err := Read(written(t, samples(3), tt.opts...), limits())
			require.NoError(t, err)
			c := column(t, table, "duration")
			require.Equal(t, tt.kind, c.Kind)
			require.Equal(t, tt.unit, c.Unit)
			if name == "pandas" {
				require.Equal(t, []string{"timestamp"}, table.Index)
			}
		})
	}
}

// TestOrder makes sure of what a stranger's reader says too.
func TestOrder(t *testing.T) {
	file := written(t, samples(10))
	r := parquet.NewReader(bytes.NewReader(file))
	var first any
	require.NoError(t, r.Read(&first))
	require.NotEqual(t, io.EOF, first)
	table, err := Read(file, limits())
	require.NoError(t, err)
	for i, f := range r.Schema().Fields() {
		require.Equal(t, f.Name(), table.Columns[i].Name)
	}
}
