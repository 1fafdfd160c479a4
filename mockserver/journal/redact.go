package journal

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Redacted stands in the place of what is not kept.
const Redacted = "<redacted>"

// escaped is Redacted where it must be part of a URL or form.
const escaped = "%3Credacted%3E"

// Redactor takes secrets out of what is about to be kept. It knows names, of
// headers, query parameters, form fields, plain and multipart, and JSON members, whose values go
// whatever they are, and values that go wherever they stand, as web tokens do. It
// is safe for use by many goroutines.
type Redactor struct {
	state atomic.Pointer[redaction] // what is in force
	stale atomic.Bool               // something waits to come into force
	reach atomic.Int64              // no spelling of a secret is longer

	mu     sync.Mutex
	names  []string
	most   int // of each generation in issued
	kept   *known
	issued atomic.Pointer[issued] // is replaced with mu held
}

// redaction is a set of rules that no longer changes.
type redaction struct {
	headers  map[string]bool   // canonical
	names    map[string]bool   // folded, for query, form and JSON
	letters  uint32            // first letters of names
	others   bool              // some names begin with no letter
	lengths  [maxName + 1]bool // of names
	matchers []*matcher
}

// NewRedactor returns a redactor that knows the usual names, and these.
func NewRedactor(names ...string) *Redactor {
	r := &Redactor{names: names, most: maxIssued, kept: &known{}}
	r.issued.Store(newIssued())
	r.stale.Store(true)
	return r
}

// AddNames makes values of these names disappear. Case, "-" and "_" in names do
// not matter.
func (r *Redactor) AddNames(names ...string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names = append(r.names, names...)
	r.stale.Store(true)
}

// AddSecrets makes these values disappear wherever they stand, also escaped and
// inside base64: in what is recorded from now on, and in what is recorded already
// and nobody has looked at. Values shorter than 6 bytes are left alone. Of the values added so, the newest 10,000 at least and
// 20,000 at most are known; see KeepSecrets for those that must never be
// forgotten.
func (r *Redactor) AddSecrets(values ...string) {
	r.add(values, func(v string) {
		if r.kept.values[v] {
			return
		}
		now := r.issued.Load()
		if len(now.young.values) == r.most && !now.young.values[v] {
			now = now.next(now.young)
			r.issued.Store(now)
		}
		now.young.add(v)
	})
}

// KeepSecrets is AddSecrets for a bounded number of values that are known as
// long as r is.
func (r *Redactor) KeepSecrets(values ...string) {
	r.add(values, func(v string) { r.kept.add(v) })
}

func (r *Redactor) add(values []string, add func(string)) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, v := range values {
		if len(v) >= minSecret {
			add(v)
			r.reach.Store(max(r.reach.Load(), int64(reach(v))))
			r.stale.Store(true)
		}
	}
}

// Reset forgets what AddSecrets added.
func (r *Redactor) Reset() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.issued.Store(r.issued.Load().next(&known{}))
	r.stale.Store(true)
}

// Clone returns an independent redactor that knows the same.
func (r *Redactor) Clone() *Redactor {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := NewRedactor(slices.Clone(r.names)...)
	now := r.issued.Load()
	c.kept, c.most = r.kept.clone(), r.most
	c.issued.Store(&issued{young: now.young.clone(), old: now.old.clone(), age: now.age})
	c.reach.Store(r.reach.Load())
	return c
}

// usual are names of secrets in the protocols and documents around us. "code" is
// not among them for JSON, where it mostly tells errors apart.
func usual() (headers, everywhere, parameters []string) {
	return []string{"Authorization", "Proxy-Authorization", "X-Api-Key", "Cookie", "Set-Cookie"},
		[]string{
			"sharedSecret", "apiKey", "x-api-key", "access_token", "refresh_token", "id_token", "token", "client_secret", "secret", "newSecret",
			"password", "passwd", "code_verifier", "assertion", "client_assertion", "authorization", "jwt", "session_token", "csrf",
		},
		[]string{"code"}
}

