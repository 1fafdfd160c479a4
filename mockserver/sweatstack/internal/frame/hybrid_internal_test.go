package frame

import (
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/stretchr/testify/require"
)

func TestRunsBeginWhereGroupsDo(t *testing.T) {
	t.Parallel()
	run := func(n int, v int32) []int32 { return slices.Repeat([]int32{v}, n) }
	for name, c := range map[string]struct {
		values []int32
		width  int
		want   []byte
	}{
		"nothing":                  {nil, 0, nil},
		"one":                      {run(1, 3), 2, []byte{1 << 1, 3}},
		"a run to the end":         {run(10, 1), 1, []byte{10 << 1, 1}},
		"a run of a large number":  {run(300, 1000), 10, []byte{0xd8, 4, 0xe8, 3}},
		"a run that begins late":   {append([]int32{0}, run(20, 1)...), 1, []byte{1<<1 | 1, 0xfe, 13 << 1, 1}},
		"a run, and a packed end":  {append(run(9, 1), 0, 1), 1, []byte{9 << 1, 1, 1<<1 | 1, 2}},
		"less than a group":        {[]int32{1, 2, 3}, 2, []byte{1<<1 | 1, 0x39, 0}},
		"a tail that is no run":    {append([]int32{0, 1, 0, 1, 0, 1, 0, 1}, 1, 1), 1, []byte{2<<1 | 1, 0xaa, 3}},
		"sixty-three groups, more": {slices.Repeat([]int32{0, 1}, 4*64), 1, slices.Concat([]byte{63<<1 | 1}, slices.Repeat([]byte{0xaa}, 63), []byte{1<<1 | 1, 0xaa})},
	} {
		require.Equal(t, c.want, appendHybrid(nil, c.values, c.width), name)
	}
}

func FuzzHybrid(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3}, 9)
	f.Add([]byte{7, 7, 7}, 1)
	f.Fuzz(func(t *testing.T, seed []byte, stretch int) {
		var values []int32
		most := int32(0)
		for i, b := range seed {
			v := int32(b) * int32(1+i%3*1000)
			values = append(values, slices.Repeat([]int32{v}, 1+(stretch&15)*(i%5))...)
			most = max(most, v)
		}
		width := codeBits(int(most) + 1)
		got, err := (&rle.Encoding{BitWidth: width}).DecodeInt32(nil, appendHybrid(nil, values, width))
		if err != nil || len(got) < len(values) || !slices.Equal(values, got[:len(values)]) {
			t.Fatalf("%v\n%v\n%v", values, got, err)
		}
	})
}
