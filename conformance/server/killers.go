package server

import (
	_ "embed"
	"strings"

	"github.com/ergodrome/ergodrome/internal/packed"
)

// killers.txt has a line for each probe and each simulator of package broken that it
// notices: what there is to tell of them, without the simulators.
//
//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack killers.packed killers.txt
//go:embed killers.packed
var archive string

var files = packed.Open(archive)

// Killers names the defects that a probe is proven to notice, and what a server with them does.
func Killers(id string) []string {
	table, err := files.Text("killers.txt")
	if err != nil {
		panic(err) // it is part of the program
	}
	var out []string
	for line := range strings.Lines(table) {
		if probe, defect, _ := strings.Cut(line, "\t"); probe == id {
			out = append(out, strings.TrimSpace(defect))
		}
	}
	return out
}
