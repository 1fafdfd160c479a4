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
	Words map[string]bool // the vendor's own words
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
	c, err := newComparison(o)
	if err != nil {
		return nil, err
	}
	var before map[string]*shape.Book
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
	judges   map[string]*openapi.Validator
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

func newComparison(o Options) (*comparison, error) {
	c := &comparison{services: o.Services, judges: map[string]*openapi.Validator{}, found: map[violation]*count{}, asked: map[string]int{}}
	for _, s := range o.Services {
		v, err := openapi.New(s.Spec)
		if err != nil {
			return nil, fmt.Errorf("specs/%s.yaml: %w", s.Name, err)
		}
		c.judges[s.Name] = v
	}
	return c, nil
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
		service, r := c.whose(e)
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
func (c *comparison) whose(e *recording.Entry) (*Service, *http.Request) {
	u, err := url.Parse(e.Request.URL)
	if err != nil {
		return nil, nil
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
			return nil, nil
		}
		vendor.RawPath = path
		return s, &http.Request{Method: e.Request.Method, URL: &vendor, Host: u.Host, Header: e.RequestHeader()}
	}
	return c.byPath(e, u)
}

// byPath is the only service that has such an operation, wherever it was asked: behind
// somebody's own proxy hosts say nothing.
func (c *comparison) byPath(e *recording.Entry, u *url.URL) (*Service, *http.Request) {
	var found *Service
	for i := range c.services {
		s := &c.services[i]
		if c.judges[s.Name].Match(e.Request.Method, u) == "" {
			continue
		}
		if found != nil {
			return nil, nil
		}
		found = s
	}
	if found == nil {
		return nil, nil
	}
	return found, &http.Request{Method: e.Request.Method, URL: u, Host: u.Host, Header: e.RequestHeader()}
}

func (c *comparison) note(b, before *shape.Book, s *Service, r *http.Request, e *recording.Entry, body []byte) {
	operation := c.judges[s.Name].Match(r.Method, r.URL)
	key := operation
	if key == "" {
		key = r.Method + " of an unknown path"
	}
	c.asked[fmt.Sprint(s.Name, " ", operation, " ", e.Response.Status)]++
	b.Note(&shape.Exchange{Request: key, Operation: operation, Status: e.Response.Status, Header: e.ResponseHeader(), Body: body},
		func(place, text string) bool {
			return s.Words[text] || upper.MatchString(text) || before.Worded(key, e.Response.Status, place)
		})
}

// upper is how vendors spell words that are new: SLEEP_WAKE_STATE_LIGHT.
var upper = lazyregexp.New(`^[A-Z][A-Z0-9]+(_[A-Z0-9]+)+$`)

func (c *comparison) judge(s *Service, r *http.Request, e *recording.Entry, body []byte) {
	err := openapi.Only(c.judges[s.Name].Validate(r, nil, e.Response.Status, e.ResponseHeader(), body), openapi.Response)
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
