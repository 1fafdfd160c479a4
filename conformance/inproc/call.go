package inproc

import (
	"context"
	"errors"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// operation is one operation of a subject whose client is a C.
type operation[C any] func(ctx context.Context, client C, a *arguments) (any, error)

// call performs an operation by name within a deadline, and puts its error into
// the judge's words.
func call[C any](ctx context.Context, ops map[string]operation[C], client C, deadline time.Duration, inWords func(error) error, op string, args map[string]any) (any, error) {
	run, ok := ops[op]
	if !ok {
		return nil, &subject.Unsupported{Reason: "no such operation: " + op}
	}
	if deadline > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, deadline)
		defer cancel()
	}
	a := &arguments{all: args}
	v, err := run(ctx, client, a)
	if a.err != nil {
		return nil, a.err
	}
	if err != nil {
		return nil, inWords(err)
	}
	return v, nil
}

// clientError puts an error of this module's clients into the judge's words: its
// kinds are the judge's classes, but for one that the judge counts as the server's.
func clientError(err error) error {
	if _, ok := errors.AsType[*subject.Error](err); ok {
		return err
	}
	kind := apierr.KindOf(err)
	if kind == apierr.ErrUnavailable {
		kind = apierr.ErrServer
	}
	out := &subject.Error{Class: subject.Class(kind), Message: err.Error()}
	if e, ok := errors.AsType[*apierr.Error](err); ok {
		out.Status, out.RetryAfter = e.StatusCode, e.RetryAfter
	}
	return out
}
