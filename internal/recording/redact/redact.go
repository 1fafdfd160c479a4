package redact

import (
	"encoding/base64"
	"html"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Redactor replaces what is sensitive. It is safe for use by many goroutines.
type Redactor struct {
	// Template returns the template of a request's path in an API description, such
	// as "/v1/teams/{team_id}", and "" where none is known.
	Template func(method, path string) string

	p       *pseudonyms
	o       *Originals
	finders sync.Pool
	memo    memo
	words   memo // of the vocabulary
	streams streams
	again   bool // what was redacted before: only what survives is replaced
}

// New returns a redactor that remembers in o what it replaces.
func New(k Key, o *Originals) *Redactor {
	r := &Redactor{p: newPseudonyms(k), o: o}
	r.finders.New = func() any { return &finder{o: o} }
	return r
}

// Again returns a redactor for what was redacted once: it replaces what was not yet
// known then, and leaves replacements alone.
func (r *Redactor) Again() *Redactor {
	a := &Redactor{Template: r.Template, p: r.p, o: r.o, again: true}
	a.finders.New = r.finders.New
	return a
}

// Secret makes a secret known that may come from anywhere.
func (r *Redactor) Secret(v string) { r.value(secret, v) }

func (r *Redactor) kindOf(member, within string) kind {
	if r.again {
		return none
	}
	return kindOf(member, within)
}

// value replaces a whole value.
func (r *Redactor) value(k kind, v string) string {
	if v == "" || r.again || k == none {
		return r.text(v)
	}
	out, ok := r.memo.get(k, v)
	if !ok {
		out = r.whole(k, v)
		r.memo.put(k, v, out)
	}
	return out
}

func (r *Redactor) whole(k kind, v string) string {
	switch k {
	case verbatim:
		return v
	case secret, id:
		if everybody(v) {
			return v
		}
		if strings.Contains(v, "://") {
			return r.text(v)
		}
		if token, ok := r.token(v); ok {
			return token
		}
	}
	out := r.replacement(k, v)
	r.o.add(k, v, out)
	if k == name {
		r.addWords(v)
	}
	return out
}

// replacement is what stands for a value from now on.
func (r *Redactor) replacement(k kind, v string) string {
	switch k {
	case secret:
		return r.p.secret(v)
	case id:
		return r.p.id(v)
	case name, label, email:
		if strings.Contains(v, "@") {
			return r.p.email(v)
		}
		return r.p.words(v)
	case date:
		return r.p.date(v)
	case position:
		return r.place(v)
	case prose:
		return blank(v)
	case none, verbatim, issued:
	}
	return v
}

// place replaces a degree, several of them, or a track in Google's encoding.
func (r *Redactor) place(v string) string {
	if strings.ContainsAny(v, ", ;") {
		list := strings.FieldsFunc(v, func(c rune) bool { return strings.ContainsRune(", ;", c) })
		for i, one := range list {
			list[i] = r.value(position, one)
		}
		return strings.Join(list, ",")
	}
	if x, ok := inSemicircles(v); ok {
		return strconv.FormatInt(r.semicircles(x), 10)
	}
	if out := r.p.coordinate(v); out != v || strings.Trim(v, "0.-") == "" {
		return out
	}
	points := 0 // of a polyline: a character below "_" ends a number
	for i := range len(v) {
		if v[i] < '_' {
			points++
		}
	}
	return strings.Repeat("??", max(1, points/2)) // steps of nothing
}

// addWords remembers each word of a name, which may stand alone elsewhere.
func (r *Redactor) addWords(v string) {
	for w := range strings.FieldsFuncSeq(v, func(c rune) bool { return !wordly(c) }) {
		r.o.add(name, w, r.p.wordOrNumber(w))
	}
}

var (
	mailForm   = lazyregexp.New(`[A-Za-z0-9._%+'\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+`)
	tokenForm  = lazyregexp.New(`eyJ[A-Za-z0-9_\-]*\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-.]*`)
	urlForm    = lazyregexp.New(`https?://[^\s"'<>\\]+`)
	bearerForm = lazyregexp.New(`(?i)\b(bearer|basic|token)[ :]+([A-Za-z0-9._~+/\-]{12,}=*)`)
	inputForm  = lazyregexp.New(`(?i)<(?:input|meta)\b[^>]*>`)
	nameForm   = lazyregexp.New(`(?i)\bname\s*=\s*["\']?([^"\'\s>]+)`)
	valueForm  = lazyregexp.New(`(?i)\b(?:value|content)\s*=\s*["\']([^"\']*)["\']`)
	pairForm   = lazyregexp.New(`(?i)\b([a-z_\-]*(?:token|secret|password|apikey|api_key|api-key|assertion|code_verifier|csrf))=([^\s&"'<>#;]+)`)
)

// text replaces what is sensitive within a text of any kind.
func (r *Redactor) text(s string) string {
	if len(s) < minToken {
		return s
	}
	if !r.again {
		s = r.patterns(s)
	}
	s = r.known(s)
	if len(s) >= 16 && len(s) <= 64<<10 {
		s = r.inBase64(s)
	}
	return s
}

// patterns replaces what shows by its form what it is.
func (r *Redactor) patterns(s string) string {
	if !strings.ContainsAny(s, "@=: ") && !strings.Contains(s, "eyJ") {
		return s
	}
	if strings.Contains(s, "://") {
		s = urlForm.ReplaceAllStringFunc(s, func(u string) string { return r.URL("", u) })
	}
	if strings.Contains(s, "@") {
		s = mailForm.ReplaceAllStringFunc(s, func(m string) string {
			if strings.HasSuffix(m, "@"+mailDomain) {
				return m
			}
			return r.value(email, m)
		})
	}
	if strings.Contains(s, "eyJ") {
		s = tokenForm.ReplaceAllStringFunc(s, func(t string) string {
			if out, ok := r.token(t); ok {
				return out
			}
			return r.value(secret, t)
		})
	}
	if lower := strings.ToLower(s); strings.Contains(lower, "bearer") || strings.Contains(lower, "basic") || strings.Contains(lower, "token") {
		s = replaceGroup(bearerForm, s, 2, r.credential)
	}
	if strings.Contains(s, "<") && inputForm.MatchString(s) {
		s = r.inputs(s)
	}
	if strings.Contains(s, "=") {
		s = replaceGroup(pairForm, s, 2, r.credential)
	}
	return s
}

// inputs replaces the values of a form's fields in HTML, by their names.
func (r *Redactor) inputs(s string) string {
	return inputForm.ReplaceAllStringFunc(s, func(tag string) string {
		name, value := nameForm.FindStringSubmatch(tag), valueForm.FindStringSubmatchIndex(tag)
		if name == nil || value == nil {
			return tag
		}
		k := kindOf(html.UnescapeString(name[1]), parameter)
		if k == none || k == verbatim || value[2] == value[3] {
			return tag
		}
		plain := html.UnescapeString(tag[value[2]:value[3]])
		return tag[:value[2]] + html.EscapeString(r.value(k, plain)) + tag[value[3]:]
	})
}

// credential replaces a secret that is not replaced yet.
func (r *Redactor) credential(v string) string {
	if strings.HasPrefix(v, secretMark) || strings.HasPrefix(v, "eyJ") {
		return v
	}
	return r.value(secret, v)
}

// replaceGroup replaces one group of every match.
func replaceGroup(form *lazyregexp.Regexp, s string, group int, replace func(string) string) string {
	all := form.FindAllStringSubmatchIndex(s, -1)
	if all == nil {
		return s
	}
	var out strings.Builder
	done := 0
	for _, m := range all {
		from, to := m[2*group], m[2*group+1]
		out.WriteString(s[done:from])
		out.WriteString(replace(s[from:to]))
		done = to
	}
	out.WriteString(s[done:])
	return out.String()
}

// known replaces what has been replaced elsewhere.
func (r *Redactor) known(s string) string {
	f, _ := r.finders.Get().(*finder)
	defer r.finders.Put(f)
	var list []finding
	f.in([]byte(s), minToken, func(x finding) bool {
		list = append(list, x)
		return true
	})
	if list == nil {
		return s
	}
	var out strings.Builder
	done := 0
	for _, x := range list {
		out.WriteString(s[done:x.from])
		out.WriteString(r.replacement(x.kind, s[x.from:x.to]))
		done = x.to
	}
	out.WriteString(s[done:])
	return out.String()
}

// inBase64 looks into base64 that is text.
func (r *Redactor) inBase64(s string) string {
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
		raw, err := enc.DecodeString(s)
		if err != nil {
			continue
		}
		if !printable(raw) {
			return s
		}
		if out := r.text(string(raw)); out != string(raw) {
			return enc.EncodeToString([]byte(out))
		}
		return s
	}
	return s
}

// printable tells whether bytes are a text.
func printable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, c := range string(b) {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == unicode.ReplacementChar || c == 0x7f {
			return false
		}
	}
	return len(b) > 0
}

// token replaces a web token: its claims as any JSON, its signature by another. It
// tells whether v is one. [RFC 7515, section 7.1]
func (r *Redactor) token(v string) (string, bool) {
	parts := strings.Split(v, ".")
	if len(parts) != 3 || !strings.HasPrefix(v, "eyJ") {
		return "", false
	}
	for i, part := range parts[:2] {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil || len(raw) == 0 || raw[0] != '{' {
			return "", false
		}
		var out strings.Builder
		if _, err := r.json(&out, strings.NewReader(string(raw))); err != nil {
			return "", false
		}
		parts[i] = base64.RawURLEncoding.EncodeToString([]byte(out.String()))
	}
	r.o.add(secret, v, strings.Join(parts, "."))
	if len(parts[2]) >= minToken {
		signature := r.p.signature(parts[2])
		r.o.add(secret, parts[2], signature)
		parts[2] = signature
	}
	return strings.Join(parts, "."), true
}

// Count is how many fingerprints there are.
func (r *Redactor) Count() int { return r.o.Len() }
