// Package openapi says whether an exchange is what a specification describes.
//
// It reads OpenAPI 3.0 and a few extensions of ours, which specs/ uses: x-trailing-slash, x-undocumented, x-profile and
// x-enum-values. It is the only package that imports kin-openapi.
package openapi

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Validator checks exchanges against one specification. It never changes after New: use it from any number of goroutines.
type Validator struct {
	doc           *openapi3.T
	routes        []route
	undocumented  *openapi3.Responses // what an unknown path may get; nil when nothing is said
	trailingSlash bool                // a slash at the end of a path changes nothing
	unknownQuery  bool
	visit         []openapi3.SchemaValidationOption
}

// Operation is one operation of a specification.
type Operation struct {
	ID      string
	Method  string
	Path    string // the template, such as /v1/sports/accounts/{accountId}
	Summary string
	// Statuses are the documented ones in ascending order; a range is spelled "5XX".
	Statuses []string
	// Inferred are those of Statuses whose x-evidence is inferred.
	Inferred []string
	// Source and Evidence are x-source and x-evidence: where it was read, and how sure that is.
	Source, Evidence string
}

// An Option changes how strictly a Validator judges.
type Option func(*Validator)

// WithUnknownFields accepts members that an object's schema does not list, as a client has to.
func WithUnknownFields() Option {
	return func(v *Validator) {
		_ = v.doc.WalkSchemas(func(_ string, s *openapi3.SchemaRef) error {
			if has := s.Value.AdditionalProperties.Has; has != nil && !*has {
				s.Value.AdditionalProperties.Has = nil
			}
			return nil
		})
	}
}

// WithUnknownQuery accepts query parameters that an operation does not list.
func WithUnknownQuery() Option {
	return func(v *Validator) { v.unknownQuery = true }
}

// New compiles a specification, given as YAML or JSON. It fails when the document is not valid OpenAPI 3.0,
// when an operation has no operationId, and when two operations share a method and a path.
func New(doc []byte, opts ...Option) (*Validator, error) {
	loader := openapi3.NewLoader()
	t, err := loader.LoadFromData(doc)
	if err != nil {
		return nil, fmt.Errorf("openapi: cannot read the specification: %w", err)
	}
	if !t.IsOpenAPI30() {
		return nil, fmt.Errorf("openapi: version %q: only 3.0 is supported, because kin-openapi compiles 3.1 schemas anew at each check", t.OpenAPI)
	}
	if err := t.Validate(context.Background(), openapi3.DisableExamplesValidation()); err != nil {
		return nil, fmt.Errorf("openapi: the specification is not valid: %w", err)
	}
	v := &Validator{doc: t}
	v.trailingSlash = t.Extensions["x-trailing-slash"] == "optional"
	if v.undocumented, err = undocumented(t); err != nil {
		return nil, err
	}
	if v.routes, err = compileRoutes(t); err != nil {
		return nil, err
	}
	v.visit = []openapi3.SchemaValidationOption{
		openapi3.MultiErrors(),
		openapi3.WithStringFormatValidators(formats()),
	}
	for _, o := range opts {
		o(v)
	}
	return v, nil
}

// Operations lists the operations, by path and then by method.
func (v *Validator) Operations() []Operation {
	ops := make([]Operation, 0, len(v.routes))
	for _, r := range v.routes {
		o := Operation{ID: r.op.OperationID, Method: r.method, Path: r.template, Summary: r.op.Summary}
		for status, response := range r.op.Responses.Map() {
			o.Statuses = append(o.Statuses, status)
			if response.Value.Extensions["x-evidence"] == "inferred" {
				o.Inferred = append(o.Inferred, status)
			}
		}
		slices.Sort(o.Statuses)
		slices.Sort(o.Inferred)
		o.Source, _ = r.op.Extensions["x-source"].(string)
		o.Evidence, _ = r.op.Extensions["x-evidence"].(string)
		ops = append(ops, o)
	}
	slices.SortFunc(ops, func(a, b Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return ops
}

// undocumented reads x-undocumented: status to the name of a response component.
func undocumented(t *openapi3.T) (*openapi3.Responses, error) {
	ext, ok := t.Extensions["x-undocumented"]
	if !ok {
		return nil, nil
	}
	names, ok := ext.(map[string]any)
	if !ok {
		return nil, errors.New("openapi: x-undocumented must map statuses to names of components/responses")
	}
	responses := openapi3.NewResponsesWithCapacity(len(names))
	for status, name := range names {
		ref := t.Components.Responses[fmt.Sprint(name)]
		if ref == nil {
			return nil, fmt.Errorf("openapi: x-undocumented: %s: no components/responses/%v", status, name)
		}
		responses.Set(status, ref)
	}
	return responses, nil
}
