package evidence

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// packed is made of specs/ by a test of internal/fidelity, which compares the two.
//
//go:embed index.br
var packed string

// Load returns the index of this program's descriptions. It is unpacked by the first who asks, and must not be changed.
func Load() *Index { return load() }

var load = sync.OnceValue(func() *Index {
	raw, err := io.ReadAll(brotli.NewReader(strings.NewReader(packed)))
	if err != nil {
		panic("evidence: " + err.Error()) // the index is part of the program: this is a broken build
	}
	x, err := Unpack(raw)
	if err != nil {
		panic(err)
	}
	return x
})

// Service finds a description by its name. Its error says which there are.
func (x *Index) Service(name string) (*Service, error) {
	s, ok := x.Services[name]
	if !ok {
		return nil, fmt.Errorf("evidence: nothing is known of %.80q", name)
	}
	return s, nil
}
