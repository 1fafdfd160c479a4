package redact

import (
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// URL redacts a URL, or a path with its query: identifiers in the path, by the
// template where one is known and by their form elsewhere, and parameters by their
// names. The host stays.
func (r *Redactor) URL(method, raw string) string {
	rest, fragment, hasFragment := strings.Cut(raw, "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	base := ""
	if i := strings.Index(rest, "://"); i >= 0 {
		j := strings.IndexByte(rest[i+3:], '/')
		if j < 0 {
			j = len(rest) - i - 3
		}
		base, rest = rest[:i+3+j], rest[i+3+j:]
		if user, host, ok := strings.Cut(base[i+3:], "@"); ok {
			name, password, _ := strings.Cut(user, ":")
			base = base[:i+3] + r.value(id, unescaped(name)) + ":" + r.value(secret, unescaped(password)) + "@" + host
		}
	}
	out := base + r.path(method, rest)
	if hasQuery {
		out += "?" + r.Form(query)
	}
	if hasFragment {
		if strings.Contains(fragment, "=") {
			fragment = r.Form(fragment) // OAuth's answers may stand there [RFC 6749, section 4.2.2]
		} else {
			fragment = r.text(fragment)
		}
		out += "#" + fragment
	}
	return out
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func (r *Redactor) path(method, p string) string {
	segments := strings.Split(p, "/")
	var template []string
	if r.Template != nil && method != "" {
		if t := r.Template(method, p); t != "" {
			template = strings.Split(strings.TrimSuffix(t, "/"), "/")
		}
	}
	end := len(segments)
	for end > 0 && segments[end-1] == "" {
		end--
	}
	for i := range end {
		plain, err := url.PathUnescape(segments[i])
		if err != nil {
			plain = segments[i]
		}
		out := plain
		at := i - end + len(template)
		switch {
		case at > 0 && strings.HasPrefix(template[at], "{"):
			k := r.kindOf(strings.Trim(template[at], "{}"), "")
			out = r.value(k, plain)
		case at > 0 && template[at] == plain:
		case !r.again && looksLikeID(plain):
			out = r.value(id, plain)
		default:
			out = r.text(plain)
		}
		if out != plain {
			segments[i] = url.PathEscape(out)
		}
	}
	return strings.Join(segments, "/")
}

var (
	numberForm  = lazyregexp.New(`^\d+(-\d+)?$`)
	versionForm = lazyregexp.New(`^v?\d+(\.\d+)*$`)
)

// looksLikeID tells whether a segment of a path is an identifier by its form:
// numbers, UUIDs, letters and digits that make no word.
func looksLikeID(s string) bool {
	switch {
	case numberForm.MatchString(s), uuidForm.MatchString(s), prefix(s) > 0 && strings.ContainsAny(s, "0123456789"), strings.Contains(s, "@"):
		return true
	case versionForm.MatchString(s), dateForm.MatchString(s), strings.ContainsAny(s, ". "):
		return false
	}
	return len(s) >= 8 && strings.ContainsAny(s, "0123456789") && strings.Trim(s, base62+"_-") == "" && !strings.Contains(s, "--")
}

// Form redacts a query, or a body of a form.
func (r *Redactor) Form(raw string) string {
	parts := strings.Split(raw, "&")
	for i, part := range parts {
		rawName, rawValue, ok := strings.Cut(part, "=")
		if !ok {
			parts[i] = r.text(part)
			continue
		}
		name, value := unescaped(rawName), unescaped(rawValue)
		if out := r.parameter(name, value); out != value {
			parts[i] = rawName + "=" + url.QueryEscape(out)
		}
	}
	return strings.Join(parts, "&")
}

func (r *Redactor) parameter(name, value string) string {
	name = strings.TrimSuffix(name, "[]")
	k := r.kindOf(name, parameter)
	if k == id && strings.Contains(value, ",") {
		list := strings.Split(value, ",")
		for i, v := range list {
			list[i] = r.value(id, v)
		}
		return strings.Join(list, ",")
	}
	if k == none && len(value) > 1 && (value[0] == '{' || value[0] == '[') {
		var out strings.Builder
		if _, err := r.json(&out, strings.NewReader(value)); err == nil {
			return out.String()
		}
	}
	return r.value(k, value)
}
