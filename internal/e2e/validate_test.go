package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/mocktest"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

// start is mocktest.Start with every exchange held against the description of
// the default profile: request and answer, since our own client sent it.
func start(t *testing.T, c world.Config) *mocktest.Sim {
	t.Helper()
	doc, err := specs.Read("firstbeat")
	require.NoError(t, err)
	doc, err = openapi.ForProfile(doc, "1.1.0")
	require.NoError(t, err)
	v, err := openapi.New(doc)
	require.NoError(t, err)
	return mocktest.Start(t, mocktest.Config{World: c, Server: mockserver.Config{
		Validate: func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error {
			if service != "firstbeat" {
				return nil
			}
			return v.Validate(r, requestBody, status, header, body)
		},
	}})
}
