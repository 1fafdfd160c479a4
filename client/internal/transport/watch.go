package transport

import (
	"context"
	"errors"
	"time"
)

// silentError is why a try ended that nobody else ended.
type silentError string

func (e silentError) Error() string { return string(e) }

// Timeout marks the error as one, for apierr.ErrTimeout.
func (silentError) Timeout() bool { return true }

const (
	errSilent = silentError("the server was silent for too long")
	errSlow   = silentError("the server was too slow to finish")
)

// patience is how many silences a whole try may take: a server that sends one
// byte at a time is never silent and never done.
const patience = 10

// watchdog ends a try when the server stays silent.
type watchdog struct {
	timer   *time.Timer
	whole   *time.Timer // runs once the request is sent, if its body is a stream
	silence time.Duration
	cancel  context.CancelCauseFunc
	release context.CancelFunc
}

// watched starts a watchdog. That of a stream does not count the time its
// reader takes between two reads; the stream itself does the rest.
func watched(ctx context.Context, silence time.Duration, stream bool) (context.Context, *watchdog) {
	release := context.CancelFunc(func() {})
	if !stream {
		ctx, release = context.WithTimeoutCause(ctx, patience*silence, errSlow)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	w := &watchdog{silence: silence, cancel: cancel, release: release}
	w.timer = time.AfterFunc(silence, func() { cancel(errSilent) })
	w.whole = time.AfterFunc(patience*silence, func() { cancel(errSlow) })
	w.whole.Stop()
	return ctx, w
}

// heard says that the server sent something.
func (w *watchdog) heard() { w.timer.Reset(w.silence) }

// sent says that a body of unknown length is out: from now on the whole try is
// bounded too.
func (w *watchdog) sent() { w.whole.Reset(patience * w.silence) }

// rest stops the watch until heard.
func (w *watchdog) rest() { w.timer.Stop() }

func (w *watchdog) stop() {
	w.timer.Stop()
	w.whole.Stop()
	w.cancel(nil)
	w.release()
}

// silence returns the watchdog's reason for ending ctx, if it was the one.
func silence(ctx context.Context) error {
	if e, ok := errors.AsType[silentError](context.Cause(ctx)); ok {
		return e
	}
	return nil
}
