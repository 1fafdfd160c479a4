package inproc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

func TestClientsAreChosenByService(t *testing.T) {
	all, err := Clients()
	require.NoError(t, err)
	h, err := all.Hello(t.Context())
	require.NoError(t, err)
	for _, api := range []string{"firstbeat", "polar-accesslink", "polar-teampro"} {
		require.True(t, h.Speaks(api), api)
	}
	require.True(t, h.Has("fb.accounts") && h.Has("tp.teams") && h.Has("oauth.callback"))
	require.Positive(t, h.Concurrency)

	one, err := Clients("polar-teampro")
	require.NoError(t, err)
	h, err = one.Hello(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"polar-teampro"}, h.APIs)
	_, err = one.Open(t.Context(), subject.Config{API: "firstbeat"})
	require.ErrorContains(t, err, "no client of firstbeat")

	_, err = Clients("polar")
	require.ErrorContains(t, err, `there is no client of "polar"; there are: firstbeat, polar-accesslink, polar-teampro`)
}
