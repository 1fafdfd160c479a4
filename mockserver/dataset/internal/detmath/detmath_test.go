package detmath_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"
)

func TestItAgreesWithTheStandardLibrary(t *testing.T) {
	near := func(t *rapid.T, name string, x, got, want, scale float64) {
		if math.Abs(got-want) > 1e-13*scale {
			t.Fatalf("%s(%v) = %v, want %v", name, x, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-60, 60).Draw(t, "x")
		near(t, "Exp", x, detmath.Exp(x), math.Exp(x), math.Exp(x))
		p := rapid.Float64Range(1e-12, 1e12).Draw(t, "p")
		near(t, "Log", p, detmath.Log(p), math.Log(p), math.Abs(math.Log(p))+1e-3)
		y := rapid.Float64Range(0.01, 4).Draw(t, "y")
		b := rapid.Float64Range(1e-3, 300).Draw(t, "b")
		near(t, "Pow", b, detmath.Pow(b, y), math.Pow(b, y), 10*math.Pow(b, y))
		a := rapid.Float64Range(-20000, 20000).Draw(t, "a")
		near(t, "Sin", a, detmath.Sin(a), math.Sin(a), 100)
		near(t, "Cos", a, detmath.Cos(a), math.Cos(a), 100)
		s := rapid.Float64Range(-7, 7).Draw(t, "s")
		near(t, "Sin", s, detmath.Sin(s), math.Sin(s), 1)
		near(t, "Cos", s, detmath.Cos(s), math.Cos(s), 1)
	})
}

// The bits are those of one machine: another one that differs would give
// another population for the same seed.
func TestItGivesTheSameBitsEverywhere(t *testing.T) {
	var h uint64 = 14695981039346656037
	add := func(x float64) { h = (h ^ math.Float64bits(x)) * 1099511628211 }
	for i := range 4000 {
		x := float64(i-2000) / 37
		add(detmath.Exp(x))
		add(detmath.Sin(x))
		add(detmath.Cos(x))
		add(detmath.Log(float64(i+1) / 13))
		add(detmath.Pow(float64(i+1)/13, 1.37))
	}
	require.Equal(t, uint64(0x8bdcefc6aa6ded7f), h)
}

func TestPowersOfManyAreThoseOfEach(t *testing.T) {
	x := []float64{-1, 0, 1e-9, 0.3, 0.5, 0.7, 1, 1.42, 300}
	out := make([]float64, len(x))
	detmath.Pows(out, x, 1.4)
	for i, v := range x {
		require.Equal(t, math.Float64bits(detmath.Pow(v, 1.4)), math.Float64bits(out[i]), "%v", v)
	}
}

func TestItBoundsAndRounds(t *testing.T) {
	require.Zero(t, detmath.Exp(-1e9))
	require.False(t, math.IsInf(detmath.Exp(1e9), 0))
	require.Zero(t, detmath.Pow(-1, 2))
	require.Equal(t, 1.0/65536, detmath.Dyadic(0.6/65536))
	require.Equal(t, 3.0, detmath.Round(2.5))
	require.Equal(t, 2.0, detmath.Clamp(5, 1, 2))
	require.Equal(t, 1.5, detmath.Lerp(1, 2, 0.5))
}
