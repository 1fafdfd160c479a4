package seededrsa_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/seededrsa"
)

func TestKeysFollowFromTheStream(t *testing.T) {
	t.Parallel()
	one := seededrsa.Generate(rand.New(rand.NewPCG(1, 2)))
	same := seededrsa.Generate(rand.New(rand.NewPCG(1, 2)))
	other := seededrsa.Generate(rand.New(rand.NewPCG(1, 3)))
	require.True(t, one.Public().Equal(same.Public()))
	require.False(t, one.Public().Equal(other.Public()))
}

// The standard library has no part in signing, so that it is a judge.
func TestTheStandardLibraryVerifiesWhatKeysSign(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		k := seededrsa.Generate(rand.New(rand.NewPCG(seed, 9)))
		require.Equal(t, 2048, k.Public().N.BitLen())
		for i := range 64 {
			message := []byte("message " + strconv.Itoa(i))
			sum := sha256.Sum256(message)
			signed := k.Sign(message)
			require.NoError(t, rsa.VerifyPKCS1v15(k.Public(), crypto.SHA256, sum[:], signed))
			signed[i] ^= 1
			require.Error(t, rsa.VerifyPKCS1v15(k.Public(), crypto.SHA256, sum[:], signed))
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	seed := uint64(0)
	for b.Loop() {
		seed++
		seededrsa.Generate(rand.New(rand.NewPCG(seed, 7)))
	}
}

func BenchmarkSign(b *testing.B) {
	k := seededrsa.Generate(rand.New(rand.NewPCG(1, 7)))
	message := []byte("message")
	for b.Loop() {
		k.Sign(message)
	}
}
