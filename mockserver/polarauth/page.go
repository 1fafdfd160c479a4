package polarauth

import (
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/internal/markup"
	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// page is an answer to a person.
type page struct {
	status  int
	show    func(view) markup.HTML
	data    view
	leaves  []string // where a form on it may lead to, beside here
	cookies []string
}

// view is what the pages show. Action and Switch are addresses below the base path, made here.
type view struct {
	Title   string
	Problem string // what the person has to mend
	Anchor  string // the control where
	Action  string
	CSRF    string
	Client  string
	// the login page
	Groups   []group
	Typed    string
	Unchosen bool // nobody was chosen
	// the consent page
	User, Name, Host string
	Switch           string
	Scopes           []scopeChoice
	Not              string // scopes that the account cannot grant
	// a message
	Lines []string
	Code  string
}

type group struct {
	ID, Legend, More string
	Users            []userChoice
}

type userChoice struct{ ID, Name string }

type scopeChoice struct {
	Scope
	Checked bool
}

// spellPage makes a page's bytes.
func (t *tenant) spellPage(p page) httpx.Response {
	policy := t.csp
	for _, uri := range p.leaves {
		if s := consent.Source(uri); s != "" && !strings.Contains(policy, " "+s) {
			policy += " " + s
		}
	}
	h := http.Header{
		"Content-Security-Policy": {policy},
		"Cache-Control":           {"no-cache, no-store, max-age=0, must-revalidate"}, // [inferred: Spring Security, with the next three]
		"Pragma":                  {"no-cache"},
		"Expires":                 {"0"},
		"X-Content-Type-Options":  {"nosniff"},
		"X-Frame-Options":         {"DENY"},
		"Referrer-Policy":         {"no-referrer"},
	}
	if len(p.cookies) > 0 {
		h["Set-Cookie"] = p.cookies
	}
	return httpx.Response{Status: p.status, Header: h, ContentType: "text/html;charset=UTF-8", Body: []byte(p.show(p.data))}
}

// problemPage tells a person what no client can be told.
func problemPage(e *Error) page {
	title := "This request cannot be answered"
	if e.Status == http.StatusNotFound {
		title = "Page not found"
	}
	return page{status: e.Status, show: showMessage, data: view{Title: title, Lines: []string{e.Description}, Code: e.Code}}
}

// at is a path of this service, as browsers see it.
func at(r *httpx.Request, path, query string) string {
	if query != "" {
		query = "?" + query
	}
	return r.Call.Prefix + path + query
}
