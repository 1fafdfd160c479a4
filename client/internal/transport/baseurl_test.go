package transport_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/internal/transport"
)

func TestBaseURLs(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://a.example": "https://a.example", "https://a.example/v1/": "https://a.example", "http://127.0.0.1:8787/w/x/v1": "http://127.0.0.1:8787/w/x", "https://a.example/b/../v2/": "https://a.example/v2",
	} {
		u, err := transport.BaseURL("toy", raw, "/v1")
		require.NoError(t, err)
		require.Equal(t, want, u.String(), raw)
	}
	for raw, want := range map[string]string{
		"%":                     `toy: base URL "%" cannot be parsed`,
		"a.example":             `toy: base URL "a.example" must start with https:// or http://`,
		"https://":              `toy: base URL "https://" has no host`,
		"https://me:pw@a.b/":    "toy: base URL of host a.b must have no user, query or fragment",
		"https://a.b/?token=12": "toy: base URL of host a.b must have no user, query or fragment",
	} {
		_, err := transport.BaseURL("toy", raw, "/v1")
		require.EqualError(t, err, want)
	}
	for raw, clear := range map[string]bool{"https://a.example": true, "http://[::1]:80": true, "http://localhost": true, "http://a.example": false} {
		u, err := transport.BaseURL("toy", raw, "")
		require.NoError(t, err)
		require.Equal(t, clear, transport.Clear("toy", u) == nil, raw)
	}
}
