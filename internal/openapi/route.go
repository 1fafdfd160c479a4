package openapi

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// route is one operation, ready to be matched.
type route struct {
	method   string
	template string
	segments []string // of the template; "{name}" is a parameter
	op       *openapi3.Operation
	kin      *routers.Route
	params   []*openapi3.Parameter
	query    map[string]bool // names of the query parameters
	repeated map[string]bool // those whose key is repeated for each item
	security openapi3.SecurityRequirements
}

// compileRoutes lists the operations so that the first match is the right one: literal segments come before parameters.
func compileRoutes(t *openapi3.T) ([]route, error) {
	var routes []route
	seen := map[string]string{}
	for _, template := range t.Paths.InMatchingOrder() {
		item := t.Paths.Value(template)
		for method, op := range item.Operations() {
			if op.OperationID == "" {
				return nil, fmt.Errorf("openapi: %s %s has no operationId", method, template)
			}
			segments := strings.Split(template, "/")
			key := method + " " + shape(segments)
			if other, dup := seen[key]; dup {
				return nil, fmt.Errorf("openapi: %s and %s %s match the same requests", other, method, template)
			}
			seen[key] = method + " " + template
			r := route{
				method: method, template: template, segments: segments, op: op,
				kin:      &routers.Route{Spec: t, Path: template, PathItem: item, Method: method, Operation: op},
				query:    map[string]bool{},
				repeated: map[string]bool{},
				security: t.Security,
			}
			if op.Security != nil {
				r.security = *op.Security
			}
			for _, ref := range append(append(openapi3.Parameters{}, item.Parameters...), op.Parameters...) {
				r.params = append(r.params, ref.Value)
				if ref.Value.In == openapi3.ParameterInQuery {
					r.query[ref.Value.Name] = true
					r.repeated[ref.Value.Name] = isRepeated(ref.Value)
				}
			}
			routes = append(routes, r)
		}
	}
	return routes, nil
}

// isRepeated tells whether a list travels as one key a time, which is the default of OpenAPI.
func isRepeated(p *openapi3.Parameter) bool {
	return p.Schema != nil && p.Schema.Value.Type.Is("array") && (p.Explode == nil || *p.Explode)
}

// shape is a template without the names of its parameters.
func shape(segments []string) string {
	out := make([]string, len(segments))
	for i, s := range segments {
		if isParam(s) {
			s = "{}"
		}
		out[i] = s
	}
	return strings.Join(out, "/")
}

func isParam(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
}

// find returns the operation that a request is for, or nil.
func (v *Validator) find(method, escapedPath string) (*route, map[string]string) {
	if v.trailingSlash && len(escapedPath) > 1 {
		escapedPath = strings.TrimSuffix(escapedPath, "/")
	}
	for i := range v.routes {
		r := &v.routes[i]
		if r.method != method {
			continue
		}
		if vars, ok := r.match(escapedPath); ok {
			return r, vars
		}
	}
	return nil, nil
}

// match compares a path with the template segment by segment, so that an escaped slash stays inside its segment.
func (r *route) match(escapedPath string) (map[string]string, bool) {
	var vars map[string]string
	rest := escapedPath
	for i, want := range r.segments {
		var got string
		var more bool
		got, rest, more = strings.Cut(rest, "/")
		if last := i == len(r.segments)-1; last == more {
			return nil, false
		}
		if !isParam(want) {
			if got != want {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(got)
		if err != nil || value == "" {
			return nil, false
		}
		if vars == nil {
			vars = make(map[string]string, 4)
		}
		vars[want[1:len(want)-1]] = value
	}
	return vars, true
}
