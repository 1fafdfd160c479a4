package server

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// The bounds upon an answer.
const (
	maxBody = 16 << 20
	patient = 30 * time.Second
	virtual = 10 * time.Minute // of a simulator, whose time costs nothing
)

// Keys are what a service is asked with.
type Keys struct {
	subject.Credentials
	subject.Tokens
}

// target is a server, and what may be done to it.
type target interface {
	// do sends a request of an operation; an error of type lack ends the probe.
	do(req *http.Request) (*http.Response, error)
	base(api string) string
	patience() time.Duration // for one answer
	now() time.Time
	keys() *Keys
	// wait lets time pass for both sides, step makes a control-plane call; only
	// simulators know how.
	wait(ctx context.Context, d time.Duration) error
	step(method, path string, body any) (any, error)
	// browse is where a person's browser is sent out of a simulated world.
	browse(ctx context.Context, from string) (string, error)
	// memory is what earlier probes have found out: which account there is.
	memory() map[string]string
}

// lack is why a probe cannot go on: it has shown nothing.
type lack struct{ why string }

func (l lack) Error() string { return l.why }

// Asker asks a server on behalf of one probe and notes what it answers.
type Asker struct {
	ctx    context.Context //nolint:containedctx // it lives as long as its probe, whose every question would have to hand it on
	t      target
	probe  *Probe
	checks []conformance.CheckResult
	lines  []Recorded
	began  time.Time
}

// end leaves the probe: perform catches it.
func (a *Asker) end(why error) { panic(leaving{why}) }

type leaving struct{ why error }

// Lack ends the probe because the server has not what it is about.
func (a *Asker) Lack(format string, args ...any) { a.end(lack{fmt.Sprintf(format, args...)}) }

// Now is the time that both sides agree on.
func (a *Asker) Now() time.Time { return a.t.now() }

// Keys are what the service is asked with.
func (a *Asker) Keys() *Keys { return a.t.keys() }

// Wait lets time pass.
func (a *Asker) Wait(d time.Duration) {
	if err := a.t.wait(a.ctx, d); err != nil {
		a.end(err)
	}
}

// Step has a simulator do what people do at the vendor's.
func (a *Asker) Step(path string, body any) any {
	v, err := a.t.step(http.MethodPost, path, body)
	if err != nil {
		a.end(err)
	}
	return v
}

// Look asks a simulator's control plane.
func (a *Asker) Look(path string) any {
	v, err := a.t.step(http.MethodGet, path, nil)
	if err != nil {
		a.end(err)
	}
	return v
}

// Browse is where a person's browser is sent who opens a page of a service.
func (a *Asker) Browse(api, path string) string {
	to, err := a.t.browse(a.ctx, strings.TrimRight(a.t.base(api), "/")+path)
	if err != nil {
		a.end(err)
	}
	return to
}

// request is a request that is being made.
type request struct {
	api, method, template string
	path                  map[string]string
	query                 url.Values
	header                http.Header
	body                  []byte
	plain                 bool // no credentials
	firstLine             bool // of the body is enough
}

// Option changes a request.
type Option func(*request)

// Query sets a parameter to one value or several.
func Query(name string, values ...string) Option {
	return func(r *request) { r.query[name] = values }
}

// Header sets a header; an empty value takes it out.
func Header(name, value string) Option {
	return func(r *request) {
		if value == "" {
			r.header.Del(name)
			return
		}
		r.header.Set(name, value)
	}
}

// In names the resource for one {placeholder} of the path.
func In(name, value string) Option {
	return func(r *request) { r.path[name] = value }
}

// At asks another service of the same server.
func At(api string) Option { return func(r *request) { r.api = api } }

// Plain sends no credentials.
func Plain() Option { return func(r *request) { r.plain = true } }

// Bearer sends another token.
func Bearer(token string) Option { return Header("Authorization", "Bearer "+token) }

// FirstLine reads a body no further than its first line: of an answer that is sent
// line by line for as long as somebody listens.
func FirstLine() Option { return func(r *request) { r.firstLine = true } }

// Form is a POST of a form, which only where tokens are asked for is sent to a server
// that may be real.
func Form(values url.Values) Option { return form(values) }

