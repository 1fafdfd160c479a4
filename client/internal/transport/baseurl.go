package transport

import (
	"fmt"
	"net/url"
	"strings"
)

// BaseURL reads where an API is: up to but without its version, which may stand
// there and is cut off. A path prefix is kept. client is who speaks in the errors.
func BaseURL(client, rawURL, version string) (*url.URL, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: base URL %.100q cannot be parsed", client, rawURL)
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("%s: base URL %.100q must start with https:// or http://", client, rawURL)
	case u.Host == "":
		return nil, fmt.Errorf("%s: base URL %.100q has no host", client, rawURL)
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return nil, fmt.Errorf("%s: base URL of host %s must have no user, query or fragment", client, u.Host)
	}
	u = u.JoinPath()
	u.Path, u.RawPath = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), version), ""
	return u, nil
}

// Clear says why credentials may not be sent to a base URL, or nothing: they could be read on the way.
func Clear(client string, base *url.URL) error {
	if base.Scheme != "http" || Loopback(base.Hostname()) {
		return nil
	}
	return fmt.Errorf("%s: base URL %s would send credentials in the clear; use https, or WithInsecureHTTP", client, base.Redacted())
}
