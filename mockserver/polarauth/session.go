package polarauth

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// The cookies of a browser. [confirmed: a public client: XSRF-TOKEN; inferred: the
// servlet's session]
const (
	sessionCookie = "JSESSIONID"
	csrfCookie    = "XSRF-TOKEN"
	csrfField     = "_csrf" // [confirmed: a public client]
)

// Bounds on what browsers cost.
const (
	sessionLife = 30 * time.Minute
	maxSessions = 1_000
	maxSaved    = 8 << 10 // of an authorization request that waits for a login
)

// session is one browser.
type session struct {
	csrf  string
	user  string // who has signed in; empty for nobody
	saved string // the query of the authorization request that waits
	seen  time.Time
}

// sessions are the browsers of one world. The oldest give way.
type sessions struct {
	mu    sync.Mutex
	byID  map[string]session
	order []string
	drawn int
}

func newSessions() *sessions { return &sessions{byID: map[string]session{}} }

// has says whether a request comes from a known browser.
func (s *sessions) has(r *http.Request) bool {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.byID[c.Value]
	return ok
}

// session is the browser that a request comes from; its id is empty when it is
// new here, or was away for too long.
func (t *tenant) session(r *httpx.Request) (string, session) {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return "", session{}
	}
	t.sessions.mu.Lock()
	defer t.sessions.mu.Unlock()
	s, ok := t.sessions.byID[c.Value]
	if !ok || r.Call.Now.Sub(s.seen) > sessionLife {
		return "", session{}
	}
	return c.Value, s
}

// keep stores a browser's session, under a new name unless it has one, and
// answers it with the cookies to send.
func (t *tenant) keep(r *httpx.Request, id string, s session) (session, []string) {
	t.sessions.mu.Lock()
	defer t.sessions.mu.Unlock()
	all := t.sessions
	if id == "" {
		of := func(what string) *rand.Rand { return draw.Stream(t.seed, what, strconv.Itoa(all.drawn)) }
		id, s.csrf = oauth.Hex(of("session")), draw.UUID(of("csrf"))
		t.world.Journal.Redactor().AddSecrets(s.csrf)
		all.drawn++
		all.order = append(all.order, id)
	}
	s.seen = r.Call.Now
	all.byID[id] = s
	for len(all.order) > maxSessions {
		delete(all.byID, all.order[0])
		all.order = slices.Delete(all.order, 0, 1)
	}
	return s, []string{
		t.cookie(r, sessionCookie, id, true),
		t.cookie(r, csrfCookie, s.csrf, false),
	}
}

// renew gives a session another name, so that whoever knew the old one before a
// person signed in has nothing.
func (t *tenant) renew(r *httpx.Request, id string, s session) (session, []string) {
	t.sessions.mu.Lock()
	delete(t.sessions.byID, id)
	t.sessions.order = slices.DeleteFunc(t.sessions.order, func(o string) bool { return o == id })
	t.sessions.mu.Unlock()
	return t.keep(r, "", s)
}

func (t *tenant) cookie(r *httpx.Request, name, value string, private bool) string {
	c := http.Cookie{Name: name, Value: value, Path: r.Call.Prefix + "/", HttpOnly: private, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode}
	return c.String()
}

func (s *sessions) fork() *sessions {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &sessions{byID: maps.Clone(s.byID), order: slices.Clone(s.order), drawn: s.drawn}
}
