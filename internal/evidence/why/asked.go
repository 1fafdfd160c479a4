package why

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/internal/evidence"
)

// asked grades what the request carried.
func (q *question) asked(above evidence.Part) {
	for _, name := range q.op.Security {
		if m := q.s.Security[name]; m != nil && q.carried(m) {
			q.add(&q.a.Asked, "security", q.s.Document().Under(name, m.Own))
		}
	}
	known := map[string]bool{}
	for _, ref := range q.op.Parameters {
		m := q.s.Parameter(ref)
		if m == nil || !q.s.Has(ref.Mask, q.profile) || !q.s.Has(m.Mask, q.profile) {
			continue
		}
		known[m.Name] = known[m.Name] || m.In == "query"
		if q.carried(m) {
			q.parameter(above, m, q.query[m.Name])
		}
	}
	for _, name := range sortedKeys(q.query) {
		if !known[name] {
			q.undescribed("query parameter " + brief(name))
		}
	}
	q.sent(above)
}

// carried tells whether the request has a parameter, or a credential.
func (q *question) carried(m *evidence.Member) bool {
	switch m.In {
	case "path":
		return true
	case "query":
		return q.query.Has(m.Name)
	case "header":
		return len(q.e.RequestHeader.Values(m.Name)) > 0
	case "cookie":
		r := http.Request{Header: http.Header{"Cookie": q.e.RequestHeader.Values("Cookie")}}
		_, err := r.Cookie(m.Name)
		return err == nil
	}
	return false
}

// mostValues bounds how many values of one parameter are looked at.
const mostValues = 100

func (q *question) parameter(above evidence.Part, m *evidence.Member, values []string) {
	p := above.Under(m.Name+" ("+m.In+")", m.Own)
	q.add(&q.a.Asked, "parameter", p)
	forms := q.s.Forms(p, m, q.profile)
	for _, form := range forms {
		if form.Bounds != "" {
			q.limit(p, &evidence.Member{Name: p.Name, Bounds: form.Bounds})
		}
		forms = append(forms, q.s.Forms(form.Part, form.Items, q.profile)...)
	}
	for _, v := range values {
		for _, one := range strings.SplitN(v, ",", mostValues) {
			q.value(&q.a.Asked, p.Name, forms, one)
		}
	}
}

// sent grades the members of the request's body.
func (q *question) sent(above evidence.Part) {
	if q.op.Body == nil || len(q.e.RequestBody) == 0 {
		return
	}
	p := above.Under("the request's body", q.op.Body.Own)
	q.add(&q.a.Asked, "body", p)
	kind := media(q.e.RequestHeader)
	forms := q.s.Forms(p, content(q.op.Body, kind), q.profile)
	into := &walk{q: q, into: &q.a.Asked, prefix: "request"}
	switch {
	case kind == "application/x-www-form-urlencoded" && !looksLikeJSON(q.e.RequestBody):
		form, _ := url.ParseQuery(string(q.e.RequestBody))
		for _, name := range sortedKeys(form) {
			into.member("", brief(name), forms, func(child []evidence.Node, path string) {
				for _, v := range form[name] {
					into.scalar(path, child, v)
				}
			})
		}
	case looksLikeJSON(q.e.RequestBody):
		into.read(q.e.RequestBody, forms, false)
	}
	if q.e.RequestNote != "" {
		q.note("the request's body was " + q.e.RequestNote)
	}
}

// brief shortens what a caller made up.
func brief(s string) string {
	const most = 120
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
