// Package reach says what rests on an operation of a vendor: operations of our clients, and conformance cases.
package reach

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
	"github.com/ergodrome/ergodrome/conformance/requirements"
	"github.com/ergodrome/ergodrome/internal/drift"
)

//go:embed operations.yaml
var files embed.FS

// Reach knows what rests on what.
type Reach struct {
	clients map[string]map[string][]string // service -> operationId -> operations of clients
	cases   map[string]map[string][]string // service -> operationId -> cases
}

// Load reads the catalogue of cases.
func Load() (*Reach, error) {
	r := &Reach{cases: map[string]map[string][]string{}}
	operations, err := files.ReadFile("operations.yaml")
	if err != nil {
		return nil, err
	}
	if err := yaml.UnmarshalWithOptions(operations, &r.clients, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("reach/operations.yaml: %w", err)
	}
	asked := map[string]map[string]string{} // operation of a client -> service -> operationId
	for service, ops := range r.clients {
		for id, names := range ops {
			for _, name := range names {
				if asked[name] == nil {
					asked[name] = map[string]string{}
				}
				asked[name][service] = id
			}
		}
	}
	book, err := requirements.Load()
	if err != nil {
		return nil, err
	}
	all, err := cases.Load()
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if !book.Covers(c.ID) {
			continue // a case that rests on no requirement rests on no document
		}
		touched, err := mentioned(c)
		if err != nil {
			return nil, err
		}
		for _, op := range c.OpNames() {
			for service, id := range asked[op] {
				if about(c, service) {
					touched[id] = true
				}
			}
		}
		for id := range touched {
			r.add(c, id)
		}
	}
	return r, nil
}

// about says whether a case concerns a service; logins are everybody's.
func about(c *conformance.Case, service string) bool {
	return service == "polar-auth" || slices.Contains(c.Services(), service)
}

// add enters a case under the services that have the operation.
func (r *Reach) add(c *conformance.Case, id string) {
	for service, ops := range r.clients {
		if _, has := ops[id]; !has || !about(c, service) {
			continue
		}
		if r.cases[service] == nil {
			r.cases[service] = map[string][]string{}
		}
		if !slices.Contains(r.cases[service][id], c.ID) {
			r.cases[service][id] = append(r.cases[service][id], c.ID)
			slices.Sort(r.cases[service][id])
		}
	}
}

// mentioned are the operations that a case's script, stimulus and checks name.
func mentioned(c *conformance.Case) (map[string]bool, error) {
	found := map[string]bool{}
	runs := append([]*conformance.Case{c}, c.Runs()...)
	for _, run := range runs {
		var tree any
		raw, err := json.Marshal([]any{run.World.Script, run.World.Faults, run.Stimulus, run.Checks})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.ID, err)
		}
		if err := json.Unmarshal(raw, &tree); err != nil {
			return nil, fmt.Errorf("%s: %w", c.ID, err)
		}
		walk(tree, found)
	}
	return found, nil
}

func walk(node any, found map[string]bool) {
	switch n := node.(type) {
	case map[string]any:
		if id, ok := n["operation"].(string); ok && id != "" {
			found[id] = true
		}
		for _, v := range n {
			walk(v, found)
		}
	case []any:
		for _, v := range n {
			walk(v, found)
		}
	}
}

// Cases rest on an operation.
func (r *Reach) Cases(service, operation string) []string { return r.cases[service][operation] }

// Clients are the operations of our clients that ask for an operation.
func (r *Reach) Clients(service, operation string) []string { return r.clients[service][operation] }

// Operations are those of a service that are known here.
func (r *Reach) Operations(service string) []string {
	return slices.Sorted(maps.Keys(r.clients[service]))
}

// Mark enters into each finding what rests on it.
func (r *Reach) Mark(findings []drift.Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Operation != "" {
			f.Clients, f.Cases = r.Clients(f.Service, f.Operation), r.Cases(f.Service, f.Operation)
		}
	}
}
