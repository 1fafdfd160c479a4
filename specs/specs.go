// Package specs holds our OpenAPI descriptions of the services, written from the vendors' public documents.
//
// They are evidence, not code: the simulator and the clients are compared with them and import nothing from here.
package specs

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/ergodrome/ergodrome/internal/packed"
)

// FS holds the descriptions as YAML, one file a service.
//
//go:embed *.yaml
var FS embed.FS

//go:generate go run github.com/ergodrome/ergodrome/internal/packed/pack control.packed control.yaml
//go:embed control.packed
var archive string

var packedFiles = packed.Open(archive)

// Control returns the description of the control plane, which the simulator serves.
// A program that needs no other is linked without the others.
func Control() []byte {
	doc, err := packedFiles.ReadFile("control.yaml")
	if err != nil { // it is part of the program
		panic(err)
	}
	return doc
}

// Read returns the description called name, such as "firstbeat" for firstbeat.yaml.
// It fails when there is none, and says which there are.
func Read(name string) ([]byte, error) {
	doc, err := FS.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("specs: no description %q (there are %v)", name, Names())
	}
	return doc, nil
}

// Names lists the descriptions in alphabetical order, without ".yaml".
func Names() []string {
	files, err := fs.Glob(FS, "*.yaml")
	if err != nil { // the pattern is constant and well-formed
		panic(err)
	}
	for i, f := range files {
		files[i] = f[:len(f)-len(".yaml")]
	}
	return files
}