// form is a POST of a form.
func form(values url.Values) Option {
	return func(r *request) {
		r.method, r.body = http.MethodPost, []byte(values.Encode())
		r.header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
}

// posted is a POST of some bytes.
func posted(mediaType, body string) Option {
	return func(r *request) {
		r.method, r.body = http.MethodPost, []byte(body)
		r.header.Set("Content-Type", mediaType)
	}
}

// Get asks for a path, whose {placeholders} stand for resources: of those that no
// option names the first is looked for.
func (a *Asker) Get(template string, options ...Option) *Answer {
	r := &request{
		api: a.probe.API, method: http.MethodGet, template: template, path: map[string]string{}, query: url.Values{}, header: http.Header{"Accept-Encoding": {"identity"}},
	}
	for _, o := range options {
		o(r)
	}
	if !r.plain {
		header := r.header.Clone()
		a.credentials(r)
		for name, values := range header { // what the probe says itself comes first
			r.header[name] = values
		}
		for _, o := range options {
			o(r) // an empty value takes out what credentials have set
		}
	}
	return a.send(r)
}

func (a *Asker) send(r *request) *Answer {
	path := r.template
	for strings.Contains(path, "{") {
		before, rest, _ := strings.Cut(path, "{")
		name, after, _ := strings.Cut(rest, "}")
		value, ok := r.path[name]
		if !ok {
			value = a.find(name)
		}
		path = before + url.PathEscape(value) + after
	}
	target := strings.TrimRight(a.t.base(r.api), "/") + path
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	ctx, stop := context.WithTimeout(a.ctx, a.t.patience())
	defer stop()
	req, err := http.NewRequestWithContext(ctx, r.method, target, bytes.NewReader(r.body))
	if err != nil {
		a.end(err)
	}
	req.Header = r.header
	at := a.since()
	resp, err := a.t.do(req)
	if err != nil {
		a.end(err)
	}
	defer resp.Body.Close()
	body, err := r.read(resp.Body)
	if err == nil && len(body) > maxBody {
		err = fmt.Errorf("the answer to %s %s is longer than %d bytes", r.method, r.template, maxBody)
	}
	if err != nil {
		a.end(fmt.Errorf("%s %s: the body: %w", r.method, r.template, err))
	}
	n := len(a.lines) + 1
	a.lines = append(a.lines, record(a.probe, n, r, resp, body, at, a.since()))
	answer := &Answer{a: a, n: n, Status: resp.StatusCode, Header: resp.Header, Body: body}
	if v, live := a.t.(*visit); live && v.over != "" && resp.StatusCode == http.StatusTooManyRequests {
		if v.Enough != nil {
			v.Enough(answer)
		}
		a.end(lack{v.over}) // it answers no question but that for the rate
	}
	return answer
}

// read takes a body, or as much of it as is wanted.
func (r *request) read(body io.Reader) ([]byte, error) {
	body = io.LimitReader(body, maxBody+1)
	if !r.firstLine {
		return io.ReadAll(body)
	}
	line, err := bufio.NewReader(body).ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return line, err
}

func (a *Asker) since() time.Duration { return time.Since(a.began) }

// Want demands something of what was answered. Answers are those that show it.
func (a *Asker) Want(id string, met bool, want, saw string, shown ...*Answer) {
	a.demand(a.probe.Level, id, met, want, saw, shown)
}

// Note records how something is, whatever it is.
func (a *Asker) Note(id, saw string, shown ...*Answer) {
	a.demand(conformance.InfoLevel, id, true, "to know", saw, shown)
}

func (a *Asker) demand(level conformance.Level, id string, met bool, want, saw string, shown []*Answer) {
	c := conformance.CheckResult{ID: id, Level: level, Met: met, Want: want, Saw: saw, Verdict: conformance.Pass}
	switch {
	case !met:
		c.Verdict = level.Unmet()
	case level == conformance.InfoLevel:
		c.Verdict = conformance.Info
	}
	for _, s := range shown {
		c.Evidence = append(c.Evidence, s.n)
		if !met {
			c.Marks = map[int]string{s.n: "not " + want}
		}
	}
	slices.Sort(c.Evidence)
	a.checks = append(a.checks, c)
}

// Answer is what a server answered, read to its end.
type Answer struct {
	a      *Asker
	n      int
	Status int
	Header http.Header
	Body   []byte
}

// Is demands one of several statuses.
func (r *Answer) Is(statuses ...int) *Answer {
	words := make([]string, len(statuses))
	for i, s := range statuses {
		words[i] = fmt.Sprint(s)
	}
	r.a.Want(fmt.Sprintf("status-%d", r.n), slices.Contains(statuses, r.Status), "status "+strings.Join(words, " or "), fmt.Sprint("status ", r.Status), r)
	return r
}

// Refused demands that a request was refused as wrong, whatever the status.
func (r *Answer) Refused() *Answer {
	r.a.Want(fmt.Sprintf("refused-%d", r.n), r.Status >= 400 && r.Status < 500, "a status of 400 to 499", fmt.Sprint("status ", r.Status), r)
	return r
}

// OK goes on only with an answer that has data.
func (r *Answer) OK() *Answer {
	r.a.Want(fmt.Sprintf("ok-%d", r.n), r.Status == http.StatusOK, "status 200", fmt.Sprint("status ", r.Status), r)
	if r.Status != http.StatusOK {
		r.a.end(nil)
	}
	return r
}

// Media demands a media type.
func (r *Answer) Media(want string) *Answer {
	got, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	r.a.Want(fmt.Sprintf("media-%d", r.n), strings.EqualFold(strings.TrimSpace(got), want), "media type "+want, "media type "+fmt.Sprintf("%q", got), r)
	return r
}

// errCannot is what a server that is nobody's simulator cannot be asked.
var errCannot = errors.New("only a simulator can do this")
