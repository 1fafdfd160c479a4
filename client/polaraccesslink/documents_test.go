package polaraccesslink_test

import (
	"strings"

	"github.com/ergodrome/ergodrome/fixtures"
)

// examples are the vendor's answers, by path.
func examples() map[string]fixtures.Exchange {
	all, err := fixtures.Exchanges("polar-accesslink")
	if err != nil {
		panic(err)
	}
	out := make(map[string]fixtures.Exchange)
	for _, e := range all {
		if e.Status == 200 && e.Header.Get("Content-Type") == "application/json" { // neither the greeting nor the picture
			out[pathOf(e)] = e
		}
	}
	return out
}

// documents are the bodies of examples.
func documents() map[string]string {
	out := make(map[string]string)
	for path, e := range examples() {
		out[path] = string(e.Body)
	}
	return out
}

// pathOf is what an exchange asks for, after /v4/data.
func pathOf(e fixtures.Exchange) string {
	path, _, _ := strings.Cut(strings.TrimPrefix(e.Target, "/v4/data"), "?")
	if strings.HasPrefix(path, "/routes/") {
		return "/routes/{routeId}"
	}
	return path
}
