package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/drift"
)

// element says what two public schemas of JUnit files both allow an element to have,
// and what one of them demands.
// [confirmed: jenkinsci/xunit-plugin, junit-10.xsd; windyroad/JUnit-Schema, JUnit.xsd]
type element struct {
	attributes map[string]*regexp.Regexp // their form; those that are there are allowed
	required   []string
	children   []string // in this order
	demanded   []string // children
	choice     bool     // at most one of the children
}

func junitSchema() map[string]element {
	text, count, token := regexp.MustCompile(`(?s).*`), regexp.MustCompile(`^\d+$`), regexp.MustCompile(`^\S+( \S+)*$`)
	seconds, instant := regexp.MustCompile(`^\d+(\.\d+)?$`), regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`)
	problem := element{attributes: map[string]*regexp.Regexp{"message": text, "type": text}, required: []string{"type"}}
	return map[string]element{
		"testsuites": {children: []string{"testsuite"}},
		"testsuite": {
			attributes: map[string]*regexp.Regexp{
				"name": token, "package": token, "id": count, "timestamp": instant, "hostname": token, "tests": count, "failures": count, "errors": count, "skipped": count, "time": seconds,
			},
			required: []string{"name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time"},
			children: []string{"properties", "testcase", "system-out", "system-err"}, demanded: []string{"properties", "system-out", "system-err"},
		},
		"properties": {children: []string{"property"}},
		"property":   {attributes: map[string]*regexp.Regexp{"name": token, "value": text}, required: []string{"name", "value"}},
		"testcase": {
			attributes: map[string]*regexp.Regexp{"name": token, "classname": token, "time": seconds}, required: []string{"name", "classname", "time"},
			children: []string{"skipped", "error", "failure"}, choice: true,
		},
		"skipped":    {attributes: map[string]*regexp.Regexp{"message": text, "type": text}},
		"error":      problem,
		"failure":    problem,
		"system-out": {},
		"system-err": {},
	}
}

// node is any element.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
}

func (n *node) hold(t *testing.T, schema map[string]element) {
	t.Helper()
	e, known := schema[n.XMLName.Local]
	require.True(t, known, "element %s", n.XMLName.Local)
	there := map[string]string{}
	for _, a := range n.Attrs {
		require.Contains(t, e.attributes, a.Name.Local, "of %s", n.XMLName.Local)
		require.Regexp(t, e.attributes[a.Name.Local], a.Value, "%s of %s", a.Name.Local, n.XMLName.Local)
		there[a.Name.Local] = a.Value
	}
	for _, name := range e.required {
		require.Contains(t, there, name, "of %s", n.XMLName.Local)
	}
	last, seen := 0, map[string]int{}
	for i := range n.Children {
		name := n.Children[i].XMLName.Local
		at := slices.Index(e.children, name)
		require.GreaterOrEqual(t, at, last, "%s in %s", name, n.XMLName.Local)
		last = at
		seen[name]++
		n.Children[i].hold(t, schema)
	}
	for _, name := range e.demanded {
		require.Equal(t, 1, seen[name], "%s in %s", name, n.XMLName.Local)
	}
	if e.choice {
		require.LessOrEqual(t, len(n.Children), 1, "in %s", n.XMLName.Local)
	}
	if n.XMLName.Local == "testsuite" {
		for attribute, child := range map[string]string{"failures": "failure", "errors": "error", "skipped": "skipped"} {
			counted := 0
			for i := range n.Children {
				for k := range n.Children[i].Children {
					if n.Children[i].Children[k].XMLName.Local == child {
						counted++
					}
				}
			}
			require.Equal(t, strconv.Itoa(counted), there[attribute], attribute)
		}
		require.Equal(t, strconv.Itoa(seen["testcase"]), there["tests"])
	}
}

func reports() []*drift.Report { return []*drift.Report{sample(), later(), {Mode: "spec"}} }

func TestJUnitIsWithinBothSchemas(t *testing.T) {
	for _, r := range reports() {
		out := rendered(t, "junit", r)
		require.True(t, bytes.HasPrefix(out, []byte("<?xml ")))
		var all node
		d := xml.NewDecoder(bytes.NewReader(out))
		require.NoError(t, d.Decode(&all))
		require.Equal(t, "testsuites", all.XMLName.Local)
		all.hold(t, junitSchema())
		_, err := d.Token()
		for err == nil {
			_, err = d.Token()
		}
		require.True(t, errors.Is(err, io.EOF))
		names := map[string]bool{}
		for _, c := range all.Children[0].Children {
			for _, a := range c.Attrs {
				if c.XMLName.Local == "testcase" && a.Name.Local == "name" {
					require.False(t, names[a.Value], "%s is there twice", a.Value)
					names[a.Value] = true
				}
			}
		}
		require.Len(t, names, max(1, len(r.Finding)+len(r.Known)))
	}
}

// object says what the schema of SARIF 2.1.0 allows a member of one of its objects to
// be, of those that are used here; none may have others.
// [confirmed: OASIS, sarif-schema-2.1.0.json of errata 01]
type object struct {
	members  map[string]string // name -> definition, "[]" before that of items, "{}" before that of any member
	required []string
}

func sarifSchema() map[string]object {
	return map[string]object{
		"log": {map[string]string{"$schema": "uri", "version": "version", "runs": "[]run"}, []string{"version", "runs"}},
		// The standard's prose demands results of a run that looked at something, if only an empty list.
		"run":        {map[string]string{"tool": "tool", "results": "[]result"}, []string{"tool", "results"}},
		"tool":       {map[string]string{"driver": "component"}, []string{"driver"}},
		"component":  {map[string]string{"name": "string", "informationUri": "uri", "rules": "[]descriptor"}, []string{"name"}},
		"descriptor": {map[string]string{"id": "string", "shortDescription": "text"}, []string{"id"}},
		"text":       {map[string]string{"text": "string"}, []string{"text"}},
		"result": {map[string]string{
			"ruleId": "string", "ruleIndex": "index", "level": "level", "baselineState": "state", "message": "text", "locations": "[]location",
			"partialFingerprints": "{}string", "properties": "bag",
		}, []string{"message"}},
		"location": {map[string]string{"physicalLocation": "physical", "logicalLocations": "[]logical"}, nil},
		"physical": {map[string]string{"artifactLocation": "artifact", "region": "region"}, []string{"artifactLocation"}},
		"artifact": {map[string]string{"uri": "reference"}, nil},
		"region":   {map[string]string{"startLine": "line"}, []string{"startLine"}},
		"logical":  {map[string]string{"fullyQualifiedName": "string", "kind": "string"}, nil},
	}
}

func hold(t *testing.T, schema map[string]object, kind string, v any) {
	t.Helper()
	if item, ok := cut(kind, "[]"); ok {
		require.IsType(t, []any{}, v, kind)
		for _, one := range v.([]any) {
			hold(t, schema, item, one)
		}
		return
	}
	if item, ok := cut(kind, "{}"); ok {
		require.IsType(t, map[string]any{}, v, kind)
		for _, one := range v.(map[string]any) {
			hold(t, schema, item, one)
		}
		return
	}
	switch kind {
	case "string":
		require.IsType(t, "", v)
	case "version":
		require.Equal(t, "2.1.0", v)
	case "level":
		require.Contains(t, []any{"none", "note", "warning", "error"}, v)
	case "state":
		require.Contains(t, []any{"new", "unchanged", "updated", "absent"}, v)
	case "index", "line":
		n, ok := v.(float64)
		require.True(t, ok && n == float64(int(n)))
		require.GreaterOrEqual(t, n, map[string]float64{"index": -1, "line": 1}[kind])
	case "uri", "reference":
		u, err := url.Parse(v.(string))
		require.NoError(t, err)
		require.Equal(t, v, u.String(), "escaped")
		require.True(t, kind == "reference" || u.IsAbs())
	case "bag":
		require.IsType(t, map[string]any{}, v)
	default:
		o, known := schema[kind]
		require.True(t, known, kind)
		require.IsType(t, map[string]any{}, v, kind)
		members := v.(map[string]any)
		for _, name := range o.required {
			require.Contains(t, members, name, "of %s", kind)
		}
		for _, name := range slices.Sorted(maps.Keys(members)) {
			require.Contains(t, o.members, name, "of %s", kind)
			hold(t, schema, o.members[name], members[name])
		}
	}
}

func cut(kind, mark string) (string, bool) {
	if len(kind) > len(mark) && kind[:len(mark)] == mark {
		return kind[len(mark):], true
	}
	return kind, false
}

func TestSARIFIsWithinItsSchema(t *testing.T) {
	for _, r := range reports() {
		var log map[string]any
		require.NoError(t, json.Unmarshal(rendered(t, "sarif", r), &log))
		hold(t, sarifSchema(), "log", log)
		run := log["runs"].([]any)[0].(map[string]any)
		results, rules := run["results"].([]any), run["tool"].(map[string]any)["driver"].(map[string]any)["rules"].([]any)
		require.Len(t, results, len(r.Finding)+len(r.Known))
		ids := map[any]bool{}
		for _, rule := range rules {
			id := rule.(map[string]any)["id"]
			require.False(t, ids[id], "rules are unique")
			ids[id] = true
		}
		for i, x := range results {
			x := x.(map[string]any)
			require.Equal(t, x["ruleId"], rules[int(x["ruleIndex"].(float64))].(map[string]any)["id"])
			switch {
			case r.Since.IsZero():
				require.NotContains(t, x, "baselineState")
			case i < len(r.Finding):
				require.Equal(t, "new", x["baselineState"])
			default:
				require.Equal(t, "unchanged", x["baselineState"])
				require.Equal(t, "note", x["level"])
			}
		}
	}
}
