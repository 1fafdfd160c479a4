package fidelity_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
)

// kinds are what stands in one place: object, list, number, boolean, null, or a kind of text.
type kinds map[string]bool

// shape is what answers consist of: by JSON pointer, with * for the index of a list.
type shape map[string]kinds

// The kinds of text, the first that fits.
var texts = []struct {
	kind string
	like *regexp.Regexp
}{
	{"placeholder", regexp.MustCompile(`^(string|)$`)},
	{"instant", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$`)},
	{"local time", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$`)},
	{"date", regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)},
	{"ISO duration", regexp.MustCompile(`^-?P[0-9YWDTHMS.]+$`)},
	{"seconds", regexp.MustCompile(`^-?\d+(\.\d+)?s$`)},
	{"number in quotes", regexp.MustCompile(`^-?\d+(\.\d+)?$`)},
	{"boolean in quotes", regexp.MustCompile(`^(true|false)$`)},
}

// code is an authorization code, which is never the same.
var code = regexp.MustCompile(`code=[0-9a-f]{32}`)

func (s shape) note(pointer, kind string) {
	if s[pointer] == nil {
		s[pointer] = kinds{}
	}
	s[pointer][kind] = true
}

func (s shape) walk(pointer string, node any) {
	switch node := node.(type) {
	case map[string]any:
		s.note(pointer, "object")
		for key, member := range node {
			s.walk(pointer+"/"+key, member)
		}
	case []any:
		s.note(pointer, "list")
		for _, element := range node {
			s.walk(pointer+"/*", element)
		}
	case json.Number:
		s.note(pointer, "number")
	case bool:
		s.note(pointer, "boolean")
	case nil:
		s.note(pointer, "null")
	case string:
		for _, t := range texts {
			if t.like.MatchString(node) {
				s.note(pointer, t.kind)
				return
			}
		}
		s.note(pointer, "text")
	}
}

// read adds an answer: its status, its headers and its body.
func (s shape) read(t *testing.T, status int, header http.Header, body []byte) {
	t.Helper()
	s.note("status", http.StatusText(status))
	for name := range header {
		s.note("header:"+name, "there")
	}
	if to := header.Get("Location"); to != "" {
		s.note("location", code.ReplaceAllString(to, "code=CODE"))
	}
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		media = "none"
	}
	s.note("media", media)
	if media != "application/json" {
		s.note("body", string(body))
		return
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var node any
	require.NoError(t, d.Decode(&node), "%.200s", body)
	s.walk("", node)
}

