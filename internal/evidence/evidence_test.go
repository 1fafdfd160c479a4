package evidence_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
)

func Example() {
	s, _ := evidence.Load().Service("polar-teampro")
	for _, r := range s.Rows() {
		if r.Section == "listTeams" && r.Kind == "operation" {
			fmt.Printf("%s is %s: %s, %s\n", r.Name, r.Grade, r.Source, r.Date)
		}
	}
	// Output: listTeams is documented: TeamPro page 1.0.2, GET /v1/teams, 2024-11-28
}

func TestTheIndexKnowsEveryService(t *testing.T) {
	for _, name := range []string{"firstbeat", "polar-auth", "polar-teampro", "polar-accesslink", "sweatstack"} {
		s, err := evidence.Load().Service(name)
		require.NoError(t, err)
		require.NotEmpty(t, s.Operations)
	}
	_, err := evidence.Load().Service("nowhere")
	require.ErrorContains(t, err, `"nowhere"`)
}

func TestGradesAreWords(t *testing.T) {
	for _, g := range evidence.Grades() {
		text, err := g.MarshalText()
		require.NoError(t, err)
		var back evidence.Grade
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, g, back)
	}
	require.Equal(t, "seen in client code", evidence.SeenInClient.String())
	require.Equal(t, "Grade(9)", evidence.Grade(9).String())
	var g evidence.Grade
	require.ErrorContains(t, g.UnmarshalText([]byte("certain")), `"certain" is not a grade`)
}

// toy has a part of each kind, with texts that name the parts and texts that do not.
func toy() *evidence.Index {
	own := func(source string) evidence.Held {
		return evidence.Held{Own: &evidence.Grounds{Grade: evidence.Documented, Source: source, Date: "2026"}}
	}
	named := func(source string) *evidence.Member { return &evidence.Member{Held: own(source)} }
	s := &evidence.Service{
		Info: own("page"), Profiles: []string{"old", "new"},
		Operations: map[string]*evidence.Operation{"getA": {
			Held: own("page, GET /v1/data/list"), Method: "GET", Path: "/v1/data/list", Mask: 2, Limits: []*evidence.Member{{Name: "days", Held: own("page, list")}},
			Answers:    map[string]*evidence.Answer{"200": {Headers: map[string]*evidence.Member{"X": named("page, /v1/data/list")}, Frames: []*evidence.Frame{{Held: own("page, data/list"), Columns: []string{"a"}}}}},
			Body:       &evidence.Answer{Content: map[string]*evidence.Member{"text/plain": named("list")}},
			Parameters: []*evidence.Member{{Name: "n", In: "query", Held: own("page, list, n")}},
		}},
		Schemas: map[string]*evidence.Member{"Athlete": {
			Held:  own("page, Athlete"),
			Props: map[string]*evidence.Member{"height": named("page, Athlete.height"), "weight": named("page, Athlete.weight")},
			Items: named("page, items of Athlete"), More: named("page"), Any: []*evidence.Member{named("page, Athlete")},
			Values: map[string]*evidence.Member{"one": named("page, one")},
		}},
		Answers: map[string]*evidence.Answer{"Missing": {Held: own("page, Missing")}},
		Common:  map[string]*evidence.Member{"X-Id": named("page, X-Id")},
		Limits:  []*evidence.Member{{Name: "minute", Held: own("page, each minute")}},
	}
	return &evidence.Index{Services: map[string]*evidence.Service{"toy": s}}
}

func TestAPackedIndexComesBackAsItWas(t *testing.T) {
	packed, err := evidence.Pack(toy())
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(packed), "Athlete\""), "a text that has the part's name in it does not repeat it")
	back, err := evidence.Unpack(packed)
	require.NoError(t, err)
	require.Equal(t, toy().Services["toy"].Rows(), back.Services["toy"].Rows())
	require.NotEmpty(t, back.Services["toy"].Rows())
}

func TestABrokenIndexIsRefused(t *testing.T) {
	packed, err := evidence.Pack(toy())
	require.NoError(t, err)
	for name, spoil := range map[string]func(s map[string]any){
		"the index is broken: toy has no text 99":         func(s map[string]any) { s["info"] = map[string]any{"g": 99} },
		"the index is broken: toy has no text -1":         func(s map[string]any) { s["info"] = map[string]any{"g": -1} },
		"the index is broken: toy says nothing of itself": func(s map[string]any) { delete(s, "info") },
		"the index is broken: json":                       func(s map[string]any) { s["texts"] = "none" },
	} {
		t.Run(name, func(t *testing.T) {
			var doc map[string]map[string]map[string]any
			require.NoError(t, json.Unmarshal(packed, &doc))
			spoil(doc["services"]["toy"])
			bad, err := json.Marshal(doc)
			require.NoError(t, err)
			_, err = evidence.Unpack(bad)
			require.ErrorContains(t, err, name)
		})
	}
}
