// Package recorded says what recordings show of a vendor's changes: against its description, and against an earlier recording.
package recorded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/internal/drift"
	"github.com/ergodrome/ergodrome/internal/drift/shape"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/internal/recording"
)

// Service is one that a recording may be of.
type Service struct {
	Name  string
	Hosts []string // the vendor's own
	Spec  []byte
	// Words are the vendor's own, for a service that is met; nil is none.
	Words func() (map[string]bool, error)
}

// Options say what to compare.
type Options struct {
	Recording string // a folder or a HAR file
	Earlier   string // likewise; "" is none
	Specs     bool   // hold it against the descriptions
	Services  []Service
}

// maxBody bounds what is read of one answer.
const maxBody = 64 << 20

// Compare reads the recordings.
func Compare(ctx context.Context, o Options) (*drift.Report, error) {
	report := &drift.Report{Mode: "recording", To: o.Recording}
	c := &comparison{services: o.Services, met: map[string]*met{}, found: map[violation]*count{}, asked: map[string]int{}}
	var (
		before map[string]*shape.Book
		err    error
	)
	if o.Earlier != "" {
		if before, err = c.read(ctx, o.Earlier, false, nil); err != nil {
			return nil, err
		}
		report.Finding = c.lacking(o.Earlier)
		c.looked, c.unread, c.asked = 0, 0, map[string]int{}
	}
	now, err := c.read(ctx, o.Recording, o.Specs, before)
	if err != nil {
		return nil, err
	}
	report.Looked = c.looked
	report.Finding = append(append(report.Finding, c.violations()...), c.lacking(o.Recording)...)
	var from []string
	if o.Specs {
		from = append(from, "descriptions")
	}
	if o.Earlier != "" {
		from = append(from, o.Earlier)
		for service, book := range now {
			if before[service] == nil {
				continue
			}
			found := shape.Compare(before[service], book)
			for i := range found {
				found[i].Service = service
			}
			report.Finding = append(report.Finding, found...)
		}
	}
	report.From = strings.Join(from, " and ")
	report.Unseen = c.unseen
	report.Finish()
	return report, nil
}

type comparison struct {
	services []Service
	met      map[string]*met
	found    map[violation]*count
	asked    map[string]int // answers by service and operation
	looked   int
	unread   int // bodies that should be there
	why      error
	unseen   []string
}

// violation is one way in which answers are not what the description says.
type violation struct{ service, operation, where, message string }

type count struct {
	n       int
	example string
}

// met is a service that a recording may be of: its description is read once it is
// looked at, since most recordings are of one service.
type met struct {
	judge *openapi.Validator
	words map[string]bool
}

// meet reads a service's description and words.
func (c *comparison) meet(s *Service) (*met, error) {
	if m := c.met[s.Name]; m != nil {
		return m, nil
	}
	m := &met{}
	var err error
	if m.judge, err = openapi.New(s.Spec); err == nil && s.Words != nil {
		m.words, err = s.Words()
	}
	if err != nil {
		return nil, fmt.Errorf("specs/%s.yaml: %w", s.Name, err)
	}
	c.met[s.Name] = m
	return m, nil
}

// read notes every exchange of a recording, by service. Where the vendor's own words
// stood before, any word is one.
func (c *comparison) read(ctx context.Context, name string, judge bool, before map[string]*shape.Book) (map[string]*shape.Book, error) {
	in, err := recording.Open(name, recording.Limits{})
	if err != nil {
		return nil, err
	}
	defer in.Close()
	books, strangers, withheld := map[string]*shape.Book{}, 0, 0
	for e, err := range in.Entries() {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		service, r, err := c.whose(e)
		if err != nil {
			return nil, err
		}
		if service == nil {
			strangers++
			continue
		}
		body, err := content(in, e)
		if errors.Is(err, recording.ErrWithheld) {
			withheld++
			continue
		}
		if err != nil {
			c.unread, c.why = c.unread+1, err
			continue
		}
		if books[service.Name] == nil {
			books[service.Name] = shape.New()
			books[service.Name].Masked = true
		}
		c.note(books[service.Name], before[service.Name], service, r, e, body)
		if judge {
			c.judge(service, r, e, body)
		}
		c.looked++
	}
	for _, b := range books {
		b.Settle(nil)
	}
	if strangers > 0 {
		c.unseen = append(c.unseen, fmt.Sprintf("%s: %d exchanges are of no service that is known", name, strangers))
	}
	if withheld > 0 {
		c.unseen = append(c.unseen, fmt.Sprintf("%s: %d exchanges have a body that was not kept", name, withheld))
	}
	return books, nil
}

