package admin

import (
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// admit refuses callers who are on other machines, and pages of other sites in
// a browser on this one, unless the plane serves anywhere.
func (p *plane) admit(r *http.Request) error {
	forbidden := func(reason string) error {
		return &Error{Status: http.StatusForbidden, Code: "forbidden", Message: reason}
	}
	if !p.Anywhere && !local(r.RemoteAddr) {
		return forbidden("the control plane serves this machine only; start the server so that it serves it anywhere")
	}
	// A page whose host name was pointed at this machine is no cross-origin
	// caller to the browser, but it still sends that name.
	if !p.Anywhere && !loopbackName(r.Host) {
		return forbidden("the control plane does not answer as " + brief(r.Host) + "; use localhost or 127.0.0.1")
	}
	if err := p.browsers.Check(r); err != nil {
		return forbidden("the control plane does not answer pages of other sites")
	}
	return nil
}

// local tells whether an address is of this machine. What is no IP address is a
// pipe or a socket file, which do not leave it.
func local(remote string) bool {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

func loopbackName(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// curlType is what curl -d calls every body.
const curlType = "application/x-www-form-urlencoded"

// checkMedia wants JSON where there is a body. Besides being what is parsed, it
// is a type that a page of another site cannot send unasked; from programs, which
// say nothing of a site, curl's word is taken for it.
func checkMedia(r *http.Request, body []byte) error {
	if len(body) == 0 {
		return nil
	}
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	program := r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == ""
	switch {
	case err == nil && (mediaType == jsonType || strings.HasSuffix(mediaType, "+json")):
		return nil
	case err == nil && mediaType == curlType && program:
		return nil
	}
	return &Error{Status: http.StatusUnsupportedMediaType, Code: "unsupported-media-type", Message: "send the body with Content-Type: application/json"}
}

// brief shortens what a caller sent for a message.
func brief(s string) string {
	const most = 80
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "..."
	}
	return s
}
