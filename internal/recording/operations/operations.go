// Package operations recognizes requests as operations of the services that specs/ describes.
package operations

import (
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/internal/packed"
)

// routes has a line for each operation: service, host, method, path, operationId. A
// test makes it of specs/, which are forty times as long.
//
//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack operations.packed routes.txt
//go:embed operations.packed
var archive string

var files = packed.Open(archive)

// Operation is one operation of a service.
type Operation struct {
	Service  string // such as "firstbeat"
	Host     string // the vendor's own
	Method   string
	Template string // of the path, such as "/v1/teams/{team_id}"
	ID       string // operationId
	segments []string
}

// Table knows all operations.
type Table struct{ all []Operation }

// New returns the table of all operations.
func New() *Table {
	routes, err := files.Text("routes.txt")
	if err != nil {
		panic(err) // it is part of the program
	}
	t := &Table{}
	for line := range strings.Lines(routes) {
		f := strings.Fields(line)
		t.all = append(t.all, Operation{f[0], f[1], f[2], f[3], f[4], strings.Split(strings.Trim(f[3], "/"), "/")})
	}
	return t
}

// Match recognizes a request by its method, host and escaped path. Before the
// vendor's own path may stand any other, as a simulator's does.
func (t *Table) Match(method, host, path string) (Operation, bool) {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	var best Operation
	most := 0
	for _, o := range t.all {
		if o.Method != method && (method != http.MethodHead || o.Method != http.MethodGet) {
			continue
		}
		if n := o.fit(host, segments); n > most {
			best, most = o, n
		}
	}
	return best, most > 0
}

// fit counts the segments that match word by word; more for the right host, or the
// service's name before the path.
func (o *Operation) fit(host string, segments []string) int {
	before := len(segments) - len(o.segments)
	if before < 0 {
		return 0
	}
	n := 0
	for i, s := range o.segments {
		switch got := segments[before+i]; {
		case strings.HasPrefix(s, "{"):
			if got == "" {
				return 0
			}
		case s == got:
			n += 4
		default:
			return 0
		}
	}
	if n == 0 {
		return 0
	}
	if host == o.Host {
		n += 2
	}
	if before > 0 && segments[before-1] == o.Service {
		n++
	}
	return n
}

// Template is what redact.Redactor asks: the template of a request's path.
func (t *Table) Template(method, path string) string {
	o, _ := t.Match(method, "", path)
	return o.Template
}

// Values are what stands in a path in the place of a template's parameters.
func (o *Operation) Values(path string) []string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	before := len(segments) - len(o.segments)
	var values []string
	for i, s := range o.segments {
		if before+i >= 0 && strings.HasPrefix(s, "{") {
			plain, err := url.PathUnescape(segments[before+i])
			if err != nil {
				plain = segments[before+i]
			}
			values = append(values, plain)
		}
	}
	return values
}
