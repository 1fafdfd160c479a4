package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// sample has a case of every verdict, and one failure with all that a failure
// can have.
func sample() *conformance.Results {
	r := &conformance.Results{
		Schema: conformance.ResultsSchema, Suite: "2026.12.0", Set: "toy-2026.12", Protocol: 1, Mode: conformance.InProcess, Time: "virtual",
		Seed: 7, Started: time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC), Real: time.Second, Complete: true,
		Subject: subject.Hello{Name: "acme <sports>", Version: "1.4.2", Language: "go 1.26", APIs: []string{"toy"}, Ops: []string{"get"}},
		Stale:   []string{"T-XPASS-001: passes, but is listed as a known failure: remove the entry T-XPASS-001"},
	}
	for i, v := range conformance.Verdicts() {
		level := conformance.Must
		if v == conformance.Warn {
			level = conformance.Should
		}
		area := "T-" + strings.ToUpper(slug(v))
		c := conformance.CaseResult{
			ID: area + "-001", Rev: 1, Title: "comes to " + string(v), Area: area, API: "toy", Level: level, Basis: conformance.Doc,
			Profiles: []string{"toy-read"}, Core: i%2 == 0, Verdict: v, Kills: []string{"poll-hot"}, Hint: "Sleep five seconds before the same request again.",
			Says:     []string{"A client waits five seconds after a 202. (toy page, line 48)"},
			Evidence: &evidence.Grounds{Grade: evidence.SeenInClient, Source: "toy page, <top>", Date: "2026-02"},
			Runs: []conformance.RunResult{{Verdict: v, World: area + "-001", WorldTime: time.Minute, Checks: []conformance.CheckResult{
				{ID: "value_equals", Verdict: conformance.Pass, Level: level, Met: true, Want: `call "results" to report 5.4 at "/trimp"`, Saw: "so"},
			}}},
		}
		if v != conformance.Pass {
			c.Runs[0].Checks = append(c.Runs[0].Checks, conformance.CheckResult{
				ID: "gap_at_least", Verdict: v, Level: level, Want: "a pause of at least 5.000 s between <202> and the next", Saw: "0.102 s (#1→#2), 100%d",
				Evidence: []int{1, 2}, Marks: map[int]string{1: "", 2: "too early by 4.898 s"},
			})
		}
		if v == conformance.NA {
			c.Runs, c.Reason = nil, "the subject does not declare feature telepathy"
		}
		if v == conformance.Fail {
			c.Runs[0].Requests = 9
			c.Runs[0].Calls = []conformance.CallLine{{Label: "results", Op: "toy.get", End: 206 * time.Millisecond, Came: "a value"}}
			c.Runs[0].Transcript = []conformance.Line{
				{
					N: 1, At: 0, Done: time.Millisecond, Operation: "get", Request: "GET /v1/thing?var=trimp", Header: map[string]string{"Authorization": "Bearer <JWT of this world's consumer, iat +0s, exp iat+300s>", "X-Api-Key": "<API key of this world>"},
					Status: 202, RespHeader: map[string]string{"Retry-After": "5"}, RespBody: `{"message":"Accepted <script>"}`, Bytes: 31,
				},
				{N: 2, At: 103 * time.Millisecond, Done: 104 * time.Millisecond, Operation: "get", Request: "GET /v1/thing?var=trimp", Body: "{}", Status: 200, Bytes: 2, Notes: []string{"fault script", "quota allow: 3 of 60"}},
				{N: 9, At: 205 * time.Millisecond, Done: 206 * time.Millisecond, Request: "GET /v1/other", Status: 0},
			}
		}
		r.Cases = append(r.Cases, c)
	}
	r.Tally([]string{"toy-read"})
	return r
}

func render(t *testing.T, f Renderer, r *conformance.Results) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f(&b, r))
	return b.Bytes()
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	for name, f := range Files() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.Equal(t, name, render(t, f, sample()))
		})
	}
	t.Run("text.txt", func(t *testing.T) {
		t.Parallel()
		golden.Equal(t, "text.txt", render(t, Text, sample()))
	})
}

