//go:build e2e

package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOpenIDClient signs in with openid-client, which none of us wrote.
func TestOpenIDClient(t *testing.T) {
	t.Parallel()
	s := serve(t)
	address, _ := callback(t)
	app := s.polarApp(t, address)
	s.order(t, "polar/consents", map[string]any{"clientId": app.ClientID}, new(any))
	var got struct {
		Status, Teams, Lifetime, Stranger, After int
		Scope                                    string
		Fresh                                    bool
		Refusals                                 map[string]string
	}
	node(t, &got, []string{"ERGODROME_CLIENT_ID=" + app.ClientID, "ERGODROME_CLIENT_SECRET=" + app.ClientSecret},
		"polar_signin.mjs", s.URLs["polar-auth"], s.URLs["polar-teampro"], address)
	require.Equal(t, 200, got.Status)
	require.NotZero(t, got.Teams)
	require.Equal(t, 43199, got.Lifetime)
	require.Equal(t, "team_read", got.Scope)
	require.True(t, got.Fresh, "a renewed token is another one")
	require.Equal(t, 401, got.Stranger)
	require.Equal(t, 401, got.After, "a code that came twice may be stolen: what came of it ends")
	require.Equal(t, map[string]string{"a code twice": "400 invalid_grant", "a wrong state": "OAUTH_INVALID_RESPONSE"}, got.Refusals)
}
