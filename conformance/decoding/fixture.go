// Package decoding judges decoders by the decoding fixtures alone, without any vendor or network.
package decoding

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/fixtures"
)

// Area is a folder of fixtures that are decoded in one way.
type Area struct {
	Name     string // "firstbeat-vector"
	API      string // whose service sends such things
	Op       string // the operation of an adapter that decodes one
	Argument string // the operation's argument: json, or base64 for what is no JSON
	Ending   string // of the files with the input
	Check    string // the check function that knows the expectations
}

// Areas lists all there are, in order.
func Areas() []Area {
	return []Area{
		{"firstbeat-results", "firstbeat", "decode.fb_results", "json", ".json", "decodes_as"},
		{"firstbeat-vector", "firstbeat", "decode.fb_vector", "json", ".json", "decodes_as"},
		{"sweatstack-activity", "sweatstack", "decode.ss_activity", "json", ".json", "reads_as"},
		{"sweatstack-ndjson", "sweatstack", "decode.ss_stream", "base64", ".ndjson", "reads_as"},
		{"sweatstack-parquet", "sweatstack", "decode.ss_frame", "base64", ".parquet", "reads_as"},
	}
}

// Fixture is one input, and where it stands.
type Fixture struct {
	Area        *Area
	Name        string // "n_010_cut_1": its first letter is the verdict
	Requirement string // a row of the catalogue, or a family of rows: "FB-VEC-010", "X-JSON"
	Input       []byte

	run  *conformance.Case // of a derived fixture: the run that scripts the body
	call *conformance.Call // and the call that is answered with it
}

// group is what a decoder has to prove itself in: an area, or all areas of a service
// that are derived.
func (f *Fixture) group() string {
	if f.run != nil {
		return f.Area.API
	}
	return f.Area.Name
}

// Sound reports whether the input must be decoded, whatever else is possible.
func (f *Fixture) Sound() bool { return strings.HasPrefix(f.Name, "y_") }

// argument is the input as an adapter is given it.
func (f *Fixture) argument() string {
	if f.Area.Argument == "base64" {
		return base64.StdEncoding.EncodeToString(f.Input)
	}
	return string(f.Input)
}

// Load reads every fixture, in the order of areas and names.
func Load() ([]Fixture, error) {
	var out []Fixture
	for _, area := range Areas() {
		names, err := fs.Glob(fixtures.Decode(), "decode/"+area.Name+"/*.expect.json")
		if err != nil {
			return nil, err
		}
		slices.Sort(names)
		for _, name := range names {
			raw, err := fs.ReadFile(fixtures.Decode(), name)
			if err != nil {
				return nil, err
			}
			f := Fixture{Area: &area, Name: strings.TrimSuffix(path.Base(name), ".expect.json")}
			expect := struct {
				Requirement *string `json:"requirement"`
			}{&f.Requirement}
			if err := json.Unmarshal(raw, &expect); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if f.Input, err = fs.ReadFile(fixtures.Decode(), strings.TrimSuffix(name, ".expect.json")+area.Ending); err != nil {
				return nil, err
			}
			out = append(out, f)
		}
	}
	return out, nil
}
