package stage

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/ergodrome/ergodrome/conformance"
)

// maxHops is how many redirects a browser follows.
const maxHops = 10

// Browse opens a URL as a person's browser does, follows redirects within the
// world, and returns where it was sent out of it.
func (s *Stage) Browse(ctx context.Context, b *conformance.Browse, from string) (string, error) {
	at, err := url.Parse(from)
	if err != nil || at.Host != s.host {
		return "", fmt.Errorf("browse: %.200q is no page of the world", from)
	}
	for range maxHops {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), http.NoBody)
		if err != nil {
			return "", err
		}
		resp, err := s.pipes.RoundTrip(req)
		if err != nil {
			return "", err
		}
		_ = resp.Body.Close() // a page is for people
		next, err := resp.Location()
		if err != nil {
			return "", fmt.Errorf("browse: %s %s is answered %d, and leads nowhere", req.Method, at.Path, resp.StatusCode)
		}
		if at = next; at.Host != s.host {
			return edited(at, b.Set), nil
		}
	}
	return "", errors.New("browse: redirected without end")
}

// edited is a URL with another query.
func edited(u *url.URL, set map[string]string) string {
	if len(set) == 0 {
		return u.String()
	}
	q := u.Query()
	for name, v := range set {
		if q.Del(name); v != "" {
			q.Set(name, v)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}