// lacking says what could not be compared though it should be there.
func (c *comparison) lacking(name string) []drift.Finding {
	switch {
	case c.unread > 0:
		return []drift.Finding{{Class: drift.Unknown, Rule: "unreadable-body", What: c.why.Error(), Count: c.unread}}
	case c.looked == 0:
		return []drift.Finding{{Class: drift.Unknown, Rule: "nothing-to-compare", What: "nothing of a known service can be compared in " + name}}
	}
	return nil
}

func content(in *recording.Reader, e *recording.Entry) ([]byte, error) {
	body, err := in.ResponseBody(e)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	raw, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	if err == nil && len(raw) > maxBody {
		err = errors.New("too long")
	}
	return raw, err
}

// whose is the service that was asked, and the request with the vendor's own path.
func (c *comparison) whose(e *recording.Entry) (*Service, *http.Request, error) {
	u, err := url.Parse(e.Request.URL)
	if err != nil {
		return nil, nil, nil //nolint:nilerr // what is no URL is nobody's
	}
	path := u.EscapedPath()
	for i := range c.services {
		s := &c.services[i]
		own := e.Service == s.Name || slices.Contains(s.Hosts, u.Hostname())
		if at := strings.Index(path, "/"+s.Name+"/"); at >= 0 { // of a simulator
			path, own = path[at+1+len(s.Name):], true
		}
		if !own {
			continue
		}
		vendor := *u
		if vendor.Path, err = url.PathUnescape(path); err != nil {
			return nil, nil, nil //nolint:nilerr // nor is this a path of the vendor's
		}
		vendor.RawPath = path
		_, err := c.meet(s)
		return s, &http.Request{Method: e.Request.Method, URL: &vendor, Host: u.Host, Header: e.RequestHeader()}, err
	}
	return c.byPath(e, u)
}

// byPath is the only service that has such an operation, wherever it was asked: behind
// somebody's own proxy hosts say nothing.
func (c *comparison) byPath(e *recording.Entry, u *url.URL) (*Service, *http.Request, error) {
	var found *Service
	for i := range c.services {
		s := &c.services[i]
		m, err := c.meet(s)
		if err != nil {
			return nil, nil, err
		}
		if m.judge.Match(e.Request.Method, u) == "" {
			continue
		}
		if found != nil {
			return nil, nil, nil
		}
		found = s
	}
	if found == nil {
		return nil, nil, nil
	}
	return found, &http.Request{Method: e.Request.Method, URL: u, Host: u.Host, Header: e.RequestHeader()}, nil
}

func (c *comparison) note(b, before *shape.Book, s *Service, r *http.Request, e *recording.Entry, body []byte) {
	m := c.met[s.Name]
	operation := m.judge.Match(r.Method, r.URL)
	key := operation
	if key == "" {
		key = r.Method + " of an unknown path"
	}
	c.asked[fmt.Sprint(s.Name, " ", operation, " ", e.Response.Status)]++
	b.Note(&shape.Exchange{Request: key, Operation: operation, Status: e.Response.Status, Header: e.ResponseHeader(), Body: body},
		func(place, text string) bool {
			return m.words[text] || upper.MatchString(text) || before.Worded(key, e.Response.Status, place)
		})
}

// upper is how vendors spell words that are new: SLEEP_WAKE_STATE_LIGHT.
var upper = lazyregexp.New(`^[A-Z][A-Z0-9]+(_[A-Z0-9]+)+$`)

func (c *comparison) judge(s *Service, r *http.Request, e *recording.Entry, body []byte) {
	err := openapi.Only(c.met[s.Name].judge.Validate(r, nil, e.Response.Status, e.ResponseHeader(), body), openapi.Response)
	bad, ok := errors.AsType[*openapi.Error](err)
	if !ok {
		return
	}
	once := map[violation]bool{}
	for _, v := range bad.Violations {
		where := strings.TrimSpace(fmt.Sprint(e.Response.Status, " ", strings.TrimPrefix(v.Where, "body"), places(v.Pointer)))
		k := violation{s.Name, bad.Operation, where, v.Message}
		if c.found[k] == nil {
			c.found[k] = &count{example: at(body, v.Pointer)}
		}
		if !once[k] {
			c.found[k].n++
			once[k] = true
		}
	}
}

// violations are the findings against descriptions.
func (c *comparison) violations() []drift.Finding {
	var out []drift.Finding
	for k, n := range c.found {
		class, rule := classOf(k.message)
		out = append(out, drift.Finding{
			Class: class, Rule: rule, Service: k.service, Operation: k.operation, Where: k.where, What: k.message, Count: n.n, Of: c.asked[k.service+" "+k.operation+" "+strings.Fields(k.where)[0]], Example: n.example,
		})
	}
	return out
}
