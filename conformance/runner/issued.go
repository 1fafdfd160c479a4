package runner

import (
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// reported are secrets that the world issued during the case, found in the
// values of the operations that ask for them.
func reported(r *conformance.CallRecord) map[string]string {
	m, ok := r.Value.(map[string]any)
	if !ok || !subject.Reveals(r.Op) {
		return nil
	}
	out := map[string]string{}
	for member, name := range map[string]string{"sharedSecret": "new shared secret", "apiKey": "API key"} {
		if s, ok := m[member].(string); ok && s != "" {
			out[name] = s
		}
	}
	return out
}

// issued are secrets that the world issued during the case: tokens in answers,
// and codes on their way through the browser.
func issued(x *conformance.Exchange) map[string]string {
	out := map[string]string{}
	note := func(name, secret string) {
		if secret != "" {
			out[fmt.Sprintf("%s of #%d", name, x.N)] = secret
		}
	}
	if u, err := url.Parse(x.RespHeader.Get("Location")); err == nil {
		note("code", u.Query().Get("code"))
	}
	var body struct {
		AccessToken  string `json:"access_token"`
		RefreshToken string `json:"refresh_token"`
	}
	if json.Unmarshal(x.RespBody, &body) == nil {
		note("access token", body.AccessToken)
		note("refresh token", body.RefreshToken)
	}
	return out
}