// differ lists where ours departs from theirs: - for what is theirs alone, + for what is ours alone, ~ for another kind
// of thing in the same place. Of what is missing it names the outermost.
func differ(theirs, ours shape) []string {
	var out []string
	for _, p := range slices.Sorted(maps.Keys(theirs)) {
		if i := strings.LastIndexByte(p, '/'); ours[p] == nil && (i < 0 || ours[p[:i]] != nil) {
			out = append(out, "-"+p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(ours)) {
		i := strings.LastIndexByte(p, '/')
		switch {
		case theirs[p] == nil && (i < 0 || theirs[p[:i]] != nil):
			out = append(out, "+"+p)
		case theirs[p] != nil && !theirs[p].take(ours[p]):
			out = append(out, "~"+p)
		}
	}
	return out
}

// take says whether all of ours is among theirs. A placeholder stands for any text; a text, such as an identifier, may be
// all digits.
func (theirs kinds) take(ours kinds) bool {
	for k := range ours {
		text := !slices.Contains([]string{"object", "list", "number", "boolean", "null"}, k)
		switch {
		case theirs[k], k == "placeholder", text && theirs["placeholder"], theirs["text"] && k == "number in quotes":
		default:
			return false
		}
	}
	return true
}

// accepted is a set of departures from what the documents print, with its reason.
type accepted struct {
	Why string `yaml:"why"`
	At  string `yaml:"at"` // separated by spaces
}

// acceptances are testdata/shapes.yaml.
type acceptances struct {
	Reasons  map[string]string     `yaml:"reasons"`
	Services map[string][]accepted `yaml:"services"` // hold for every exchange of a service
	Answers  map[string][]accepted `yaml:"answers"`  // by the name of the exchange
}

func readAcceptances(t *testing.T) *acceptances {
	t.Helper()
	text, err := os.ReadFile("testdata/shapes.yaml")
	require.NoError(t, err)
	var a acceptances
	require.NoError(t, yaml.UnmarshalWithOptions(text, &a, yaml.Strict()))
	return &a
}

// requireLike holds what the simulator answered to what the documents print: nothing differs but what is accepted, and
// nothing is accepted that does not differ. Extra headers need not be on every answer.
func (a *acceptances) requireLike(t *testing.T, e *fixtures.Exchange, ours shape) {
	t.Helper()
	theirs := shape{}
	theirs.read(t, e.Status, e.Header, e.Body)
	headers, list := []string{}, []string{}
	for _, s := range a.Services[strings.SplitN(e.Name, "/", 2)[0]] {
		headers = append(headers, strings.Fields(s.At)...)
	}
	for _, s := range a.Answers[e.Name] {
		list = append(list, strings.Fields(s.At)...)
	}
	found := slices.DeleteFunc(differ(theirs, ours), func(d string) bool { return slices.Contains(headers, d) })
	slices.Sort(list)
	slices.Sort(found)
	if diff := cmp.Diff(list, found); diff != "" {
		var words strings.Builder
		for _, d := range found {
			if !slices.Contains(list, d) {
				words.WriteString(d + ": theirs " + strings.Join(slices.Sorted(maps.Keys(theirs[d[1:]])), ", ") + "; ours " + strings.Join(slices.Sorted(maps.Keys(ours[d[1:]])), ", ") + "\n")
			}
		}
		t.Errorf("%s: (-accepted in testdata/shapes.yaml +found)\n%s\n%s", e.Name, diff, words.String())
	}
}

// answerOf is one answer to a request, as it came.
func answerOf(t *testing.T, client *http.Client, r *http.Request) (int, http.Header, []byte) {
	t.Helper()
	one := *client
	one.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r.Header.Set("Accept-Encoding", "identity")
	resp, err := one.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, resp.Header, body
}

func TestDifferSeesWhatIsMissingAddedAndChanged(t *testing.T) {
	read := func(body string) shape {
		s := shape{}
		s.read(t, http.StatusOK, http.Header{"Content-Type": {"application/json"}}, []byte(body))
		return s
	}
	theirs := read(`{"a":1,"b":"2026-01-01T00:00:00Z","c":[{"d":"string","e":{"f":1}}],"g":"1","h":true}`)
	require.Empty(t, differ(theirs, theirs))
	require.Equal(t, []string{"-/c/*/e", "-/h", "~/a", "~/b", "+/c/*/x", "~/g"}, differ(theirs, read(`{"a":null,"b":"2026-01-01T00:00:00","c":[{"d":"7","x":{"y":1}},{"d":"UP"}],"g":1}`)))
	require.Equal(t, []string{"~/c/*/d"}, differ(theirs, read(`{"a":1,"b":"2026-01-01T00:00:00Z","c":[{"d":3,"e":{"f":1}}],"g":"1","h":true}`)))
}

func TestEveryAcceptedDifferenceHasAReasonAndAnExchange(t *testing.T) {
	a := readAcceptances(t)
	used := map[string]bool{}
	check := func(name string, list []accepted) {
		for _, s := range list {
			require.NotEmpty(t, strings.Fields(s.At), name)
			require.NotEmpty(t, a.Reasons[s.Why], "%s: no reason %q", name, s.Why)
			used[s.Why] = true
		}
	}
	for name, list := range a.Services {
		_, err := fixtures.Exchanges(name)
		require.NoError(t, err)
		check(name, list)
	}
	for name, list := range a.Answers {
		_, err := fixtures.Load(name)
		require.NoError(t, err)
		check(name, list)
	}
	for why := range a.Reasons {
		require.True(t, used[why], "the reason %q is given for nothing", why)
	}
}
