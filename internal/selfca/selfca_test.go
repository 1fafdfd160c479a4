package selfca

import (
	"crypto/x509"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestACertificateIsGoodForItsNamesToWhomTrustsTheAuthority(t *testing.T) {
	t.Parallel()
	a, err := New()
	require.NoError(t, err)
	c, err := a.Issue("api.example", "127.0.0.1")
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(c.Certificate[0])
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(a.PEM()))
	for name, good := range map[string]bool{"api.example": true, "127.0.0.1": true, "other.example": false} {
		_, err = leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: name})
		require.Equal(t, good, err == nil, name)
	}
	another, err := New()
	require.NoError(t, err)
	pool = x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(another.PEM()))
	_, err = leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: "api.example"})
	require.Error(t, err)
}
