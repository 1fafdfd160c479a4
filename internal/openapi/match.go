package openapi

import "net/url"

// Match is the operation of a request, by its method and the vendor's own path; "" when there is none.
func (v *Validator) Match(method string, u *url.URL) string {
	if r, _ := v.find(method, u.EscapedPath()); r != nil {
		return r.op.OperationID
	}
	return ""
}
