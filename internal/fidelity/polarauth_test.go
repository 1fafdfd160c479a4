//go:build !race

// One goroutine compares long answers here, which the race detector makes ten times as slow and sees nothing in.

package fidelity_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Both pages print the same exchanges of the authorization server. Its own pages for people are not asked: the documents
// print none.
func TestTheAuthorizationServerAnswersInTheShapesThatTheDocumentsPrint(t *testing.T) {
	accepted := compare(t, "polar-auth")
	p := newPolar(t, switched("auto-approve", "on"), athletes[0])
	for _, e := range accepted.exchanges {
		t.Run(e.Name, func(t *testing.T) {
			asked := p.withSecrets(&e)
			ours := shape{}
			status, header, body := p.like(&asked, "polar-auth", e.Target, "")
			ours.read(t, status, header, body)
			accepted.requireLike(t, &e, ours)
		})
	}
}

func TestTheRecordedRefusalIsAnsweredWordForWordWhereDescriptionsAreOff(t *testing.T) {
	e, err := fixtures.Load("polar-auth/token-refused")
	require.NoError(t, err)
	status, _, body := newPolar(t, switched("error-description", "no")).like(&e, "polar-auth", e.Target, "")
	require.Equal(t, e.Status, status)
	require.Equal(t, string(e.Body), string(body))
}

func switched(name, value string) func(c *world.Config) {
	return func(c *world.Config) { c.Switches = map[string]map[string]string{"polar-auth": {name: value}} }
}

// withSecrets is an exchange whose code or refresh token is a fresh one: those that are printed were never issued. A
// refusal is asked for as it is.
func (p *polar) withSecrets(e *fixtures.Exchange) fixtures.Exchange {
	p.t.Helper()
	asked := *e
	form, err := url.ParseQuery(string(e.RequestBody))
	require.NoError(p.t, err)
	if len(form) == 0 || e.Status != http.StatusOK {
		return asked
	}
	form.Set("code", p.code())
	if form.Get("grant_type") == "refresh_token" {
		first := *e
		first.RequestBody = []byte(url.Values{"grant_type": {"authorization_code"}, "code": form["code"]}.Encode())
		status, _, body := p.like(&first, "polar-auth", e.Target, "")
		require.Equal(p.t, http.StatusOK, status, "%s", body)
		var tokens struct {
			RefreshToken string `json:"refresh_token"`
		}
		require.NoError(p.t, json.Unmarshal(body, &tokens))
		form.Set("refresh_token", tokens.RefreshToken)
		form.Del("code")
	}
	asked.RequestBody = []byte(form.Encode())
	return asked
}

// code is what an authorization request leads to.
func (p *polar) code() string {
	p.t.Helper()
	granted, err := fixtures.Load("polar-auth/granted-without-state")
	require.NoError(p.t, err)
	_, header, _ := p.like(&granted, "polar-auth", granted.Target, "")
	to, err := url.Parse(header.Get("Location"))
	require.NoError(p.t, err)
	return to.Query().Get("code")
}
