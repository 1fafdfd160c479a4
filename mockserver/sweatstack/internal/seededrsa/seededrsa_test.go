package seededrsa_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/seededrsa"
)

func TestKeysFollowFromTheStream(t *testing.T) {
	t.Parallel()
	one, err := seededrsa.Generate(rand.New(rand.NewPCG(1, 2)), 2048)
	require.NoError(t, err)
	same, err := seededrsa.Generate(rand.New(rand.NewPCG(1, 2)), 2048)
	require.NoError(t, err)
	other, err := seededrsa.Generate(rand.New(rand.NewPCG(1, 3)), 2048)
	require.NoError(t, err)
	require.True(t, one.Equal(same))
	require.False(t, one.Equal(other))
	require.Equal(t, 2048, one.N.BitLen())
}

func TestKeysSign(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		k, err := seededrsa.Generate(rand.New(rand.NewPCG(seed, 9)), 1024)
		require.NoError(t, err)
		require.NotEqual(t, k.Primes[0], k.Primes[1])
		for _, p := range k.Primes {
			require.True(t, p.ProbablyPrime(20))
		}
		sum := sha256.Sum256([]byte("words"))
		signed, err := rsa.SignPKCS1v15(nil, k, crypto.SHA256, sum[:])
		require.NoError(t, err)
		require.NoError(t, rsa.VerifyPKCS1v15(&k.PublicKey, crypto.SHA256, sum[:], signed))
	}
}

func TestLengthsThatNoKeyHas(t *testing.T) {
	t.Parallel()
	for _, bits := range []int{0, -8, 512, 1025, 2056} {
		_, err := seededrsa.Generate(rand.New(rand.NewPCG(1, 1)), bits)
		require.Error(t, err)
	}
}

func BenchmarkGenerate(b *testing.B) {
	seed := uint64(0)
	for b.Loop() {
		seed++
		if _, err := seededrsa.Generate(rand.New(rand.NewPCG(seed, 7)), 2048); err != nil {
			b.Fatal(err)
		}
	}
}
