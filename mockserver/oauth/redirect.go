package oauth

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// MaxRedirectURI is the length of the longest redirect URI, in bytes.
const MaxRedirectURI = 2048

// CheckRedirectURI refuses what cannot be registered as a redirect URI: it is
// absolute, without a fragment, and no browser would run it.
// [RFC 6749, section 3.1.2].
func CheckRedirectURI(uri string) error {
	bad := func(why string) error { return fmt.Errorf("redirect URI %.200q: %s", uri, why) }
	if len(uri) > MaxRedirectURI {
		return bad(fmt.Sprintf("it is longer than %d bytes", MaxRedirectURI))
	}
	if i := strings.IndexFunc(uri, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r) }); i >= 0 {
		return bad("it has a character that must be escaped")
	}
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		return bad("it is no URI")
	case u.Scheme == "":
		return bad("it is not absolute: write its scheme, such as https://")
	case strings.Contains(uri, "#"):
		return bad("it has a fragment")
	case (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() == "":
		return bad("it has no host")
	}
	switch u.Scheme {
	case "javascript", "data", "vbscript", "about", "blob", "file":
		return bad("a browser does not leave the page for " + u.Scheme + ":")
	}
	return nil
}

// Param is one query parameter.
type Param struct{ Name, Value string }

// AppendQuery adds parameters to a redirect URI, after those that it has, in
// their order, leaving out those without a value.
func AppendQuery(uri string, params ...Param) string {
	separator := "?"
	if _, query, has := strings.Cut(uri, "?"); has {
		separator = "&"
		if query == "" || strings.HasSuffix(query, "&") {
			separator = ""
		}
	}
	var b strings.Builder
	b.WriteString(uri)
	for _, p := range params {
		if p.Value == "" {
			continue
		}
		b.WriteString(separator)
		b.WriteString(url.QueryEscape(p.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.Value))
		separator = "&"
	}
	return b.String()
}

// resolve finds where the answer to an authorization request goes. It answers
// false when the client has not registered what is asked for.
func (p *Policy) resolve(c Client, asked string) (string, bool) {
	if asked == "" {
		return c.Default, c.Default != ""
	}
	if slices.Contains(c.RedirectURIs, asked) {
		return asked, true
	}
	ok := p.MatchRedirect != nil && CheckRedirectURI(asked) == nil && p.MatchRedirect(c.clone(), asked)
	return asked, ok
}
