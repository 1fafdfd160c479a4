package polarauth

import (
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/change"
)

// Changes are what the vendor may alter one day. None has been announced; each is
// of a kind that authorization servers have seen.
func Changes() []change.Change {
	token := []string{"requestToken"}
	return []change.Change{
		{
			Name: "polar-auth-token-type-case", Class: change.Benign, Operations: token,
			What:  "token_type is Bearer in the place of bearer", // RFC 6749, section 5.1: case does not matter
			Edits: []change.Edit{change.Value("/token_type", "bearer", "Bearer")},
		},
		{
			Name: "polar-auth-expires-text", Class: change.Breaking, Operations: token,
			What:  "expires_in is a string in the place of a number",
			Edits: []change.Edit{change.Quoted("/expires_in")},
		},
		{
			Name: "polar-auth-expires-gone", Class: change.Risky, Operations: token,
			What:  "expires_in is left out, as RFC 6749 allows",
			Edits: []change.Edit{change.Drop("/expires_in")},
		},
		{
			Name: "polar-auth-refresh-gone", Class: change.Breaking, Operations: token,
			What:  "no answer has a refresh token any more",
			Edits: []change.Edit{change.Drop("/refresh_token")},
		},
		{
			Name: "polar-auth-token-life-short", Class: change.Risky, Operations: token,
			What:     "an access token lives an hour in the place of twelve",
			Switches: map[string]string{"token-life": "1h"},
		},
		{
			Name: "polar-auth-scope-list", Class: change.Risky, Operations: token,
			What:  "scope is a list of strings in the place of one string with spaces",
			Edits: []change.Edit{change.JSON("/scope", scopeList)},
		},
		{
			Name: "polar-auth-scope-renamed", Class: change.Breaking, Operations: []string{"authorize", "requestToken"},
			What: "the scope team_read is called team:read, in requests and in answers",
			Ask: func(query url.Values) {
				if scope := query.Get("scope"); scope != "" {
					query.Set("scope", swap(scope, "team_read", "team:read"))
				}
			},
			Edits: []change.Edit{change.Text("/scope", func(scope string) (string, bool) {
				renamed := swap(scope, "team_read", "team:read")
				return renamed, renamed != scope
			})},
		},
		{
			Name: "polar-auth-error-words", Class: change.Breaking, Operations: token,
			What:  "a refusal says what is wrong in errorCode in the place of error",
			Edits: []change.Edit{change.OnError(change.Rename("/error", "errorCode"))},
		},
	}
}

// scopeList is a list with spaces as JSON.
func scopeList(scope string) (string, bool) {
	return `["` + strings.Join(strings.Fields(scope), `","`) + `"]`, !strings.ContainsAny(scope, `"\`)
}

// swap exchanges two names of a list: either stands for the other.
func swap(list, a, b string) string {
	out := strings.FieldsFunc(list, func(r rune) bool { return r == ' ' || r == ',' })
	for i, name := range out {
		switch name {
		case a:
			out[i] = b
		case b:
			out[i] = a
		}
	}
	delimiter := " "
	if strings.Contains(list, ",") {
		delimiter = ","
	}
	return strings.Join(out, delimiter)
}
