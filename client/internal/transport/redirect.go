package transport

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// sentinel is an error that is known by its text.
type sentinel string

func (e sentinel) Error() string { return string(e) }

const errRedirects sentinel = "more than 5 redirects"

// guarded copies a client so that no credential follows a redirect to another
// origin: net/http drops Authorization for another host but keeps it for
// another port, and forwards x-api-key everywhere. [measured: Go 1.26]
func guarded(base *http.Client, credentials []string) *http.Client {
	var c http.Client
	if base != nil {
		c = *base
	} else if t, ok := http.DefaultTransport.(*http.Transport); ok {
		t = t.Clone()
		t.MaxIdleConnsPerHost = 16
		c.Transport = t
	}
	callers := c.CheckRedirect
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) > 5 {
			return errRedirects
		}
		// Once off the origin, always off: a foreign server chose the way back.
		for _, hop := range append(via[1:len(via):len(via)], req) {
			if sameOrigin(via[0].URL, hop.URL) {
				continue
			}
			for _, name := range credentials {
				req.Header.Del(name)
			}
			break
		}
		if callers != nil {
			return callers(req, via)
		}
		return nil
	}
	return &c
}

// sameOrigin compares scheme, host and port.
func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if strings.EqualFold(u.Scheme, "https") {
		return "443"
	}
	return "80"
}

// Loopback reports whether a host name can only mean this machine.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
