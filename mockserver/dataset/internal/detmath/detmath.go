// Package detmath has elementary functions whose results are the same bits on
// every machine.
//
// The functions of package math may be assembly on one processor and Go on
// another, and Go may fuse a multiplication with an addition. Here every product
// is rounded before it is used. Arguments are finite; errors stay below 1e-14 of
// the result in the ranges that physiology uses.
package detmath

import "math"

const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// Exp is e to the x. It is 0 below -700 and caps x at 700.
func Exp(x float64) float64 {
	if x < -700 {
		return 0
	}
	if x > 700 {
		x = 700
	}
	k := math.Floor(float64(x*(1/math.Ln2)) + 0.5)
	r := (x - float64(k*ln2Hi)) - float64(k*ln2Lo)
	// Taylor's series: |r| is at most 0.347.
	sum := float64(1.0/6227020800*r) + 1.0/479001600
	sum = float64(sum*r) + 1.0/39916800
	sum = float64(sum*r) + 1.0/3628800
	sum = float64(sum*r) + 1.0/362880
	sum = float64(sum*r) + 1.0/40320
	sum = float64(sum*r) + 1.0/5040
	sum = float64(sum*r) + 1.0/720
	sum = float64(sum*r) + 1.0/120
	sum = float64(sum*r) + 1.0/24
	sum = float64(sum*r) + 1.0/6
	sum = float64(sum*r) + 1.0/2
	sum = float64(sum*r) + 1
	sum = float64(sum*r) + 1
	return float64(sum * math.Float64frombits(uint64(int64(k)+1023)<<52))
}

// Log is the natural logarithm of x, which must be positive and normal.
func Log(x float64) float64 {
	b := math.Float64bits(x)
	k := int64(b>>52) - 1023
	m := math.Float64frombits(b&(1<<52-1) | one)
	if m > math.Sqrt2 {
		m /= 2
		k++
	}
	// log m = 2 artanh s, and |s| is at most 0.172.
	s := (m - 1) / (m + 1)
	z := float64(s * s)
	sum := float64(1.0/19*z) + 1.0/17
	sum = float64(sum*z) + 1.0/15
	sum = float64(sum*z) + 1.0/13
	sum = float64(sum*z) + 1.0/11
	sum = float64(sum*z) + 1.0/9
	sum = float64(sum*z) + 1.0/7
	sum = float64(sum*z) + 1.0/5
	sum = float64(sum*z) + 1.0/3
	sum = float64(sum*z) + 1
	return float64(float64(k)*ln2Hi) + (float64(2*s*sum) + float64(float64(k)*ln2Lo))
}

// Pow is x to the y for x > 0; it is 0 for x <= 0.
func Pow(x, y float64) float64 {
	if x <= 0 {
		return 0
	}
	return Exp(float64(y * Log(x)))
}

// Pows sets out to Pow of each of x and y. Logarithms come first: each step of a series
// waits for the one before it, and a processor can begin with the next number meanwhile,
// but not with what is far behind.
func Pows(out, x []float64, y float64) {
	for i, v := range x {
		out[i] = 0
		if v > 0 {
			out[i] = float64(y * Log(v))
		}
	}
	for i, v := range x {
		if v > 0 {
			out[i] = Exp(out[i])
		}
	}
}

// Sin is the sine of x radians, for |x| below a million.
func Sin(x float64) float64 { return quadrant(x, 0) }

// Cos is the cosine of x radians, for |x| below a million.
func Cos(x float64) float64 { return quadrant(x, 1) }

const (
	halfPiHi = 1.57079632673412561417e+00
	halfPiLo = 6.07710050650619224932e-11
)

// terms are the coefficients of sine [0] and cosine [1] after their first term, the last
// one first.
var terms = [8][2]float64{
	{1.0 / 355687428096000, 1.0 / 20922789888000},
	{-1.0 / 1307674368000, -1.0 / 87178291200},
	{1.0 / 6227020800, 1.0 / 479001600},
	{-1.0 / 39916800, -1.0 / 3628800},
	{1.0 / 362880, 1.0 / 40320},
	{-1.0 / 5040, -1.0 / 720},
	{1.0 / 120, 1.0 / 24},
	{-1.0 / 6, -1.0 / 2},
}

// quadrant is the sine of x and turn right angles.
//
// Which of the two series it is chooses coefficients, not a way through the code: a
// processor would guess wrong half the time.
func quadrant(x float64, turn int64) float64 {
	r, q := turned(x)
	q += uint64(turn)
	odd, z := q&1, float64(r*r)
	v := float64(terms[0][odd]*z) + terms[1][odd]
	v = float64(v*z) + terms[2][odd]
	v = float64(v*z) + terms[3][odd]
	v = float64(v*z) + terms[4][odd]
	v = float64(v*z) + terms[5][odd]
	v = float64(v*z) + terms[6][odd]
	v = float64(v*z) + terms[7][odd]
	return signed(r, float64(v*z), q)
}

// turned is x as a number of right angles, and the rest.
func turned(x float64) (r float64, q uint64) {
	k := math.Floor(float64(x*(2/math.Pi)) + 0.5)
	return (x - float64(k*halfPiHi)) - float64(k*halfPiLo), uint64(int64(k))
}

// signed is the sine of r and q right angles, of whose series v is the sum after the
// first term, which is r or 1.
func signed(r, v float64, q uint64) float64 {
	odd := q & 1
	first := math.Float64frombits(math.Float64bits(r)&(odd-1) | one&-odd)
	return math.Float64frombits(math.Float64bits(first+float64(v*first)) ^ q>>1<<63)
}

const one = 1023 << 52 // the bits of 1.0

// Dyadic rounds x to a multiple of 1/65536, half up.
func Dyadic(x float64) float64 { return math.Floor(float64(x*65536)+0.5) / 65536 }

// Round rounds x half up to an integer.
func Round(x float64) float64 { return math.Floor(x + 0.5) }

// Clamp bounds x. What is compared here is guessed rightly; max and min of floats take
// several instructions each, which wait for one another.
func Clamp(x, lo, hi float64) float64 {
	switch {
	case x <= lo:
		return lo
	case x >= hi:
		return hi
	}
	return x
}

// Lerp is a at f = 0 and b at f = 1.
func Lerp(a, b, f float64) float64 { return a + float64((b-a)*f) }
