package openapi

import (
	"cmp"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Validate compares one exchange with the specification and returns nil or an *Error with every difference.
//
// The path of r is the vendor's own, without any base path, and both bodies are free of content codings. The request is
// judged only when the service accepted it: one that it refused with 4xx or 5xx may well be wrong. The response always is,
// body and headers each on their own, so that a missing header hides nothing.
func (v *Validator) Validate(r *http.Request, requestBody []byte, status int, header http.Header, body []byte) error {
	found := &Error{Method: r.Method, Path: r.URL.Path, Status: status}
	answer := report{part: Response}
	method := r.Method
	if method == http.MethodHead && status < 400 {
		method = http.MethodGet // as HTTP has it; a service without HEAD refuses it like any other method
	}
	route, vars := v.find(method, r.URL.EscapedPath())
	if route == nil {
		v.checkUndocumented(&answer, r.Method, status, header, body)
	} else {
		found.Operation = route.op.OperationID
		if status < 400 {
			asked := report{part: Request}
			v.checkRequest(&asked, route, vars, r, requestBody)
			found.Violations = asked.list
		}
		v.checkResponse(&answer, route.op.Responses, r.Method, status, header, body)
	}
	found.Violations = append(found.Violations, answer.list...)
	if len(found.Violations) == 0 {
		return nil
	}
	slices.SortFunc(found.Violations, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Part, b.Part), cmp.Compare(a.Where, b.Where), cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Message, b.Message))
	})
	return found
}

// checkUndocumented judges the answer to a request that matches no operation: it has to be a refusal, or what
// x-undocumented lists, such as a redirect to the other spelling of the path.
func (v *Validator) checkUndocumented(out *report, method string, status int, header http.Header, body []byte) {
	switch {
	case status < 400 && (v.undocumented == nil || v.undocumented.Status(status) == nil):
		out.add("status", "", "%d for a request that matches no documented operation; a refusal was expected", status)
	case v.undocumented != nil:
		v.checkResponse(out, v.undocumented, method, status, header, body)
	}
}

func (v *Validator) checkResponse(out *report, documented *openapi3.Responses, method string, status int, header http.Header, body []byte) {
	ref := documented.Status(status)
	if ref == nil {
		ref = documented.Default()
	}
	if ref == nil {
		out.add("status", "", "%d is not documented for this operation", status)
		return
	}
	for name, h := range ref.Value.Headers {
		v.checkHeader(out, name, h.Value, header)
	}
	if method != http.MethodHead {
		v.checkBody(out, ref.Value.Content, header.Get("Content-Type"), body)
	}
}

// checkHeader judges one documented response header. Only headers with a plain string schema occur.
func (v *Validator) checkHeader(out *report, name string, h *openapi3.Header, header http.Header) {
	values := header.Values(name)
	switch {
	case len(values) == 0 && h.Required:
		out.add("header "+name, "", "is missing")
	case len(values) > 1:
		out.add("header "+name, "", "occurs %d times", len(values))
	case len(values) == 1 && h.Schema != nil:
		v.visitJSON(out, "header "+name, h.Schema.Value, values[0])
	}
}

// checkBody judges a response body by the schema of its media type.
func (v *Validator) checkBody(out *report, content openapi3.Content, contentType string, body []byte) {
	if len(content) == 0 {
		if len(body) > 0 {
			out.add("body", "", "has %d bytes, and none is documented", len(body))
		}
		return
	}
	if len(body) == 0 {
		out.add("body", "", "is empty, and one is documented")
		return
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		out.add("content type", "", "%q cannot be read: %v", contentType, err)
		return
	}
	described := content.Get(media)
	if described == nil {
		out.add("content type", "", "%q is not documented (there are %s)", media, strings.Join(keys(content), ", "))
		return
	}
	if described.Schema != nil && isJSON(media) {
		v.checkJSON(out, described.Schema.Value, body)
	}
}

func isJSON(media string) bool {
	return media == "application/json" || strings.HasSuffix(media, "+json")
}
