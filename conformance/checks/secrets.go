package checks

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Leaks lists where secrets of the world are found in what the subject says:
// "the shared secret in the error of call \"c\"". It never quotes them. Values
// may hold a secret that an operation is asked for (registering, the API key);
// the runner names those operations in exempt.
func Leaks(e *conformance.Evidence, in []string, exempt func(op string) bool) []string {
	everywhere := len(in) == 0
	looks := func(where string) bool { return everywhere || slices.Contains(in, where) }
	secrets := maps.Clone(e.World.Secrets)
	if secrets == nil {
		secrets = map[string]string{}
	}
	for n, token := range bearers(e) {
		secrets[fmt.Sprintf("bearer token of #%d", n)] = token
	}
	var found []string
	note := func(where, text string) {
		for _, name := range slices.Sorted(maps.Keys(secrets)) {
			if holds(text, secrets[name]) {
				found = append(found, "the "+name+" in "+where)
			}
		}
	}
	for _, c := range e.Calls {
		if looks("value") && (exempt == nil || !exempt(c.Op)) {
			note("the value of "+quoted(c.Label), flat(c.Value))
		}
		if looks("error") {
			if c.Err != nil {
				note("the error of "+quoted(c.Label), c.Err.Error()+flat(c.Err.Values))
			}
			note("the panic of "+quoted(c.Label), c.Panic)
		}
	}
	if looks("log") {
		note("the log", e.Log)
	}
	if looks("url") {
		for _, x := range e.Exchanges {
			note(fmt.Sprintf("the URL of #%d", x.N), x.Path+"?"+x.Query)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// bearers lists the tokens seen on the wire, by the exchange that first had them.
func bearers(e *conformance.Evidence) map[int]string {
	out, seen := map[int]string{}, map[string]bool{}
	for _, x := range e.Exchanges {
		_, token, ok := strings.Cut(x.Header.Get("Authorization"), " ")
		if ok && len(token) >= shortest && !seen[token] {
			seen[token] = true
			out[x.N] = token
		}
	}
	return out
}

// shortest is the length below which a secret would be found by accident.
const shortest = 8

// holds looks for a secret as it is, percent-encoded and in base64.
func holds(text, secret string) bool {
	if len(secret) < shortest || text == "" {
		return false
	}
	return strings.Contains(text, secret) ||
		strings.Contains(text, url.QueryEscape(secret)) ||
		strings.Contains(text, strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(secret)), "=")) ||
		strings.Contains(text, base64.RawURLEncoding.EncodeToString([]byte(secret)))
}

// flat joins all strings of a value, keys too.
func flat(v any) string {
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch t := v.(type) {
		case string:
			b.WriteString(t + "\n")
		case []any:
			for _, item := range t {
				walk(item)
			}
		case map[string]any:
			for k, item := range t {
				b.WriteString(k + "\n")
				walk(item)
			}
		case subject.Local:
			b.WriteString(t.Wall + "\n")
		}
	}
	walk(v)
	return b.String()
}

func noSecretIn(e *conformance.Evidence, a *Secrets) conformance.Outcome {
	found := Leaks(e, a.In, nil)
	where := a.In
	if len(where) == 0 {
		where = []string{"value", "error", "log", "url"}
	}
	return conformance.Outcome{
		Want: "no secret in any " + strings.Join(where, ", "), Saw: listed(found),
		Met: len(found) == 0, Reached: len(e.Calls) > 0,
	}
}
