// Package replay serves a recording as if it were the service that was recorded.
package replay

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

// Options say what is served, and when.
type Options struct {
	Reader   *recording.Reader
	Table    *operations.Table
	Now      func() time.Time
	Redactor *redact.Redactor // nil; with a recording's own key, requests may carry originals
	Logger   *slog.Logger
}

// Server answers requests with what was recorded. Credentials are not compared: a
// client may present any of its own.
type Server struct {
	o     Options
	all   []*recorded
	index [levels]map[string]*sequence

	mu        sync.Mutex
	served    map[int]bool
	unmatched int
}

// recorded is one exchange, without its bodies.
type recorded struct {
	place   recording.Place
	name    string // of an exchange in a folder of them
	started time.Time
	status  int
	asked   question
}

// sequence is what was answered to one question, in order.
type sequence struct {
	list []*recorded
	next int
}

// New reads a recording's exchanges, but not their bodies. What browsers list
// without an answer is left out.
func New(o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{o: o, served: map[int]bool{}}
	for i := range s.index {
		s.index[i] = map[string]*sequence{}
	}
	for place, err := range o.Reader.Places() {
		if err != nil {
			return nil, err
		}
		if err := s.add(place); err != nil {
			return nil, err
		}
	}
	if len(s.all) == 0 {
		return nil, errors.New("replay: there is no exchange with an answer in this recording")
	}
	return s, nil
}

func (s *Server) add(place recording.Place) error {
	e := place.Entry()
	u, err := url.Parse(e.Request.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || e.Response.Status < 200 || e.Response.Status > 599 {
		return nil //nolint:nilerr // data:, extensions, requests that were blocked: nothing that could be asked of a server
	}
	body, err := s.o.Reader.RequestBody(e)
	if errors.Is(err, recording.ErrWithheld) {
		body, err = nil, nil
	}
	if err != nil {
		return fmt.Errorf("entry %d: %w", place.Index+1, err)
	}
	q := question{method: e.Request.Method, host: u.Host, path: u.EscapedPath(), query: u.RawQuery}
	if body != nil {
		err := q.read(body, e.RequestHeader().Get("Content-Type"))
		if err = errors.Join(err, body.Close()); err != nil {
			return fmt.Errorf("entry %d: %w", place.Index+1, err)
		}
	}
	q.recognize(s.o.Table)
	r := &recorded{place: place, name: e.Name, started: e.Started(), status: e.Response.Status, asked: q}
	s.all = append(s.all, r)
	for level := range s.index {
		key := q.key(level)
		if s.index[level][key] == nil {
			s.index[level][key] = &sequence{}
		}
		s.index[level][key].list = append(s.index[level][key].list, r)
	}
	return nil
}

// Report says what came of a replay.
type Report struct {
	Recorded  int // exchanges that can be served
	Served    int // of them, at least once
	Unmatched int // requests that nothing recorded answers
}

// Report returns the state of affairs.
func (s *Server) Report() Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Report{len(s.all), len(s.served), s.unmatched}
}

// First is when the recording began.
func (s *Server) First() time.Time { return s.all[0].started }

// ServeHTTP answers with the next exchange that was recorded for this question, and
// with 501 when there is none.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q, err := s.question(r)
	if err != nil {
		http.Error(w, "ergodrome replay: the request cannot be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	want := preferred(r.Header)
	found := s.find(q, want)
	if found == nil {
		s.mu.Lock()
		s.unmatched++
		s.mu.Unlock()
		text := s.explain(q) + s.choices(q, want)
		s.o.Logger.Warn("not recorded", "method", q.method, "path", q.path)
		w.Header().Set("Ergodrome-Replay", "unmatched")
		http.Error(w, text, http.StatusNotImplemented)
		return
	}
	if applied := want.String(); applied != "" {
		w.Header().Set("Preference-Applied", applied)
	}
	if err := s.answer(w, r, found); err != nil {
		s.o.Logger.Error("cannot be replayed", "entry", found.place.Index+1, "error", err)
		http.Error(w, fmt.Sprintf("ergodrome replay: entry %d answers this (%d), but %v", found.place.Index+1, found.status, err), http.StatusNotImplemented)
	}
}

// question is what a request asks, in the recording's own identifiers.
func (s *Server) question(r *http.Request) (question, error) {
	q := question{method: r.Method, host: r.Host, path: r.URL.EscapedPath(), query: r.URL.RawQuery}
	var body io.Reader = r.Body
	if red := s.o.Redactor; red != nil {
		u := red.URL(r.Method, r.URL.RequestURI())
		q.path, q.query, _ = strings.Cut(u, "?")
		var out strings.Builder
		if _, err := red.Body(&out, io.LimitReader(r.Body, maxBody), r.Header.Get("Content-Type")); err == nil {
			body = strings.NewReader(out.String())
		}
	}
	err := q.read(body, r.Header.Get("Content-Type"))
	q.recognize(s.o.Table)
	return q, err
}

// find returns the next answer to a question: of the exchanges that ask exactly
// this, else of those that ask it of another day, of somebody else, with another
// body. Each is given once, in order, and the last again and again; but exchanges with
// names are no history: of them the first is given, or what is preferred.
func (s *Server) find(q question, want preference) *recorded {
	s.mu.Lock()
	defer s.mu.Unlock()
	for level := range s.index {
		seq := s.index[level][q.key(level)]
		if seq == nil {
			continue
		}
		list := want.among(seq.of(q))
		if len(list) == 0 {
			continue
		}
		r := list[min(seq.next, len(list)-1)]
		if r.name != "" {
			r = list[0]
		} else if want == (preference{}) {
			seq.next++
		}
		s.served[r.place.Index] = true
		return r
	}
	return nil
}

// of leaves out exchanges with other services, where the request says with which
// one it is: by its host, or by what stands before the vendor's own path.
func (s *sequence) of(q question) []*recorded {
	var same []*recorded
	for _, r := range s.list {
		if r.asked.service == q.service && q.service != "" || r.asked.host == q.host {
			same = append(same, r)
		}
	}
	if len(same) == 0 {
		return s.list
	}
	return same
}
