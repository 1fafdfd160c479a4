// Package judge holds the simulator's answers against the descriptions in specs/.
//
// It brings kin-openapi, and with it a JSON Schema library that compiles its own
// schemas at each start of a program: as much time and memory as the rest of the
// simulator. So cmd/ergodrome is linked without it, and cmd/ergodrome-full with it.
package judge

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/specs"
)

// New compiles the descriptions of the named services, those that have one, and
// returns the check of their answers. Worlds may follow different profiles, so each
// description is taken whole: what any profile has is accepted.
func New(services []string) (func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error, error) {
	validators := map[string]*openapi.Validator{}
	for _, name := range services {
		if !slices.Contains(specs.Names(), name) {
			continue
		}
		doc, err := specs.Read(name)
		if err != nil {
			return nil, err
		}
		if validators[name], err = openapi.New(doc); err != nil {
			return nil, fmt.Errorf("specs/%s.yaml: %w", name, err)
		}
	}
	return func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error {
		v, ok := validators[service]
		if !ok {
			return nil
		}
		// A request that the vendor would let pass, wrong as it is, is not the
		// simulator's fault.
		return openapi.Only(v.Validate(r, requestBody, status, header, body), openapi.Response)
	}, nil
}
