package token_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/token"
	"github.com/ergodrome/ergodrome/fixtures"
)

// answering is a token endpoint that has one answer.
type answering struct {
	fixtures.Exchange
	asked []*http.Request
	forms []url.Values
}

func (a *answering) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	a.asked, a.forms = append(a.asked, r), append(a.forms, form)
	return &http.Response{StatusCode: a.Status, Header: a.Header.Clone(), Body: io.NopCloser(bytes.NewReader(a.Body)), Request: r}, nil
}

// client is the application of the documents.
func (a *answering) client(t *testing.T, opts ...token.Option) *token.Client {
	t.Helper()
	c, err := token.New(polar, "12345", "verySecret", append(opts, token.WithHTTPClient(&http.Client{Transport: a}))...)
	require.NoError(t, err)
	return c
}

// grant asks for a token as the exchange does.
func (a *answering) grant(t *testing.T) (*token.Token, error) {
	t.Helper()
	form, err := url.ParseQuery(string(a.RequestBody))
	require.NoError(t, err)
	if form.Get("grant_type") == "refresh_token" {
		return a.client(t).Refresh(t.Context(), token.Secret(form.Get("refresh_token")))
	}
	return a.client(t).Exchange(t.Context(), form.Get("code"), form.Get("redirect_uri"), "")
}

func polarExchanges(t *testing.T, operation string) []fixtures.Exchange {
	t.Helper()
	all, err := fixtures.Exchanges("polar-auth")
	require.NoError(t, err)
	var out []fixtures.Exchange
	for _, e := range all {
		require.Contains(t, []string{"authorize", "requestToken"}, e.Operation, "no test reads it")
		if e.Operation == operation {
			out = append(out, e)
		}
	}
	require.NotEmpty(t, out)
	return out
}

// TestEveryTokenFixtureIsRead asks for what the exchange asks for, and finds
// every member of the answer at its place.
func TestEveryTokenFixtureIsRead(t *testing.T) {
	for _, e := range polarExchanges(t, "requestToken") {
		t.Run(e.Name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				a := &answering{Exchange: e}
				a.Body = sendableTokens(e.Body)
				got, err := a.grant(t)
				require.Len(t, a.asked, 1)
				r := a.asked[0]
				require.Equal(t, e.Method, r.Method)
				require.Equal(t, e.Target, r.URL.RequestURI())
				form, parseErr := url.ParseQuery(string(e.RequestBody))
				require.NoError(t, parseErr)
				require.Equal(t, form, a.forms[0])
				for _, name := range []string{"Authorization", "Content-Type", "Accept"} {
					require.Equal(t, e.RequestHeader.Get(name), r.Header.Get(name))
				}
				var said map[string]any
				require.NoError(t, json.Unmarshal(a.Body, &said))
				if e.Status != http.StatusOK {
					refused, ok := errors.AsType[*apierr.Error](err)
					require.True(t, ok, "%v", err)
					require.Equal(t, map[string]any{"error": refused.Code}, said)
					require.Equal(t, e.Status, refused.StatusCode)
					require.ErrorIs(t, err, apierr.ErrAuth)
					return
				}
				require.NoError(t, err)
				require.Equal(t, said, map[string]any{
					"access_token":  string(got.Access),
					"refresh_token": string(got.Refresh),
					"expires_in":    got.Expiry.Sub(time.Now().Truncate(time.Second)).Seconds(),
					"scope":         strings.Join(got.Scopes, ","),
					"token_type":    "bearer",                               // not kept: another one is refused
					"jti":           "2dede3ca-0b04-4e41-b655-752dcd979713", // not kept: no call takes a token's own number
				})
				require.Empty(t, got.UserID)
			})
		})
	}
}

// TestPrintedTokensAreRefused: the descriptions that stand for tokens in the
// documents could not be sent.
func TestPrintedTokensAreRefused(t *testing.T) {
	for _, e := range polarExchanges(t, "requestToken") {
		if e.Status != http.StatusOK {
			continue
		}
		bubble(t, func(t *testing.T) {
			_, err := (&answering{Exchange: e}).grant(t)
			require.ErrorIs(t, err, apierr.ErrDecode, e.Name)
			require.ErrorContains(t, err, "characters that no token has")
		})
	}
}

// TestEveryCallbackFixtureIsRead sends a user as the exchange does, and takes
// the user back from where the answer leads.
func TestEveryCallbackFixtureIsRead(t *testing.T) {
	issued, err := fixtures.Load("polar-auth/token")
	require.NoError(t, err)
	issued.Body = sendableTokens(issued.Body)
	for _, e := range polarExchanges(t, "authorize") {
		t.Run(e.Name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				a := &answering{Exchange: issued}
				sent, err := url.Parse(e.Target)
				require.NoError(t, err)
				back, err := url.Parse(e.Header.Get("Location"))
				require.NoError(t, err)
				question := sent.Query()
				var opts []token.Option
				if redirect := question.Get("redirect_uri"); redirect != "" {
					opts = append(opts, token.WithRedirectURL(redirect))
				}
				state := token.Secret(question.Get("state"))
				if state == "" { // which this client never leaves out
					state = "another"
					question.Set("state", string(state))
				}
				login := a.client(t, opts...).Resume(state, "", question.Get("scope"))
				ours, err := url.Parse(login.URL())
				require.NoError(t, err)
				require.Equal(t, "auth.polar.com"+sent.Path, ours.Host+ours.Path)
				require.Equal(t, question, ours.Query())

				got, err := login.Finish(t.Context(), back.Query())
				refused, _ := errors.AsType[*apierr.Error](err)
				switch {
				case back.Query().Get("error") != "":
					require.Equal(t, back.Query().Get("error"), refused.Code)
					require.Empty(t, a.asked)
				case back.Query().Get("state") == "":
					require.ErrorContains(t, err, "state")
					require.ErrorIs(t, err, apierr.ErrAuth)
					require.Empty(t, a.asked)
				default:
					require.NoError(t, err)
					require.NotEmpty(t, got.Access)
					want := url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}}
					if redirect := question.Get("redirect_uri"); redirect != "" {
						want.Set("redirect_uri", redirect)
					}
					require.Equal(t, []url.Values{want}, a.forms)
				}
			})
		})
	}
}

// sendableTokens puts words without spaces in the place of the descriptions
// that the documents print for tokens.
func sendableTokens(body []byte) []byte {
	return []byte(strings.NewReplacer("<access token value>", "access-1", "<refresh token value>", "refresh-1").Replace(string(body)))
}
