package conformance

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// Matches reports whether an exchange that has happened is selected by m.
func (m Match) Matches(x *Exchange) bool {
	switch {
	case m.Operation != "" && m.Operation != x.Operation,
		m.Method != "" && !strings.EqualFold(m.Method, x.Method),
		m.Status != 0 && m.Status != x.Status,
		m.Host != x.Origin && (m.Host != "" || x.Origin != ""):
		return false
	}
	if m.Path != "" {
		if ok, err := path.Match(m.Path, x.Path); err != nil || !ok {
			return false
		}
	}
	return MatchQuery(m.Query, x.Query)
}

// MatchQuery reports whether a raw query satisfies conditions: name to regular
// expression over the name's values joined by commas. An empty expression asks
// that the name be absent or empty.
func MatchQuery(conditions map[string]string, raw string) bool {
	if len(conditions) == 0 {
		return true
	}
	values, _ := url.ParseQuery(raw) // malformed pairs are left out, as servers do
	for name, expr := range conditions {
		got := strings.Join(values[name], ",")
		if expr == "" {
			if got != "" {
				return false
			}
			continue
		}
		re, err := regexp.Compile("^(?:" + expr + ")$")
		if err != nil || !re.MatchString(got) {
			return false
		}
	}
	return true
}
