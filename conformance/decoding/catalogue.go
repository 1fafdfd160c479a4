package decoding

import (
	"fmt"
	"slices"
	"sort"

	"github.com/ergodrome/ergodrome/conformance"
)

// Catalogue is the cases that fixtures belong to, as far as decoding shows them.
type Catalogue struct {
	Cases    []*conformance.Case
	fixtures map[string][]Fixture // by case
}

// Of lists the fixtures of a case.
func (c *Catalogue) Of(id string) []Fixture { return c.fixtures[id] }

// NewCatalogue finds the cases of the fixtures among all cases of the suite. Fixtures
// of a family of rows count for a case of their own, number 000.
func NewCatalogue(all []*conformance.Case, list []Fixture) (*Catalogue, error) {
	c := &Catalogue{fixtures: map[string][]Fixture{}}
	for _, f := range list {
		model, err := caseOf(all, f)
		if err != nil {
			return nil, err
		}
		if at := slices.IndexFunc(c.Cases, func(x *conformance.Case) bool { return x.ID == model.ID }); at >= 0 {
			model = c.Cases[at]
		} else {
			c.Cases = append(c.Cases, model)
		}
		if p := f.Area.API + "-decode"; !slices.Contains(model.Profiles, p) {
			model.Profiles = append(model.Profiles, p)
		}
		if f.run == nil {
			model.Checks = append(model.Checks, conformance.Check{ID: f.Name, Name: f.Area.Check})
		} else {
			model.Checks = f.run.Checks
		}
		c.fixtures[model.ID] = append(c.fixtures[model.ID], f)
	}
	sort.Slice(c.Cases, func(i, j int) bool { return c.Cases[i].ID < c.Cases[j].ID })
	return c, nil
}

// caseOf is the case of the catalogue that a fixture belongs to, with nothing of how
// it is performed elsewhere.
func caseOf(all []*conformance.Case, f Fixture) (*conformance.Case, error) {
	for _, c := range all {
		if c.ID == f.Requirement {
			return &conformance.Case{
				ID: c.ID, Rev: c.Rev, Title: c.Title, API: f.Area.API, Level: c.Level, Basis: c.Basis, Ground: c.Ground, Source: c.Source,
				Requires: c.Requires, Hint: c.Hint, Time: conformance.TimeNone, Kills: c.Kills,
			}, nil
		}
	}
	family := map[string]conformance.Case{
		"FB-DATA": {Title: "reads whole bodies of results", Basis: conformance.OpenAPI, Source: "Sports Cloud API, OpenAPI 1.1.0"},
		"X-JSON":  {Title: "refuses a body that is none, and bears what JSON allows", Basis: conformance.RFC, Source: "RFC 8259"},
	}
	c, ok := family[f.Requirement]
	if !ok {
		return nil, fmt.Errorf("fixture %s/%s belongs to %s, which is no case", f.Area.Name, f.Name, f.Requirement)
	}
	c.ID, c.Rev, c.API, c.Level, c.Time = f.Requirement+"-000", 1, f.Area.API, conformance.Must, conformance.TimeNone
	return &c, nil
}
