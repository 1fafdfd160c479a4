package firstbeat

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/internal/transport"
)

const (
	// minPoll is the wait the vendor asks for after a 202. [confirmed: troubleshooting page]
	minPoll = 5 * time.Second
	// maxPoll bounds how far waits grow: each poll is one of the day's requests.
	maxPoll = 30 * time.Second
)

// polling is the patience for results that are being computed.
type polling struct{ interval, total time.Duration }

// poll repeats a call while the vendor computes, each time with a token of
// its own time and a place in the limits. The body of a 202 is never data.
func (c *Client) poll(ctx context.Context, k call) (*transport.Response, error) {
	start := time.Now()
	for wait := c.polling.interval; ; wait = min(wait*3/2, max(maxPoll, c.polling.interval)) {
		r, err := c.once(ctx, k)
		if err != nil || r.StatusCode != http.StatusAccepted {
			return r, err
		}
		pause := wait
		if asked, ok := transport.RetryAfter(r.Header, time.Now()); ok {
			pause = max(pause, asked)
		}
		r.Release()
		if waited := time.Since(start); waited+pause > c.polling.total {
			return nil, c.refuse(k, apierr.ErrProcessingTimeout, &apierr.Error{
				StatusCode: http.StatusAccepted,
				Message:    fmt.Sprintf("%s is still being computed after %v", k.path, waited.Round(time.Second)),
				RetryAfter: pause,
				Remedy:     "ask again later, or raise WithPolling",
			})
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			return nil, c.name(k, err)
		}
	}
}
