//go:build !race

// One goroutine reads months of everything, to see whether each member and value occurs.

package polaraccesslink_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/polaraccesslink"
	"github.com/ergodrome/ergodrome/mockserver/world"
	"github.com/ergodrome/ergodrome/specs"
)

// schema is as much of a schema as the walk needs.
type schema struct {
	Ref        string             `json:"$ref"`
	AllOf      []*schema          `json:"allOf"`
	OneOf      []*schema          `json:"oneOf"`
	Properties map[string]*schema `json:"properties"`
	Additional additional         `json:"additionalProperties"`
	Items      *schema            `json:"items"`
	Enum       []string           `json:"enum"`
}

// additional is a schema, or a word that allows or forbids.
type additional struct{ *schema }

func (a *additional) UnmarshalJSON(b []byte) error {
	if b[0] != '{' {
		return nil
	}
	return json.Unmarshal(b, &a.schema)
}

// described are the schemas of answers, by name, and the schema of each answer.
type described struct {
	schemas map[string]*schema
	answers map[string]string // operation to schema
}

func readDescription(t *testing.T, profile string) described {
	t.Helper()
	raw, err := specs.Read(service)
	require.NoError(t, err)
	raw, err = openapi.ForProfile(raw, profile)
	require.NoError(t, err)
	var doc struct {
		Paths map[string]struct {
			Get struct {
				ID        string `json:"operationId"`
				Responses map[string]struct {
					Content map[string]struct {
						Schema *schema `json:"schema"`
					} `json:"content"`
				} `json:"responses"`
			} `json:"get"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]*schema `json:"schemas"`
		} `json:"components"`
	}
	require.NoError(t, json.Unmarshal(raw, &doc))
	d := described{doc.Components.Schemas, map[string]string{}}
	for _, path := range doc.Paths {
		if s := path.Get.Responses["200"].Content["application/json"].Schema; s != nil {
			d.answers[path.Get.ID] = strings.TrimPrefix(s.Ref, reference)
		}
	}
	require.Len(t, d.answers, 20)
	return d
}

const reference = "#/components/schemas/"

// census is which members and values have occurred: "schema.member" and
// "enumeration=VALUE".
type census struct {
	described
	seen map[string]bool
}

// read notes what there is in the text of an answer.
func (c *census) read(t *testing.T, answer string, body []byte) {
	t.Helper()
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, body))
	rest := c.walk(c.place(answer, c.schemas[answer]), compact.Bytes())
	require.Empty(t, rest)
}

// place is a schema in the description, under the name by which it is noted.
type place struct {
	name       string
	schema     *schema // nil: none
	enumerated bool
	members    map[string]*place // those that were met
	items      *place
}

// place finds the schema that another stands for.
func (c *census) place(name string, s *schema) *place {
	p := &place{name: name, members: map[string]*place{}}
	for p.schema = s; p.schema != nil; {
		switch s := p.schema; {
		case s.Ref != "":
			p.name = strings.TrimPrefix(s.Ref, reference)
			p.schema = c.schemas[p.name]
			continue
		case len(s.AllOf) > 0:
			p.schema = s.AllOf[0]
			continue
		case len(s.OneOf) > 0 && s.Properties == nil:
			p.schema = s.OneOf[0]
			continue
		case len(s.Enum) > 0:
			p.enumerated = true
		}
		break
	}
	return p
}

// member is where the value of a member belongs.
func (c *census) member(p *place, name string) *place {
	s := p.schema
	if s != nil && s.Properties[name] != nil {
		return c.place(p.name+"."+name, s.Properties[name])
	}
	if s != nil {
		return c.place(p.name, s.Additional.schema)
	}
	return c.place(p.name, nil)
}

// walk notes what there is in the value that compact JSON begins with, and returns what
// follows it. Answers are long, and none of it is kept: package json's trees are not
// made for that.
func (c *census) walk(p *place, b []byte) []byte {
	switch b[0] {
	case '{':
		for b = b[1:]; b[0] != '}'; b = bytes.TrimPrefix(b, []byte(",")) {
			end := textEnd(b)
			inner := p.members[string(b[1:end-1])]
			if inner == nil {
				member := string(b[1 : end-1])
				inner = c.member(p, member)
				p.members[member] = inner
				if p.schema != nil && p.schema.Properties[member] != nil {
					c.seen[p.name+"."+member] = true
				}
			}
			b = c.walk(inner, b[end+1:])
		}
		return b[1:]
	case '[':
		if p.items == nil {
			p.items = c.place(p.name, nil)
			if p.schema != nil && p.schema.Items != nil {
				p.items = c.place(p.name, p.schema.Items)
			}
		}
		for b = b[1:]; b[0] != ']'; b = bytes.TrimPrefix(b, []byte(",")) {
			b = c.walk(p.items, b)
		}
		return b[1:]
	case '"':
		end := textEnd(b)
		if p.enumerated {
			c.seen[p.name+"="+string(b[1:end-1])] = true
		}
		return b[end:]
	}
	if end := bytes.IndexAny(b, ",]}"); end >= 0 {
		return b[end:]
	}
	return nil
}

// textEnd is where the string ends that b begins with.
func textEnd(b []byte) int {
	for i := 1; ; i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// wanted are all members and values that a schema and those below it have.
func (c *census) wanted(name string, into map[string]bool) {
	if into[name] || c.schemas[name] == nil {
		return
	}
	into[name] = true
	var look func(at string, s *schema)
	look = func(at string, s *schema) {
		if s == nil {
			return
		}
		if s.Ref != "" {
			c.wanted(strings.TrimPrefix(s.Ref, reference), into)
		}
		for _, inner := range slices.Concat(s.AllOf, s.OneOf) {
			look(at, inner)
		}
		for _, e := range s.Enum {
			into[at+"="+e] = true
		}
		for member, inner := range s.Properties {
			into[at+"."+member] = true
			look(at+"."+member, inner)
		}
		look(at, s.Items)
		look(at, s.Additional.schema)
	}
	look(name, c.schemas[name])
}

// visits are the requests of a walk through what one athlete has: everything without
// a range, and days on which something happened, with all features.
func (s *sim) visits(athlete int, days []time.Time) map[string][]string {
	all := map[string][]string{}
	for _, o := range polaraccesslink.Table() {
		switch {
		case o.Scope == "" || o.ID == "getProfilePicture":
		case o.ID == "RouteService_LoadRoute":
			for n := range 3 {
				all[o.ID] = append(all[o.ID], "/routes/"+polaraccesslink.RouteID(s.tenant, athlete, n))
			}
		case o.ID == "listCalendarTargets":
			all[o.ID] = []string{o.Path + "?fromDate=2025-11-01&toDate=2026-04-01"}
		case !o.Ranged:
			all[o.ID] = []string{o.Path}
		case o.ID == "listCalendarEntries": // features may be asked for over any range
			all[o.ID] = []string{o.Path + between("2025-12-11", "2026-03-11", o.Features...)}
		default:
			if o.ID == "listTests" { // results need no feature
				all[o.ID] = append(all[o.ID], o.Path+between("2025-12-11", "2026-03-11"))
			}
			for _, d := range days {
				all[o.ID] = append(all[o.ID], o.Path+between(d.Format(day), d.AddDate(0, 0, 1).Format(day), o.Features...))
			}
		}
	}
	return all
}

// telling are days on which an athlete did something that shows more than what was
// seen before: a few of each sport, long ones and short ones.
func (s *sim) telling(athlete int, seen map[string]int) []time.Time {
	var days []time.Time
	take := func(what string, most int) bool {
		seen[what]++
		return seen[what] <= most
	}
	for _, e := range s.workouts(athlete) {
		most, length := 2, e.End.Sub(e.Start)
		switch e.Sport {
		case dataset.Walking, dataset.Swimming, dataset.CyclingRoad:
			most = 12
		case dataset.CyclingIndoor:
			most = 8
		case dataset.Running, dataset.Strength:
			most = 10
		}
		wanted := take(fmt.Sprint(e.Sport, e.GPS, e.Power), most)
		wanted = length > 85*time.Minute && take("long", 20) || wanted
		wanted = length < 35*time.Minute && take("short", 10) || wanted
		if x, ok := s.World.Data.PerformanceTest(e); ok {
			wanted = take(fmt.Sprint("test", x.Kind, x.Maximal, e.Start.Before(start.AddDate(0, -2, 0))), 2) || wanted
		}
		if wanted {
			days = append(days, e.Start.In(e.Zone))
		}
	}
	return days
}

// complete says whether all that an operation's answers can have has been seen.
func (c *census) complete(id string) bool {
	wanted := map[string]bool{}
	c.wanted(c.answers[id], wanted)
	for name := range wanted {
		if strings.ContainsAny(name, ".=") && !c.seen[name] && reasonNever(name) == "" {
			return false
		}
	}
	return true
}

// visitsLeast is how often an operation is asked that has shown everything: some more
// answers must not have what the reasons say never occurs.
const visitsLeast = 8

// visitsMost bounds how often an operation is asked otherwise.
func visitsMost(id string) int {
	if id == "listPpiSamples" || id == "getContinuousSamples" {
		return visitsLeast // days of samples are large, and one is like another
	}
	return 600
}

// Every member and every value that the description has occurs somewhere in the
// population, but for those that have a reason not to.
func TestEveryMemberAndValueOccurs(t *testing.T) {
	statistics(t)
	t.Parallel()
	s := newSim(t, func(c *world.Config) {
		c.Population.Athletes, c.Population.FirstDay = 90, start.AddDate(0, -9, 0) // from summer on
	})
	c := census{readDescription(t, "documented"), map[string]bool{}}
	seen := map[string]int{}
	open := func(id string) bool { return seen[id] < visitsLeast || !c.complete(id) }
	for athlete := range s.World.Data.Athletes() {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(c.answers)), open) {
			break
		}
		s.token = s.grant(athlete)
		for id, paths := range s.visits(athlete, s.telling(athlete, seen)) {
			for _, path := range paths {
				if seen[id]++; seen[id] > visitsMost(id) || !open(id) {
					break
				}
				a := s.direct(path)
				require.NoError(t, a.Bug, path)
				require.Zero(t, a.Status, "%s: %s", path, a.Body)
				s.described("GET", path, nil, answer{200, http.Header{"Content-Type": {a.ContentType}}, a.Body})
				c.read(t, c.answers[id], a.Body)
			}
		}
	}
	wanted := map[string]bool{}
	for _, name := range c.answers {
		c.wanted(name, wanted)
	}
	var missing []string
	for name := range wanted {
		if strings.ContainsAny(name, ".=") && !c.seen[name] && reasonNever(name) == "" {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	require.Empty(t, missing, "they occur nowhere in the population; give them a place, or a reason in reasonsNever")
	for _, r := range reasonsNever {
		for name := range wanted {
			require.False(t, r.never(name) && c.seen[name], "%s occurs; so the reason is not true: %s", name, r.why)
		}
	}
}
