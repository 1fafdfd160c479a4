package sweatstack

import (
	"crypto/sha256"
	_ "embed" // the style sheet
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/internal/markup"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

//go:embed style.css
var styleCSS string

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

// newPolicy is the Content-Security-Policy of pages: no script, nothing from
// elsewhere, and this style sheet alone. Where forms may lead to follows.
func newPolicy() string {
	sum := sha256.Sum256([]byte(styleCSS))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
}

// leadsTo is how a redirect URI is named in form-action, which browsers hold
// against the redirect that follows a form as well.
func leadsTo(uri string) string {
	u, err := url.Parse(uri)
	switch {
	case err != nil || u.Scheme == "":
		return ""
	case u.Host == "" || strings.ContainsAny(u.Host, "[];, '\""):
		return " " + u.Scheme + ":" // custom schemes have no host, and IPv6 addresses no spelling
	}
	return " " + u.Scheme + "://" + u.Host
}

// spellPage makes a page's bytes.
func (t *tenant) spellPage(p page) httpx.Response {
	return httpx.Response{Status: p.status, ContentType: "text/html; charset=utf-8", Body: []byte(p.show(p.data)), Header: http.Header{
		"Content-Security-Policy": {t.csp + leadsTo(p.leaves)},
		"Cache-Control":           {"no-store"},
		"X-Content-Type-Options":  {"nosniff"},
		"X-Frame-Options":         {"DENY"},
		"Referrer-Policy":         {"no-referrer"},
	}}
}