func TestResultsFollowTheirSchema(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("results.json", doc))
	s, err := c.Compile("results.json")
	require.NoError(t, err)
	for name, r := range map[string]*conformance.Results{"full": sample(), "empty": {
		Schema: conformance.ResultsSchema, Suite: "2026.12.0", Protocol: 1, Mode: conformance.Adapter, Time: "real", Counts: map[conformance.Verdict]int{},
	}} {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, JSON, r)))
		require.NoError(t, err)
		require.NoError(t, s.Validate(v), name)
	}
	wrong := sample()
	wrong.Cases[0].Verdict = "GREAT"
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, JSON, wrong)))
	require.NoError(t, err)
	require.ErrorContains(t, s.Validate(v), "verdict")
}

func TestJUnitCountsWhatItHolds(t *testing.T) {
	t.Parallel()
	var got junitSuites
	require.NoError(t, xml.Unmarshal(render(t, JUnit, sample()), &got))
	require.Equal(t, 11, got.Tests)
	require.Equal(t, 3, got.Failures, "FAIL, SUBJECT-ERROR, XPASS")
	require.Equal(t, 1, got.Errors)
	skipped := 0
	for _, s := range got.Suites {
		skipped += s.Skipped
		for _, c := range s.Cases {
			if strings.Contains(c.Name, "WARN") {
				require.Nil(t, c.Failure)
				require.Contains(t, c.Out, "WARN")
				require.Equal(t, "warn T-WARN-001", s.Properties.List[0].Name)
			}
		}
	}
	require.Equal(t, 4, skipped, "N/A, NOT-EXERCISED, XFAIL, FLAKY")
	require.Contains(t, got.Suites[0].Properties.List, junitProp{"evidence " + got.Suites[0].Name + "-001", "seen in client code: toy page, <top> (2026-02)"})
}

// The elements and attributes that the schema of Jenkins' xUnit plugin knows,
// junit-10.xsd: what is strict somewhere else is a part of it.
func TestJUnitHasTheFormThatCISystemsRead(t *testing.T) {
	t.Parallel()
	type element struct{ inside, attributes string }
	known := map[string]element{
		"testsuites": {"testsuite", "name time tests failures errors"},
		"testsuite":  {"testsuite properties testcase system-out system-err", "name tests failures errors group time skipped timestamp hostname id package file log url"},
		"properties": {"property", ""},
		"property":   {"", "name value"},
		"testcase":   {"skipped error failure system-out system-err", "name time classname group"},
		"skipped":    {"", "type message"}, "error": {"", "type message"}, "failure": {"", "type message"}, "system-out": {},
	}
	dec := xml.NewDecoder(bytes.NewReader(render(t, JUnit, sample())))
	path, seen := []string{}, map[string]bool{}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			seen[e.Name.Local] = true
			require.Contains(t, known, e.Name.Local)
			if n := len(path); n > 0 {
				require.Contains(t, strings.Fields(known[path[n-1]].inside), e.Name.Local)
			}
			for _, a := range e.Attr {
				require.Contains(t, strings.Fields(known[e.Name.Local].attributes), a.Name.Local, e.Name.Local)
			}
			path = append(path, e.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	require.Len(t, seen, len(known), "all of them occur")
}

func TestProvisionalFailuresAreNoFailuresOfABuild(t *testing.T) {
	t.Parallel()
	r := sample()
	for i := range r.Cases {
		r.Cases[i].Provisional = true
	}
	var got junitSuites
	require.NoError(t, xml.Unmarshal(render(t, JUnit, r), &got))
	require.Zero(t, got.Failures)
	require.Equal(t, 1, got.Errors)
}

func TestThePageNeedsNothingElse(t *testing.T) {
	t.Parallel()
	page := string(render(t, HTML, sample()))
	for _, reference := range []string{"http://", "https://", "src=", "@import", "url("} {
		require.NotContains(t, page, reference)
	}
	require.NotContains(t, page, "Accepted <script>", "what subjects say is escaped")
	require.NotContains(t, page, "acme <sports>")
	require.Equal(t, 11, strings.Count(page, "<details"))
	require.Contains(t, page, `<form id="filter" hidden`, "without script there is nothing to click that does nothing")
}

func TestBadgesAreWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		r    conformance.Results
		want string
	}{
		{"all is well", conformance.Results{Profiles: []conformance.ProfileResult{{Name: "p", Word: conformance.Conformant}}}, "conformant"},
		{"one exception", conformance.Results{Profiles: []conformance.ProfileResult{{Name: "p", Word: conformance.WithExceptions, Counts: map[conformance.Verdict]int{conformance.XFail: 1}}}}, "1 exception"},
		{"three exceptions", conformance.Results{Profiles: []conformance.ProfileResult{{Name: "p", Word: conformance.WithExceptions, Counts: map[conformance.Verdict]int{conformance.XFail: 2, conformance.Flaky: 1}}}}, "3 exceptions"},
		{"the worst profile counts", conformance.Results{Profiles: []conformance.ProfileResult{{Word: conformance.NonConformant}, {Word: conformance.Conformant}}}, "non-conformant"},
		{"no profile", conformance.Results{}, "partial"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got struct{ Message string }
			require.NoError(t, json.Unmarshal(render(t, Badge, &tt.r), &got))
			require.Equal(t, tt.want, got.Message)
		})
	}
}

