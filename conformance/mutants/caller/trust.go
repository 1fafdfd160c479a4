package caller

import (
	"crypto/tls"
	"errors"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
)

// Trusting is a client's network. Where the world speaks TLS, it is the place of the
// defect that believes any certificate.
func Trusting(base string, network http.RoundTripper, m *defect.Switches) http.RoundTripper {
	loose, ok := network.(interface{ Unchecked() http.RoundTripper })
	if !strings.HasPrefix(base, "https://") || !ok || !m.Has("certificates-unchecked") {
		return network
	}
	return loose.Unchecked()
}

// Unanswered is the error of a request that had no whole answer: who could not be
// believed is told from who was not there.
func Unanswered(err error) error {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &Error{Class: "tls", Message: "the server's certificate is not to be believed"}
	}
	return &Error{Class: "network", Message: "no answer, or not all of it"}
}
