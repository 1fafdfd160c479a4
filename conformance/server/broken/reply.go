package broken

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// reply is a whole answer, before it is sent.
type reply struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (a *reply) Header() http.Header         { return a.header }
func (a *reply) Write(p []byte) (int, error) { return a.body.Write(p) }
func (a *reply) WriteHeader(status int) {
	if status >= http.StatusOK {
		a.status = status
	}
}

// taken is what a handler answers.
func taken(next http.Handler, r *http.Request) *reply {
	a := &reply{status: http.StatusOK, header: http.Header{}}
	next.ServeHTTP(a, r)
	return a
}

func (a *reply) send(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
	}
	w.WriteHeader(a.status)
	if a.status != http.StatusNoContent {
		_, _ = w.Write(a.body.Bytes()) // whoever has gone needs no answer
	}
}

// says replaces an answer by another.
func (a *reply) says(status int, body string) {
	a.status = status
	a.body.Reset()
	a.body.WriteString(body)
	a.header.Set("Content-Type", "application/json")
	a.header.Del("Content-Encoding")
}

// json changes a body of JSON; any other is left alone.
func (a *reply) json(edit func(v any) any) {
	d := json.NewDecoder(bytes.NewReader(a.body.Bytes()))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return
	}
	raw, err := json.Marshal(edit(v))
	if err != nil {
		return
	}
	a.body.Reset()
	a.body.Write(raw)
}

// objects changes every object of a body.
func (a *reply) objects(edit func(o map[string]any)) {
	a.json(func(v any) any {
		walk(v, edit)
		return v
	})
}

func walk(v any, edit func(o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		edit(v)
		for _, item := range v {
			walk(item, edit)
		}
	case []any:
		for _, item := range v {
			walk(item, edit)
		}
	}
}

// edited changes one member of every object that has it.
func edited(name string, edit func(v any) any) func(*http.Request, *reply) {
	return func(_ *http.Request, a *reply) {
		a.objects(func(o map[string]any) {
			if v, there := o[name]; there {
				o[name] = edit(v)
			}
		})
	}
}

// text is a scalar as text.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// queried changes one parameter of a request that has it.
func queried(r *http.Request, name string, edit func(value string) string) {
	q := r.URL.Query()
	if !q.Has(name) {
		return
	}
	value := edit(q.Get(name))
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	setQuery(r, q)
}

func setQuery(r *http.Request, q url.Values) {
	u := *r.URL
	u.RawQuery = q.Encode()
	r.URL = &u
	r.RequestURI = u.RequestURI()
}

// dropped takes a parameter out.
func dropped(name string) func(string) string { return func(string) string { return "" } }

// within reports whether a request is for a path that has a part.
func within(r *http.Request, part string) bool { return strings.Contains(r.URL.Path, part) }
