// Package draw makes up what a world needs besides its population: by chance that has a seed and a name.
package draw

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
)

// Stream is a source of chance with a name: each made-up thing draws from its own,
// so that asking in another order changes nothing.
func Stream(seed uint64, names ...string) *rand.Rand {
	return rand.New(rand.NewPCG(seed, Hash(names...)))
}

// Hash is a number for a name of several parts.
func Hash(names ...string) uint64 {
	h := fnv.New64a()
	for _, n := range names {
		_, _ = h.Write([]byte(n)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

// Chance is a number in [0, 1) that belongs to id, without the cost of a stream.
// salt tells apart what is drawn for one id.
func Chance(seed, salt, id uint64) float64 {
	return float64(Mix(seed^Mix(salt^Mix(id)))>>11) / (1 << 53)
}

// Mix is the finalizer of SplitMix64: every bit of x moves every bit of the result.
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Unmix undoes Mix: both factors have inverses modulo 2^64, and a shift is undone
// by repeating it.
func Unmix(x uint64) uint64 {
	x ^= x>>31 ^ x>>62
	x *= 0x319642b2d24d8ec3
	x ^= x>>27 ^ x>>54
	x *= 0x96de1b173f119089
	x ^= x>>30 ^ x>>60
	return x - 0x9e3779b97f4a7c15
}

// UUID draws an identifier in the form of a version 4 UUID.
func UUID(r *rand.Rand) string {
	hi, lo := r.Uint64(), r.Uint64()
	hi = hi&^0xf000 | 0x4000
	lo = lo&^(3<<62) | 2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", hi>>32, hi>>16&0xffff, hi&0xffff, lo>>48, lo&(1<<48-1))
}

// Text draws letters and digits, which need no escape anywhere: six bits each, nearly.
func Text(r *rand.Rand, n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}
