package openapi

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// checkRequest judges a request that the service accepted.
func (v *Validator) checkRequest(out *report, route *route, vars map[string]string, r *http.Request, body []byte) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		out.add("query", "", "cannot be read: it has a bad escape or a semicolon")
	}
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: vars, QueryParams: query, Route: route.kin,
		Options: &openapi3filter.Options{MultiError: true, SkipSettingDefaults: true},
	}
	for _, p := range route.params {
		v.checkParameter(out, input, p)
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !v.unknownQuery && !route.query[name] {
			out.add("query "+name, "", "is not a parameter of this operation")
		}
		if len(query[name]) > 1 && !route.repeated[name] {
			out.add("query "+name, "", "occurs %d times", len(query[name]))
		}
	}
	v.checkSecurity(out, route.security, r.Header)
	v.checkRequestBody(out, route.op.RequestBody, body)
}

func (v *Validator) checkParameter(out *report, input *openapi3filter.RequestValidationInput, p *openapi3.Parameter) {
	where := p.In + " " + p.Name
	err := openapi3filter.ValidateParameter(context.Background(), input, p)
	if err == nil {
		return
	}
	refused, ok := errors.AsType[*openapi3filter.RequestError](err)
	if ok && (errors.Is(refused.Err, openapi3filter.ErrInvalidRequired) || errors.Is(refused.Err, openapi3filter.ErrInvalidEmptyValue)) {
		out.add(where, "", "%s", refused.Reason)
		return
	}
	if _, badValue := errors.AsType[*openapi3.SchemaError](err); ok && badValue {
		for _, d := range flatten(refused.Err, nil, v.visit) {
			out.add(where, d.pointer, "%s", d.message)
		}
		return
	}
	out.add(where, "", "cannot be read as %s", strings.Join(p.Schema.Value.Type.Slice(), " or "))
}

// checkSecurity looks whether the credentials are there; whether they are good, the service has said.
func (v *Validator) checkSecurity(out *report, requirements openapi3.SecurityRequirements, header http.Header) {
	var missing []string
	for _, alternative := range requirements {
		missing = missing[:0]
		for _, name := range slices.Sorted(maps.Keys(alternative)) {
			if scheme := v.doc.Components.SecuritySchemes[name]; scheme != nil && !present(scheme.Value, header) {
				missing = append(missing, name)
			}
		}
		if len(missing) == 0 {
			return
		}
	}
	if len(missing) > 0 {
		out.add("security", "", "was accepted without %s", strings.Join(missing, " and "))
	}
}

// present tells whether a request carries the credential of a scheme. Schemes that do not travel in headers count as present.
func present(s *openapi3.SecurityScheme, header http.Header) bool {
	switch {
	case s.Type == "http":
		scheme, credential, ok := strings.Cut(header.Get("Authorization"), " ")
		return ok && strings.EqualFold(scheme, s.Scheme) && strings.TrimSpace(credential) != ""
	case s.Type == "apiKey" && s.In == "header":
		return header.Get(s.Name) != ""
	case s.Type == "oauth2" || s.Type == "openIdConnect":
		return header.Get("Authorization") != ""
	}
	return true
}

// checkRequestBody reads the body by the description's media type, not by the request's: what was accepted was read somehow.
func (v *Validator) checkRequestBody(out *report, ref *openapi3.RequestBodyRef, body []byte) {
	if ref == nil {
		return // a body on a GET is odd, but no description forbids it
	}
	if len(body) == 0 {
		if ref.Value.Required {
			out.add("body", "", "is empty, and one is required")
		}
		return
	}
	for media, described := range ref.Value.Content {
		if described.Schema != nil && (isJSON(media) || media == "*/*") {
			v.checkJSON(out, described.Schema.Value, body)
		}
	}
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
