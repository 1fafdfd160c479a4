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

func secrets() []Spec {
	return []Spec{
		define("no_secret_in", "No secret of the world is in what the subject says: {in: [value, error, log, url]}.", noSecretIn),
		define("secrets_stay", "Secrets are sent with operations of a kind only, and never to another host: {names: [client secret], operations}.", secretsStay),
	}
}

// Stay names secrets, and the operations that they may be sent with.
type Stay struct {
	Names      []string `yaml:"names"`      // beginnings of their names: "client secret", "access token"; default all
	Operations []string `yaml:"operations"` // default any operation of the world
}

func secretsStay(e *conformance.Evidence, a *Stay) conformance.Outcome {
	what := "secrets"
	if len(a.Names) > 0 {
		what = strings.Join(a.Names, " and ")
	}
	want := what + " to be sent to this world only"
	if len(a.Operations) > 0 {
		want = what + " to be sent with " + strings.Join(a.Operations, " and ") + " only"
	}
	named := map[string]string{}
	for name, secret := range e.World.Secrets {
		if len(a.Names) == 0 || slices.ContainsFunc(a.Names, func(n string) bool { return strings.HasPrefix(name, n) }) {
			named[name] = secret
		}
	}
	if len(a.Names) == 0 {
		for n, token := range bearers(e) {
			named[fmt.Sprintf("bearer token of #%d", n)] = token
		}
	}
	out := conformance.Outcome{Want: want, Met: true, Marks: map[int]string{}}
	var wrong []string
	for i := range e.Exchanges {
		x := &e.Exchanges[i]
		sent := said(x)
		for _, name := range slices.Sorted(maps.Keys(named)) {
			if !holds(sent, named[name]) {
				continue
			}
			out.Reached = true
			if x.Origin != "" || len(a.Operations) > 0 && !slices.Contains(a.Operations, x.Operation) {
				out.Met = false
				out.Marks[x.N] = "carries the " + name
				wrong = append(wrong, fmt.Sprintf("the %s in #%d", name, x.N))
			}
		}
	}
	if out.Saw = "nothing was sent"; out.Reached {
		out.Saw = "so"
	}
	if len(wrong) > 0 {
		out.Saw = listed(wrong)
	}
	return out
}

// said is all that a request says, with what Basic authentication hides.
func said(x *conformance.Exchange) string {
	var b strings.Builder
	for name, values := range x.Header {
		for _, v := range values {
			b.WriteString(name + ": " + v + "\n")
			if scheme, coded, ok := strings.Cut(v, " "); ok && strings.EqualFold(scheme, "Basic") {
				if raw, err := base64.StdEncoding.DecodeString(coded); err == nil {
					b.WriteString(string(raw) + "\n")
				}
			}
		}
	}
	b.WriteString(x.Path + "?" + x.Query + "\n")
	b.Write(x.Body)
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
		Met: len(found) == 0, Reached: len(e.Calls) > 0 || e.Process != nil,
	}
}
