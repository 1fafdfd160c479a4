package firstbeat

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// query is a query string in the making. Its parameters keep their order, so
// that the same call is the same URL.
type query struct{ b strings.Builder }

// String returns the query with its question mark, or nothing.
func (q *query) String() string { return q.b.String() }

func (q *query) add(name, escaped string) {
	if q.b.Len() == 0 {
		q.b.WriteByte('?')
	} else {
		q.b.WriteByte('&')
	}
	q.b.WriteString(name)
	q.b.WriteByte('=')
	q.b.WriteString(escaped)
}

// text adds a value unless it is empty. A space is %20: a plus sign means a
// space to forms only.
func (q *query) text(name, value string) {
	if value != "" {
		q.add(name, escape(value))
	}
}

// list adds values that the vendor separates by commas. [confirmed: OpenAPI 1.1.0]
func (q *query) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	escaped := make([]string, len(values))
	for i, v := range values {
		escaped[i] = escape(v)
	}
	q.add(name, strings.Join(escaped, ","))
}

// instant adds a time in UTC, so that there is no plus sign to lose.
func (q *query) instant(name string, t time.Time) {
	if !t.IsZero() {
		q.add(name, escape(t.UTC().Format(time.RFC3339Nano)))
	}
}

func (q *query) offset(n int) {
	if n != 0 {
		q.add("offset", strconv.Itoa(n))
	}
}

func (q *query) flag(name string, on bool) {
	if on {
		q.add(name, "true")
	}
}

// escape is url.QueryEscape, but for the space, and for the colons of a time,
// which need none and read better without.
func escape(s string) string {
	s = strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
	return strings.ReplaceAll(s, "%3A", ":")
}