// current brings what waits into force.
func (r *Redactor) current() *redaction {
	if !r.stale.Load() {
		return r.state.Load()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.renew()
}

// renew is current with r.mu held.
func (r *Redactor) renew() *redaction {
	if !r.stale.Load() {
		return r.state.Load()
	}
	headers, everywhere, parameters := usual()
	next := &redaction{headers: map[string]bool{}, names: map[string]bool{}}
	for _, h := range slices.Concat(headers, r.names) {
		next.headers[http.CanonicalHeaderKey(h)] = true
	}
	for _, n := range slices.Concat(everywhere, r.names) {
		next.addName(n, true)
	}
	for _, n := range parameters {
		next.addName(n, false)
	}
	now := r.issued.Load()
	for _, k := range []*known{r.kept, now.old, now.young} {
		k.settle()
		next.matchers = append(next.matchers, k.matchers...)
	}
	r.state.Store(next)
	r.stale.Store(false)
	return next
}

// covering is what is in force, and finds the secrets of ages too that may be
// forgotten.
func (r *Redactor) covering(ages ...*issued) *redaction {
	x := r.current()
	now := r.issued.Load()
	if !slices.ContainsFunc(ages, func(age *issued) bool { return age != now }) {
		return x
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now = r.issued.Load()
	all := *r.renew()
	all.matchers = slices.Clone(all.matchers)
	seen := []*known{now.young, now.old}
	for _, age := range ages {
		for _, k := range []*known{age.young, age.old} {
			if !slices.Contains(seen, k) {
				k.settle()
				all.matchers = append(all.matchers, k.matchers...)
				seen = append(seen, k)
			}
		}
	}
	return &all
}

// longest is the length of the longest spelling of a secret.
func (x *redaction) longest() int {
	n := 0
	for _, m := range x.matchers {
		n = max(n, m.longest)
	}
	return n
}

func (m *matcher) all() []string {
	var list []string
	for _, p := range m.patterns {
		list = append(list, p...)
	}
	return list
}

// addName takes up a name; json says whether it counts in JSON too.
func (x *redaction) addName(name string, json bool) {
	var room [maxName]byte
	key, ok := fold(&room, []byte(name))
	if !ok || len(key) == 0 {
		return
	}
	x.names[string(key)] = json || x.names[string(key)]
	if key[0] >= 'a' && key[0] <= 'z' {
		x.letters |= 1 << (key[0] & 31)
	} else {
		x.others = true
	}
	x.lengths[len(key)] = true
}

// maxName bounds the names that are recognized.
const maxName = 64

// fold makes spellings of a name alike: apiKey, api_key, API-Key.
func fold[T string | []byte](room *[maxName]byte, name T) (key []byte, ok bool) {
	n := 0
	for i := range len(name) {
		c := name[i]
		if c == '-' || c == '_' {
			continue
		}
		if n == maxName {
			return nil, false
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		room[n] = c
		n++
	}
	return room[:n], true
}

// mayBegin says whether a name of a secret may begin with c, escaped or not.
func (x *redaction) mayBegin(c byte) bool {
	letter := c | 0x20
	if letter < 'a' || letter > 'z' {
		return c == '\\' || c == '-' || c == '_' || x.others
	}
	return x.letters&(1<<(letter&31)) != 0
}

// secret says whether the values of name go, in query and form or in JSON.
func secret[T string | []byte](x *redaction, name T, json bool) bool {
	if len(name) == 0 || len(name) > 2*maxName || !x.mayBegin(name[0]) {
		return false
	}
	var room [maxName]byte
	key, ok := fold(&room, name)
	if !ok || !x.lengths[len(key)] {
		return false
	}
	everywhere, known := x.names[string(key)]
	return known && (everywhere || !json)
}

// Header returns a redacted copy of h. Authorization keeps its scheme.
func (r *Redactor) Header(h http.Header) http.Header { return r.current().header(flatten(h)) }

func (x *redaction) header(h header) http.Header {
	out := make(http.Header, len(h))
	n := 0
	for i := range h {
		n += max(1, len(h[i].values))
	}
	all := make([]string, 0, n)
	for i := range h {
		name, from := h[i].name, len(all)
		hide := x.headers[name] || x.headers[http.CanonicalHeaderKey(name)]
		for _, v := range h[i].all() {
			switch {
			case !hide:
				v = x.text(v)
			case strings.HasSuffix(http.CanonicalHeaderKey(name), "Authorization"):
				v = x.credentials(v)
			case v != "":
				v = Redacted
			}
			all = append(all, v)
		}
		out[replaceAll(x, name)] = all[from:len(all):len(all)]
	}
	return out
}

// credentials hides all of an Authorization value but its scheme.
func (x *redaction) credentials(v string) string {
	scheme, rest, found := strings.Cut(v, " ")
	plain := len(scheme) <= maxWindow && !strings.ContainsFunc(scheme, func(r rune) bool {
		return r|0x20 < 'a' || r|0x20 > 'z'
	})
	switch {
	case v == "":
		return ""
	case !plain || !found || replaceAll(x, scheme) != scheme:
		return Redacted
	case rest == "":
		return v
	}
	return scheme + " " + Redacted
}

// URL redacts a path with its query, or a whole URL.
func (r *Redactor) URL(s string) string { return r.current().url(s) }

func (x *redaction) url(s string) string { return replaceAll(x, pairs(x, tokens(s))) }

// Text redacts a sentence or a header's value.
func (r *Redactor) Text(s string) string { return r.current().text(s) }

func (x *redaction) text(s string) string { return replaceAll(x, members(x, pairs(x, tokens(s)))) }

// Body redacts a body, whatever it is; b itself is returned when there is
// nothing to redact, and never changed.
func (r *Redactor) Body(b []byte) []byte { return r.current().body(b) }

func (x *redaction) body(b []byte) []byte {
	return replaceAll(x, fields(x, pairs(x, members(x, tokens(b)))))
}

// replaceAll takes known secrets out.
func replaceAll[T string | []byte](x *redaction, s T) T {
	for _, m := range x.matchers {
		s = replace(m, s)
	}
	return s
}
