package columns

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFlags reads bits one by one, and as the reader does. Padding is not
// zero: what follows the last bit is not looked at.
func TestFlags(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for n := range 200 {
		packed := make([]byte, (n+7)/8)
		for i := range packed {
			packed[i] = byte(chance.Uint32())
		}
		src := append(binary.AppendUvarint(nil, uint64(len(packed))<<1|1), packed...)
		src = append(src, 10, 1) // a run of five
		got, want, ones := make([]bool, n), make([]bool, n), 0
		for i := range want {
			if want[i] = packed[i/8]>>(i%8)&1 == 1; want[i] {
				ones++
			}
		}
		require.NoError(t, flags(got, src))
		require.Equal(t, want, got)
		set, err := count(src, n)
		require.NoError(t, err)
		require.Equal(t, ones, set, n)
		set, err = count(src, 8*len(packed)+5)
		require.NoError(t, err)
		more := 5
		for i := range 8 * len(packed) {
			more += int(packed[i/8] >> (i % 8) & 1)
		}
		require.Equal(t, more, set, n)
	}
}

// TestUnpack reads packed numbers of all widths, with and without bytes behind
// them.
func TestUnpack(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	for width := range 65 {
		for _, n := range []int{0, 1, 7, 8, 9, 63, 64, 100} {
			want, src := make([]int64, n), make([]byte, (n*width+7)/8)
			for i := range want {
				want[i] = int64(chance.Uint64())
				if width < 64 {
					want[i] &= 1<<width - 1
				}
				for j := range width {
					at := i*width + j
					src[at/8] |= byte(want[i]>>j&1) << (at % 8)
				}
			}
			for _, behind := range []int{0, 1, 20} {
				got := make([]int64, n)
				unpack(got, append(src[:len(src):len(src)], make([]byte, behind)...), width)
				require.Equal(t, want, got, "%d of %d bits", n, width)
			}
			if width > 32 {
				continue
			}
			short := make([]int32, n)
			unpack(short, src, width)
			for i := range short {
				require.Equal(t, int32(want[i]), short[i], "%d of %d bits", n, width)
			}
		}
	}
}

// TestHalves reads all floats of 16 bits.
func TestHalves(t *testing.T) {
	for b := range 1 << 16 {
		sign, exponent, fraction := 1.0, b>>10&0x1f, float64(b&0x3ff)/1024
		if b>>15 == 1 {
			sign = -1
		}
		got := float64(half(uint16(b)))
		switch {
		case exponent == 0x1f && fraction != 0:
			require.True(t, math.IsNaN(got), b)
		case exponent == 0x1f:
			require.Equal(t, sign*math.Inf(1), got, b)
		case exponent == 0:
			require.Equal(t, sign*math.Ldexp(fraction, -14), got, b)
		default:
			require.Equal(t, sign*math.Ldexp(1+fraction, exponent-15), got, b)
		}
	}
}
