package runner

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

func TestASheetHoldsWhatClientsAreGiven(t *testing.T) {
	t.Parallel()
	creds := subject.Credentials{ClientID: "id", ClientSecret: "secret", APIKey: "key"}
	tokens := subject.Tokens{AccessToken: "access", RefreshToken: "refresh", ExpiresAt: time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)}
	s := sheetOf(creds, tokens)
	gotCreds, gotTokens, err := s.read()
	require.NoError(t, err)
	require.Equal(t, creds, gotCreds)
	require.Equal(t, tokens, gotTokens)
	require.Equal(t, map[string]string{"client secret": "secret", "API key": "key", "access token": "access", "refresh token": "refresh"}, s.secrets())
	require.NoError(t, s.without([]string{"tokens", "apiKey"}))
	require.Equal(t, sheet{"clientId": "id", "clientSecret": "secret"}, s)
	require.NoError(t, s.without([]string{"all"}))
	require.Empty(t, s)
	require.ErrorContains(t, s.without([]string{"key"}), `without "key"`)
	s["expiresAt"] = "soon"
	_, _, err = s.read()
	require.Error(t, err)
}

func TestWhatTheWorldIssuesIsSecret(t *testing.T) {
	t.Parallel()
	x := conformance.Exchange{N: 3, RespBody: []byte(`{"access_token":"a","refresh_token":"r"}`), RespHeader: map[string][]string{"Location": {"http://app/?code=c&state=s"}}}
	require.Equal(t, map[string]string{"code of #3": "c", "access token of #3": "a", "refresh token of #3": "r"}, issued(&x))
	require.Empty(t, issued(&conformance.Exchange{RespBody: []byte("[]")}))
}

func TestCredentialsThatDoNotExistAreTheSuitesFault(t *testing.T) {
	t.Parallel()
	for _, setup := range []string{"client: {without: [key]}", "client: {with: {key: x}}", `client: {with: {apiKey: "$(world:nothing)"}}`} {
		o := toyOptions(t, parse(t, replaceOnce(caseText("T-A-001", "good", "MUST", judged), "kills: [m]", "kills: [m]\n"+setup)))
		r, err := Run(t.Context(), o)
		require.NoError(t, err)
		require.Equal(t, conformance.Errored, r.Cases[0].Verdict, setup)
	}
}
