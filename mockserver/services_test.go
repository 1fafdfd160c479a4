package mockserver_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// A token that one service of a vendor hands out leads another's caller to its
// world, by the vendor's own host name, though that service was never asked.
func TestATokenLeadsToItsWorld(t *testing.T) {
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All()})
	require.NoError(t, err)
	seed := uint64(7)
	w, err := server.Worlds().Create(world.Config{Name: "second", Seed: &seed})
	require.NoError(t, err)
	ask := func(method, url, body, token string, into any) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
		r.RemoteAddr = "127.0.0.1:1"
		r.Header.Set("Content-Type", "application/json")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		out := httptest.NewRecorder()
		server.ServeHTTP(out, r)
		require.Equal(t, http.StatusOK, out.Code, "%s", out.Body)
		require.NoError(t, json.Unmarshal(out.Body.Bytes(), into))
	}
	const control = "http://127.0.0.1/_ergodrome/worlds/second/polar/"
	var people struct {
		Users []struct{ UserID, Role string }
	}
	ask(http.MethodGet, control+"users", "", "", &people)
	var token struct{ AccessToken string }
	ask(http.MethodPost, control+"tokens", `{"userId":"`+people.Users[len(people.Users)-1].UserID+`"}`, "", &token)
	ask(http.MethodGet, "https://teampro.api.polar.com/v1/teams", "", token.AccessToken, new(any))
	require.NotEmpty(t, w.Journal.Exchanges(journal.Filter{}))
	require.Empty(t, server.Worlds().Default().Journal.Exchanges(journal.Filter{}))
}

func TestNamesAreThoseOfAllServices(t *testing.T) {
	var names []string
	for _, s := range mockserver.All() {
		names = append(names, s.Name)
	}
	require.ElementsMatch(t, names, mockserver.Names())
}

func TestSomeServicesAreThoseThatAreNamed(t *testing.T) {
	var names []string
	for _, s := range mockserver.Some("polar-teampro", "nobody", "polar-auth") {
		names = append(names, s.Name)
	}
	require.Equal(t, []string{"polar-teampro", "polar-auth"}, names)
}
