package cli

import (
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/internal/openapi"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/specs"
)

// newValidate compiles the description of every service and returns the check
// that --validate runs on each exchange. Worlds may follow different profiles, so
// each description is taken whole: what any profile has is accepted.
func newValidate() (func(service string, r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error, error) {
	validators := map[string]*openapi.Validator{}
	for _, name := range serviceNames(mockserver.All()) {
		if !slices.Contains(specs.Names(), name) {
			continue
		}
		doc, err := specs.Read(name)
		if err != nil {
			return nil, err
		}
		if validators[name], err = openapi.New(doc); err != nil {
			return nil, failure("specs/%s.yaml: %w", name, err)
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
