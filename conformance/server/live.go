package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// Live is a server that is nobody's simulator, or might be: it is only read.
type Live struct {
	Base   map[string]string // what stands before a service's own path, by service
	Given  map[string]Keys   // by service
	Budget int               // requests in all
	Gap    time.Duration     // between the beginnings of two requests
	Client *http.Client      // default: one that follows no redirects
	Enough func(*Answer)     // is given the 429 after which nothing more is asked; nil for nobody

	sent  int
	last  time.Time
	found map[string]string
	skew  map[string]time.Duration // of the server's clock, by service, where it matters
	over  string                   // why nothing more is asked
}

// Slowest is the least time between two requests that is half the vendor's rate.
func Slowest(api string) time.Duration {
	switch api {
	case "firstbeat":
		return 2 * time.Second // 60 a minute [confirmed: Sports Cloud API document, API usage limits]
	case "polar-teampro":
		return 2 * time.Second // one a second [confirmed: Team Pro API document, Rate limits]
	case "polar-accesslink":
		return 600 * time.Millisecond // 3,000 in 15 minutes [confirmed: AccessLink v4 document, Rate limits]
	}
	return 2 * time.Second // nobody says
}

// Loopback reports whether a URL leads to this machine.
func Loopback(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func (l *Live) name() string {
	var hosts []string
	for _, base := range l.Base {
		if u, err := url.Parse(base); err == nil && !slices.Contains(hosts, u.Host) {
			hosts = append(hosts, u.Host)
		}
	}
	slices.Sort(hosts)
	return strings.Join(hosts, " ")
}

// ask asks the probes one after the other.
func (l *Live) ask(ctx context.Context, probes []Probe, outcomes []outcome) (complete bool) {
	l.found, l.skew = map[string]string{}, map[string]time.Duration{}
	if l.Client == nil {
		l.Client = &http.Client{
			Timeout: patient, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{DisableCompression: true, Proxy: http.ProxyFromEnvironment},
		}
	}
	for i := range probes {
		p := &probes[i]
		switch given, ok := l.Given[p.API]; {
		case p.SimOnly != "":
			outcomes[i] = outcome{verdict: conformance.NA, reason: "asked of simulators only: " + p.SimOnly}
		case l.Base[p.API] == "":
			outcomes[i] = outcome{verdict: conformance.NA, reason: "no address of " + p.API + " was given"}
		case !ok:
			outcomes[i] = outcome{verdict: conformance.NA, reason: "no credentials of " + p.API + " were given"}
		case l.over != "" || ctx.Err() != nil:
			outcomes[i] = outcome{verdict: conformance.NotExercised, reason: l.over}
		default:
			v := &visit{Live: l, api: p.API, given: &given}
			v.clock(ctx)
			outcomes[i] = perform(ctx, v, p)
			l.Given[p.API] = given // an API key that was fetched
		}
		if ctx.Err() != nil && outcomes[i].reason == "" {
			outcomes[i].verdict, outcomes[i].reason = conformance.NotExercised, "the run was interrupted"
		}
	}
	return ctx.Err() == nil
}

// visit is one probe's turn.
type visit struct {
	*Live

	api   string
	given *Keys
}

// clock learns how far a simulator's clock is from ours: it may stand at any time. A
// vendor's is taken to be right.
func (v *visit) clock(ctx context.Context) {
	base := v.Base[v.api]
	if _, known := v.skew[v.api]; known || !Loopback(base) {
		return
	}
	v.skew[v.api] = 0
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/", http.NoBody)
	if err != nil {
		return
	}
	resp, err := v.do(req)
	if err != nil {
		return // the first probe will say so
	}
	_ = resp.Body.Close()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		v.skew[v.api] = time.Until(date)
	}
}

// do sends a request when its time has come. Nothing is changed at a server, so only
// GET is sent, and POST where tokens are asked for.
func (v *visit) do(req *http.Request) (*http.Response, error) {
	token := strings.HasSuffix(req.URL.Path, "/oauth/token")
	if req.Method != http.MethodGet && (req.Method != http.MethodPost || !token) {
		return nil, lack{req.Method + " " + req.URL.Path + " would change something, and is not sent to a server that may be real"}
	}
	if v.over != "" {
		return nil, lack{v.over}
	}
	if v.sent >= v.Budget {
		v.over = fmt.Sprintf("the budget of %d requests is used up", v.Budget)
		return nil, lack{v.over}
	}
	if err := sleep(req.Context(), time.Until(v.last.Add(v.Gap))); err != nil {
		return nil, err
	}
	v.sent++
	v.last = time.Now()
	resp, err := v.Client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // without the URL: it names somebody's resources
		}
		return nil, fmt.Errorf("no answer: %w", err)
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		v.over = "the server said 429: nothing more is asked of it"
	}
	return resp, nil
}

func (v *visit) base(api string) string    { return v.Base[api] }
func (v *visit) now() time.Time            { return time.Now().Add(v.skew[v.api]) }
func (v *visit) patience() time.Duration   { return patient }
func (v *visit) keys() *Keys               { return v.given }
func (v *visit) memory() map[string]string { return v.found }

func (*visit) step(string, string, any) (any, error)          { return nil, errCannot }
func (*visit) browse(context.Context, string) (string, error) { return "", errCannot }

// longest is what is waited for at a server that does not skip time.
const longest = 10 * time.Second

func (*visit) wait(ctx context.Context, d time.Duration) error {
	if d > longest {
		return errCannot
	}
	return sleep(ctx, d)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return lack{"the run was interrupted"}
	}
}
