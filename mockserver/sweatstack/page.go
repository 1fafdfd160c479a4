package sweatstack

import (
	"net/http"

	"github.com/ergodrome/ergodrome/internal/markup"
	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// page is an answer to a person.
type page struct {
	status int
	show   func(view) markup.HTML
	data   view
	leaves string // where a form on it may lead to, beside here
}

// view is what the pages show.
type view struct {
	Title   string
	Text    string // that is all there is to say
	Problem string // what the person has to mend
	Anchor  string // the control where
	Action  string // below the base path, made here
	Hidden  []field
	Client  string
	Host    string
	Users   []userChoice
	Chosen  string
	Typed   string
	Nobody  bool // was chosen
	Scopes  []scopeChoice
	Not     string // scopes that nobody can grant
}

type field struct{ Name, Value string }

type userChoice struct{ ID, Name string }

type scopeChoice struct {
	Name, What string
	Checked    bool
}

// spellPage makes a page's bytes.
func (t *tenant) spellPage(p page) httpx.Response {
	policy := t.csp
	if source := consent.Source(p.leaves); source != "" {
		policy += " " + source
	}
	return httpx.Response{Status: p.status, ContentType: "text/html; charset=utf-8", Body: []byte(p.show(p.data)), Header: http.Header{
		"Content-Security-Policy": {policy},
		"Cache-Control":           {"no-store"},
		"X-Content-Type-Options":  {"nosniff"},
		"X-Frame-Options":         {"DENY"},
		"Referrer-Policy":         {"no-referrer"},
	}}
}