func TestWriteMakesEveryFile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out", "1")
	require.NoError(t, Write(dir, sample()))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, len(Files())+1, "and nothing else")
	texts, err := filepath.Glob(filepath.Join(dir, "transcripts", "*.txt"))
	require.NoError(t, err)
	require.Len(t, texts, 6)
	raw, err := os.ReadFile(filepath.Join(dir, "transcripts", "T-FAIL-001.txt"))
	require.NoError(t, err)
	require.Contains(t, string(raw), "too early by 4.898 s")
	well := sample()
	well.Cases = well.Cases[:1]
	require.NoError(t, Write(dir, well))
	require.NoDirExists(t, filepath.Join(dir, "transcripts"), "nothing of the run before")

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.ErrorContains(t, Write(filepath.Join(file, "out"), sample()), "report:")
}

func TestATerminalIsSparedWhatIsAlike(t *testing.T) {
	t.Parallel()
	run := conformance.RunResult{Variant: "one", Verdict: conformance.Fail, Requests: 50}
	for n := range 50 {
		at := time.Duration(n) * time.Second
		run.Calls = append(run.Calls, conformance.CallLine{Label: "call", Op: "toy.get", Start: at, End: at, Came: "a value"})
		run.Transcript = append(run.Transcript, conformance.Line{N: n + 1, At: at, Done: at, Request: "GET /v1/thing", Status: 200})
	}
	run.Transcript[20].Status = 429
	other := func(name, why string) conformance.RunResult {
		return conformance.RunResult{Variant: name, Verdict: conformance.NA, Reason: why}
	}
	var b strings.Builder
	require.NoError(t, Case(&b, &conformance.CaseResult{ID: "T-001", Verdict: conformance.Fail, Runs: []conformance.RunResult{run, other("two", "no API"), other("three", "no API")}}))
	text := b.String()
	require.Equal(t, 3, strings.Count(text, "  call   "), text)
	require.Contains(t, text, "  …      47 more like these\n")
	require.Contains(t, text, "… #3 to #19 are like these\n     #20 ")
	require.Contains(t, text, "#21  +20.000", "what is not alike is shown")
	require.Contains(t, text, "… #24 to #49 are like these\n     #50 ")
	require.NotContains(t, text, "left out")
	require.Contains(t, text, "  n/a    two, three: no API\n")
}

func TestNoFileOfAnEarlierRunIsTakenForThisOnes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, Write(dir, sample()))
	err := writeFile(filepath.Join(dir, "results.json"), sample(), func(io.Writer, *conformance.Results) error { return errors.New("no space left") })
	require.ErrorContains(t, err, "no space left")
	require.NoFileExists(t, filepath.Join(dir, "results.json"))
}

func TestATerminalThatGoesAwayIsAnError(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	require.NoError(t, r.CloseWithError(errors.New("gone")))
	require.EqualError(t, Text(w, sample()), "gone")
}
