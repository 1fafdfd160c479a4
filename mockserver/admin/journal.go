package admin

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func (p *plane) getJournal(w *world.World, r *httpx.Request) (any, error) {
	q, err := parseQuery(r.URL.RawQuery, "service", "operation", "method", "path", "status", "since", "after", "limit", "format")
	if err != nil {
		return nil, err
	}
	f := journal.Filter{Service: q.Get("service"), Operation: q.Get("operation"), Method: q.Get("method"), Path: q.Get("path")}
	if err := journal.CheckPath("path", f.Path); err != nil {
		return nil, err
	}
	if f.Status, err = parseStatus(q.Get("status")); err != nil {
		return nil, err
	}
	if since := q.Get("since"); since != "" {
		if f.Since, err = time.Parse(time.RFC3339, since); err != nil {
			return nil, &world.Invalid{Field: "since", Reason: brief(since) + ` is not an RFC 3339 time such as "2026-11-21T08:30:00Z"`}
		}
	}
	after, err := parseCount(q, "after")
	if err != nil {
		return nil, err
	}
	limit, err := parseCount(q, "limit")
	if err != nil {
		return nil, err
	}
	f.After, f.Limit = after, int(limit)
	var b bytes.Buffer
	switch format := q.Get("format"); format {
	case "", "json":
		err = w.Journal.WriteJSON(&b, f)
	case "har":
		err = w.Journal.WriteHAR(&b, f)
	default:
		return nil, &world.Invalid{Field: "format", Reason: brief(format) + " is not a format; use json or har"}
	}
	return httpx.Response{ContentType: jsonType, Body: b.Bytes()}, err
}

func (p *plane) clearJournal(w *world.World, _ *httpx.Request) (any, error) {
	w.Journal.Clear()
	return noContent(), nil
}

// verify compares the journal with the calls that were expected.
func (p *plane) verify(w *world.World, r *httpx.Request) (any, error) {
	if err := checkMedia(r.Request, r.Body); err != nil {
		return nil, err
	}
	expected, inOrder, err := journal.ParseExpectations(r.Body)
	if err != nil {
		return nil, err
	}
	return w.Journal.Compare(r.Context(), expected, inOrder)
}

// parseQuery reads a query that may have these parameters, each once.
func parseQuery(raw string, known ...string) (url.Values, error) {
	q, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &world.Invalid{Field: "query", Reason: err.Error()}
	}
	for name, values := range q {
		switch {
		case !slices.Contains(known, name):
			return nil, &world.Invalid{Field: brief(name), Reason: "no such parameter; there are: " + strings.Join(known, ", ")}
		case len(values) > 1:
			return nil, &world.Invalid{Field: name, Reason: "is there twice"}
		}
	}
	return q, nil
}

// parseStatus reads "404", or "4" or "4xx" for a class.
func parseStatus(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.ToLower(s), "xx"))
	if err != nil || (n < 1 || n > 5) && (n < 100 || n > 599) {
		return 0, &world.Invalid{Field: "status", Reason: brief(s) + " is neither a status such as 404 nor a class such as 4xx"}
	}
	return n, nil
}

func parseCount(q url.Values, name string) (int64, error) {
	s := q.Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, &world.Invalid{Field: name, Reason: fmt.Sprintf("%s is not a whole number from 0", brief(s))}
	}
	return n, nil
}
