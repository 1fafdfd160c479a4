package journal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

const hidden = "h1dden-secret"

// open begins an exchange with hidden in each of its places.
func open(j *Journal) *Exchange {
	r := httptest.NewRequest("POST", "/v1/"+hidden+"?a="+hidden, nil)
	r.Header.Set("X-Any", hidden)
	r.Host = hidden + ".example"
	e := j.Open(start, "s", "/s", r)
	e.Decide("step", "refuse", "knows "+hidden)
	e.Bug, e.Faults = "panic: "+hidden, []string{hidden}
	return e
}

func shut(j *Journal, e *Exchange) {
	j.Close(e, Answer{RequestBody: []byte(hidden), Status: 200, Header: http.Header{"X-Answer": {hidden}}, Body: []byte("x " + hidden + " y")})
}

// TestSecretsOfTheTimeGo lets the redactor forget a secret, or learn it, while an
// exchange with it waits to be looked at.
func TestSecretsOfTheTimeGo(t *testing.T) {
	const most = 20
	others := make([]string, 5*most/2) // more than are remembered
	for i := range others {
		others[i] = issued(i)
	}
	tests := []struct {
		name          string
		before, after func(r *Redactor) // the exchange is closed
		between       func(r *Redactor) // it is opened and closed
	}{
		{name: "when it is known", before: func(r *Redactor) { r.AddSecrets(hidden) }},
		{name: "when it is forgotten since", before: func(r *Redactor) { r.AddSecrets(hidden) }, after: func(r *Redactor) { r.AddSecrets(others...) }},
		{name: "when it is forgotten before the answer", before: func(r *Redactor) { r.AddSecrets(hidden) }, between: func(r *Redactor) { r.AddSecrets(others...) }},
		{name: "when it is issued by the answer and forgotten since", between: func(r *Redactor) { r.AddSecrets(hidden) }, after: func(r *Redactor) { r.AddSecrets(others...) }},
		{name: "when all are forgotten since", before: func(r *Redactor) { r.AddSecrets(hidden) }, after: func(r *Redactor) { r.Reset() }},
		{name: "when all are forgotten before the answer", before: func(r *Redactor) { r.AddSecrets(hidden) }, between: func(r *Redactor) { r.Reset() }},
		{name: "when it is learnt later", after: func(r *Redactor) { r.AddSecrets(hidden) }},
		{name: "when it is learnt later, to be kept", after: func(r *Redactor) { r.KeepSecrets(hidden) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := New(Options{})
			j.Redactor().Remember(most)
			at := func(do func(r *Redactor)) {
				if do != nil {
					do(j.Redactor())
				}
			}
			if tt.before != nil {
				tt.before(j.Redactor())
			}
			e := open(j)
			at(tt.between)
			if tt.between != nil && tt.before != nil { // what it holds now is of no known secret
				j.Close(e, Answer{Status: 200})
			} else {
				shut(j, e)
			}
			at(tt.after)
			fork := j.Clone()
			require.NotContains(t, exported(t, j), "h1dden")
			require.NotContains(t, exported(t, fork), "h1dden")
			require.Equal(t, "/s/v1/<redacted>?a=<redacted>", j.Exchanges(Filter{})[0].URL)
		})
	}
}

func TestWhatIsShownDoesNotChange(t *testing.T) {
	j := New(Options{})
	shut(j, open(j))
	first := j.Exchanges(Filter{})[0]
	was := *first
	j.Redactor().AddSecrets("knows ", hidden)
	again := j.Exchanges(Filter{})[0]
	require.Same(t, first, again)
	require.Equal(t, was, *again, "it was redacted once, with what was known then")
}

func TestPathsAreMatchedAsTheyAreShown(t *testing.T) {
	j := New(Options{})
	j.Redactor().AddSecrets(hidden)
	shut(j, open(j))
	require.Len(t, j.Exchanges(Filter{Path: "/v1/" + Redacted}), 1)
	require.Empty(t, j.Exchanges(Filter{Path: "/v1/" + hidden}))
}

// TestNoPrintShowsWhatWaits prints an exchange under way, and one that nobody has
// looked at, in every way that prints without being asked.
func TestNoPrintShowsWhatWaits(t *testing.T) {
	j := New(Options{})
	for name, e := range map[string]*Exchange{"under way": begun(j), "closed": closed(j)} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				fmt.Fprintf(&out, verb+verb+verb+verb, e, *e, j, []any{e, map[string]*Exchange{"e": e}})
			}
			fmt.Fprintln(&out, e, errors.Join(fmt.Errorf("wraps %v", e)))
			for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
				slog.New(h).LogAttrs(context.Background(), slog.LevelInfo, "x", slog.Any("e", e), slog.Any("v", *e))
			}
			func() {
				defer func() { fmt.Fprint(&out, recover()) }()
				panic(e)
			}()
			require.NotContains(t, out.String(), "h1dden")
			require.NotContains(t, out.String(), fmt.Sprintf("%x", hidden))
		})
	}
}

// begun is under way: what its owner notes is the owner's.
func begun(j *Journal) *Exchange {
	e := open(j)
	e.Decisions, e.Bug, e.Faults = nil, "", nil
	return e
}

func closed(j *Journal) *Exchange {
	e := open(j)
	shut(j, e)
	return e
}

// TestCutsHideSecretsLearntLater is TestCutsNeverShowPartOfASecret for a secret
// that is longer than all that were known when the body was cut.
func TestCutsHideSecretsLearntLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 80).Draw(t, "limit")
		secret := rapid.StringMatching(`[A-Z]{8,60}`).Draw(t, "secret")
		j := New(Options{BodyLimit: limit})
		if rapid.Bool().Draw(t, "some are known") {
			j.Redactor().AddSecrets("s-mall")
		}
		body := strings.Repeat("x", rapid.IntRange(0, 90).Draw(t, "before")) + secret + strings.Repeat("y", rapid.IntRange(0, 90).Draw(t, "after"))
		j.Close(j.Open(start, "s", "", httptest.NewRequest("GET", "/", nil)), Answer{Body: []byte(body)})
		j.Redactor().AddSecrets(secret)
		e := j.Exchanges(Filter{})[0]
		require.LessOrEqual(t, len(e.ResponseBody), limit)
		require.NotContains(t, strings.ReplaceAll(string(e.ResponseBody), Redacted, ""), secret[:1], "%q", e.ResponseBody)
	})
}
