package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

// maxBody bounds how much of a request's body is compared.
const maxBody = 4 << 20

// Levels of likeness, from strict to loose.
const (
	exact    = iota
	otherDay // values that are dates or times may differ
	someone  // so may values that a recording replaces: names, identifiers in parameters
	bodyless // so may bodies
	levels
)

// question is a request without what changes from one run to the next.
type question struct {
	method, host, path, query string
	service, template         string
	values                    []string // in the place of the template's parameters
	params                    []param
	form                      []param
	json                      any
	digest                    string // of a body that is neither
}

type param struct{ name, value string }

// recognize finds the operation, and takes the query apart.
func (q *question) recognize(t *operations.Table) {
	q.params = params(q.query)
	if t == nil {
		return
	}
	if o, ok := t.Match(q.method, q.host, q.path); ok {
		q.template, q.values, q.service = o.Template, o.Values(q.path), o.Service
	}
}

// read takes a body apart.
func (q *question) read(body io.Reader, contentType string) error {
	if body == nil {
		return nil
	}
	raw, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	if err != nil {
		return err
	}
	media := recording.MediaType(contentType)
	switch {
	case len(raw) == 0:
	case len(raw) > maxBody, strings.HasPrefix(media, "multipart/"): // whose boundary is another each time
		q.digest = media
	case media == "application/x-www-form-urlencoded" && raw[0] != '{':
		q.form = params(string(raw))
	case raw[0] == '{' || raw[0] == '[':
		if json.Unmarshal(raw, &q.json) == nil {
			break
		}
		fallthrough
	default:
		sum := sha256.Sum256(raw)
		q.digest = hex.EncodeToString(sum[:8])
	}
	return nil
}

// params takes a query or form apart, in alphabetical order, without what is
// different each time.
func params(raw string) []param {
	var list []param
	for part := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(part, "=")
		name, value = plain(name), plain(value)
		if name != "" && !volatile(name) {
			list = append(list, param{name, value})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return a.name < b.name || a.name == b.name && a.value < b.value
	})
	return list
}

func plain(s string) string {
	if p, err := url.QueryUnescape(s); err == nil {
		return p
	}
	return s
}

// volatile tells whether values of a name are another each time, whatever is asked:
// credentials, what OAuth draws by chance, what defeats caches.
func volatile(name string) bool {
	switch strings.ToLower(name) {
	case "_", "cb", "cachebuster", "rnd", "random", "ts", "timestamp", "state", "nonce", "code", "code_challenge", "code_verifier", "client_id", "client_secret",
		"redirect_uri", "username", "login_hint":
		return true
	}
	return redact.Credential(name)
}

var (
	timeForm  = lazyregexp.New(`^\d{4}-\d{2}-\d{2}([T ].*)?$`)
	epochForm = lazyregexp.New(`^1\d{9}(\d{3})?$`)
)

func moving(value string) bool { return timeForm.MatchString(value) || epochForm.MatchString(value) }

// key spells a question as strictly as a level demands.
func (q *question) key(level int) string {
	var b strings.Builder
	b.WriteString(q.method + " ")
	if q.template != "" {
		b.WriteString(q.template + " " + strings.Join(q.values, "/"))
	} else {
		b.WriteString(strings.TrimSuffix(q.path, "/"))
	}
	for _, p := range q.params {
		fmt.Fprintf(&b, " ?%s=%q", p.name, loosened(level, p.name, p.value))
	}
	if level >= bodyless {
		return b.String()
	}
	for _, p := range q.form {
		fmt.Fprintf(&b, " &%s=%q", p.name, loosened(level, p.name, p.value))
	}
	if q.json != nil {
		b.WriteString(" ")
		spell(&b, level, "", q.json, 0)
	}
	return b.String() + " " + q.digest
}

func loosened(level int, name, value string) string {
	if level >= otherDay && moving(value) || level >= someone && redact.Sensitive(name) {
		return "\x00"
	}
	return value
}

// spell writes JSON in one form, members in alphabetical order.
func spell(b *strings.Builder, level int, name string, v any, depth int) {
	switch v := v.(type) {
	case map[string]any:
		b.WriteByte('{')
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if !volatile(k) && depth < 100 {
				fmt.Fprintf(b, "%q:", k)
				spell(b, level, k, v[k], depth+1)
			}
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for _, e := range v {
			if depth < 100 {
				spell(b, level, name, e, depth+1)
				b.WriteByte(',')
			}
		}
		b.WriteByte(']')
	default:
		fmt.Fprintf(b, "%q", loosened(level, name, fmt.Sprint(v)))
	}
}

// explain names what was recorded that comes nearest to a question, and in what the
// two differ. Values that may be somebody's are not told.
func (s *Server) explain(q question) string {
	best, least, differs := s.all[0], int(^uint(0)>>1), []string(nil)
	for _, r := range s.all {
		if far, d := q.differences(&r.asked); far < least {
			best, least, differs = r, far, d
		}
	}
	a := best.asked
	return fmt.Sprintf("ergodrome replay: nothing that was recorded answers %s %s\nnearest: entry %d, %s %s -> %d\n  %s",
		q.method, q.path, best.place.Index+1, a.method, a.path, best.status, strings.Join(differs, "\n  "))
}

// differences weighs and lists in what a recorded question is another.
func (q *question) differences(a *question) (far int, list []string) {
	note := func(weight int, format string, args ...any) {
		far += weight
		list = append(list, fmt.Sprintf(format, args...))
	}
	if q.method != a.method {
		note(50, "the method: recorded %s, asked %s", a.method, q.method)
	}
	switch {
	case q.template != a.template || q.template == "" && q.path != a.path:
		n := apart(strings.Split(q.path, "/"), strings.Split(a.path, "/"))
		note(20+10*n, "the path: recorded %s, asked %s", a.path, q.path)
	case !slices.Equal(q.values, a.values):
		note(10*apart(q.values, a.values), "identifiers in the path: recorded %s, asked %s (a recording has replacements; take identifiers from its own answers, or replay with --key-file)", a.path, q.path)
	}
	for _, place := range []struct {
		what        string
		asked, kept []param
	}{{"parameter", q.params, a.params}, {"field", q.form, a.form}} {
		asked, kept := group(place.asked), group(place.kept)
		for _, name := range slices.Sorted(maps.Keys(asked)) {
			switch was, ok := kept[name]; {
			case !ok:
				note(4, "%s %s: asked, not recorded", place.what, name)
			case was != asked[name] && redact.Sensitive(name):
				note(1, "%s %s: another value", place.what, name)
			case was != asked[name]:
				note(3, "%s %s: recorded %.80q, asked %.80q", place.what, name, was, asked[name])
			}
		}
		for _, name := range slices.Sorted(maps.Keys(kept)) {
			if _, ok := asked[name]; !ok {
				note(4, "%s %s: recorded, not asked", place.what, name)
			}
		}
	}
	if q.digest != a.digest || (q.json == nil) != (a.json == nil) {
		note(2, "the body is another")
	}
	return far, list
}

func group(list []param) map[string]string {
	m := map[string]string{}
	for _, p := range list {
		if was, ok := m[p.name]; ok {
			p.value = was + "," + p.value
		}
		m[p.name] = p.value
	}
	return m
}

// apart counts the places in which two lists differ.
func apart(a, b []string) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
