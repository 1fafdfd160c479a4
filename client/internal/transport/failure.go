package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// failure says which kind of failure an error is. ctx is the try's own.
func (c *Client) failure(ctx context.Context, r *Request, err error) *apierr.Error {
	if e, ok := errors.AsType[*apierr.Error](err); ok {
		return e // said already, by a call within this one
	}
	// A url.Error quotes the whole URL; what it wraps does not.
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if quiet := silence(ctx); quiet != nil {
		return c.fail(r, apierr.ErrNetwork, quiet)
	}
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(ctx.Err(), context.Canceled):
		return c.fail(r, apierr.ErrCanceled, context.Canceled)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return c.fail(r, apierr.ErrTimeout, context.DeadlineExceeded)
	}
	if kind, ok := errors.AsType[apierr.Kind](err); ok {
		return c.fail(r, kind, errors.Unwrap(err))
	}
	if isTLS(err) {
		return c.fail(r, apierr.ErrTLS, err)
	}
	return c.fail(r, apierr.ErrNetwork, err)
}

func isTLS(err error) bool {
	if errors.Is(err, http.ErrSchemeMismatch) {
		return true // plain HTTP where TLS was expected
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	_, ok := errors.AsType[x509.CertificateInvalidError](err)
	return ok
}

// kindError is a cause that knows its kind.
type kindError struct {
	kind apierr.Kind
	err  error
}

func (e *kindError) Error() string { return e.err.Error() }
func (e *kindError) Unwrap() error { return e.err }

// As gives failure the kind.
func (e *kindError) As(target any) bool {
	k, ok := target.(*apierr.Kind)
	if ok {
		*k = e.kind
	}
	return ok
}

// Named gives an error from within a call the call's name, where it has none.
func Named(err error, service, operation, resource string) error {
	e, ok := errors.AsType[*apierr.Error](err)
	if !ok {
		return &apierr.Error{Service: service, Operation: operation, Resource: resource, Kind: apierr.KindOf(err), Err: err}
	}
	if e.Operation == "" || e.Resource == "" {
		named := *e
		named.Operation, named.Resource = operation, resource
		return &named
	}
	return e
}
