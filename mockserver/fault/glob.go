package fault

import (
	"fmt"
	"strings"
)

// A pattern is looked for in every request, so its length is bounded.
const (
	maxPattern  = 1024 // bytes
	maxSegments = 32
)

// glob matches paths segment by segment.
type glob []string

func parseGlob(pattern string) (glob, error) {
	if pattern == "" {
		return nil, nil
	}
	if pattern[0] != '/' && !strings.HasPrefix(pattern, "**") {
		return nil, fmt.Errorf("%q does not start with / or **", pattern)
	}
	segments := strings.Split(strings.TrimPrefix(pattern, "/"), "/")
	if len(pattern) > maxPattern || len(segments) > maxSegments {
		return nil, fmt.Errorf("has %d bytes in %d segments; at most %d in %d can be matched", len(pattern), len(segments), maxPattern, maxSegments)
	}
	for _, s := range segments {
		if strings.Contains(s, "*") && s != "*" && s != "**" {
			return nil, fmt.Errorf("in %q, * and ** stand for whole segments only", s)
		}
	}
	return segments, nil
}

// match says whether path fits. An empty glob fits everything.
func (g glob) match(path string) bool {
	if len(g) == 0 {
		return true
	}
	rest, more := strings.TrimPrefix(path, "/"), true // more: another segment begins at rest
	pattern := g
	var retry glob // the pattern after the last **, and the path it was last tried on
	retryRest, retryMore := "", false
	for {
		switch {
		case len(pattern) > 0 && pattern[0] == "**":
			pattern = pattern[1:]
			retry, retryRest, retryMore = pattern, rest, more
			if len(pattern) == 0 {
				return true
			}
			continue
		case len(pattern) == 0 && !more:
			return true
		case len(pattern) > 0 && more:
			segment, after, found := strings.Cut(rest, "/")
			if pattern[0] == "*" && segment != "" || pattern[0] == segment {
				pattern, rest, more = pattern[1:], after, found
				continue
			}
		}
		if !retryMore {
			return false
		}
		// Let the last ** take one segment more.
		_, retryRest, retryMore = strings.Cut(retryRest, "/")
		pattern, rest, more = retry, retryRest, retryMore
	}
}

// fits says whether the exchange is one of those selected.
func (m *Match) fits(path glob, x *Exchange) bool {
	if m.Service != "" && m.Service != x.Service || m.Operation != "" && m.Operation != x.Operation ||
		m.Method != "" && m.Method != x.Method || !path.match(x.Path) {
		return false
	}
	for name, want := range m.Query {
		values, present := x.Query[name]
		ok := present && want == "*"
		for _, v := range values {
			ok = ok || v == want
		}
		if !ok {
			return false
		}
	}
	return true
}
