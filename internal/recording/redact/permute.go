package redact

import (
	"crypto/cipher"
	"encoding/binary"
	"math/bits"
)

// permutation maps the numbers below n onto themselves, none onto itself, as a key
// says: a Feistel network of eight rounds over the next even number of bits, walked
// until it comes out below n.
type permutation struct {
	block cipher.Block
	n     uint64
	half  int // bits
}

func newPermutation(block cipher.Block, n uint64) permutation {
	return permutation{block, n, max(1, (bits.Len64(n-1)+1)/2)}
}

const rounds = 8

func (p permutation) round(i int, right uint64) uint64 {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:], right)
	binary.LittleEndian.PutUint64(b[8:], p.n<<8|uint64(i)) // another permutation for each n
	p.block.Encrypt(b[:], b[:])
	return binary.LittleEndian.Uint64(b[:]) & (1<<p.half - 1)
}

func (p permutation) forward(x uint64) uint64 {
	for {
		left, right := x>>p.half, x&(1<<p.half-1)
		for i := range rounds {
			left, right = right, left^p.round(i, right)
		}
		if x = left<<p.half | right; x < p.n {
			return x
		}
	}
}

func (p permutation) backward(x uint64) uint64 {
	for {
		left, right := x>>p.half, x&(1<<p.half-1)
		for i := rounds - 1; i >= 0; i-- {
			left, right = right^p.round(i, left), left
		}
		if x = left<<p.half | right; x < p.n {
			return x
		}
	}
}

// move is a permutation without fixed points where n > 1: a step to the side
// between going there and coming back.
func (p permutation) move(x uint64) uint64 {
	return p.backward((p.forward(x) + 1) % p.n)
}
