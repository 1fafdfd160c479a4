package frame_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/frame"
)

func TestX(t *testing.T) {
	fields := []frame.Field{{Name: "duration", Kind: frame.Span}, {Name: "power", Kind: frame.Int16}, {Name: "speed", Kind: frame.Float16}, {Name: "lap", Kind: frame.Int8}, {Name: "distance", Kind: frame.Float32}, {Name: "activity_id", Kind: frame.Category, Words: 2}, {Name: "timestamp", Kind: frame.Instant, Index: true, Zone: "UTC"}}
	var b bytes.Buffer
	w, err := frame.NewWriter(&b, fields)
	require.NoError(t, err)
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for g := range 2 {
		n := 1000
		cols := make([]frame.Column, len(fields))
		for i := range n {
			cols[0].Ints = append(cols[0].Ints, 1)
			cols[1].Floats = append(cols[1].Floats, float64(200+i%7))
			cols[2].Floats = append(cols[2].Floats, 3.14159)
			cols[3].Floats = append(cols[3].Floats, 1)
			v := float64(i)
			if i%10 == 0 {
				v = math.NaN()
			}
			cols[4].Floats = append(cols[4].Floats, v)
			cols[5].Words = append(cols[5].Words, fmt.Sprintf("act_%d", g))
			cols[6].Ints = append(cols[6].Ints, frame.Millis(now.Add(time.Duration(i)*time.Second)))
		}
		require.NoError(t, w.Write(cols))
	}
	require.NoError(t, w.Close())
	os.WriteFile("/tmp/ss-x.parquet", b.Bytes(), 0o644)
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	fmt.Println(f.Schema(), f.NumRows(), b.Len())
	v, _ := f.Lookup("pandas")
	fmt.Println(v)
	v, _ = f.Lookup("ARROW:schema")
	fmt.Println(v)
	g := f.RowGroups()[0].Rows()
	rows := make([]parquet.Row, 2)
	g.ReadRows(rows)
	fmt.Println(rows)
}
