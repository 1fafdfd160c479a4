package fidelity_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
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
var code = regexp.MustCompile(`code=[^&]+`)

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
	s.note("status", strconv.Itoa(status))
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
	switch {
	case strings.HasSuffix(media, "json"):
		s.lines(t, media == "application/x-ndjson", body)
	case len(body) == 0:
		s.note("body", "empty")
	default:
		s.note("body", "bytes") // pages and files: ours look and are otherwise
	}
}

// lines adds a body of JSON, or one of JSON a line as a list of them.
func (s shape) lines(t *testing.T, many bool, body []byte) {
	t.Helper()
	pointer := ""
	if many {
		pointer = "/*"
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	for {
		var node any
		err := d.Decode(&node)
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err, "%.200s", body)
		s.walk(pointer, node)
	}
}

// differ lists where ours departs from theirs: - for what is theirs alone, + for what is ours alone, ~ for another kind
// of thing in the same place. Of what is missing it names the outermost.
func differ(theirs, ours shape) []string {
	var out []string
	for _, p := range slices.Sorted(maps.Keys(theirs)) {
		if ours[p] == nil && ours.reaches(p) {
			out = append(out, "-"+p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(ours)) {
		switch {
		case theirs[p] == nil && theirs.reaches(p):
			out = append(out, "+"+p)
		case theirs[p] != nil && !theirs[p].take(ours[p]):
			out = append(out, "~"+p)
		}
	}
	return out
}

// reaches says whether there is something that could have a member or an element at this place.
func (s shape) reaches(pointer string) bool {
	i := strings.LastIndexByte(pointer, '/')
	return i < 0 || s[pointer[:i]]["object"] || s[pointer[:i]]["list"]
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
