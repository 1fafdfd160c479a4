package sweatstack_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
)

const update = `{"backfill_loaded_until":"2026-04-01T00:00:00","new":1}`

// slowly writes lines, with a pause before each.
func slowly(pause time.Duration, lines ...string) reply {
	return reply{raw: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-ndjson")
		for _, line := range lines {
			select {
			case <-time.After(pause):
			case <-r.Context().Done():
				return
			}
			_, _ = io.WriteString(w, line)
			_ = http.NewResponseController(w).Flush()
		}
	}}
}

func TestBackfillLastsAMinute(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(slowly(20*time.Second, update+"\n", "\n"+update+"\n", update)))
		began := time.Now()
		n := 0
		for status, err := range v.client().Activities.BackfillStatus(t.Context()) {
			require.NoError(t, err)
			require.False(t, status.LoadedUntil.Zoned())
			require.Equal(t, "2026-04-01T00:00:00", status.LoadedUntil.String())
			require.Contains(t, status.Extra, "new")
			n++
			require.Equal(t, time.Duration(n)*20*time.Second, time.Since(began), "an update is told when it comes")
		}
		require.Equal(t, 3, n, "the last has no newline")
		require.Len(t, v.requests(), 1)
	})
}

func TestBackfillGoesOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(slowly(0, update+"\n", "nonsense\n", `{"error":"`+access+`"}`+"\n", `{"other":1}`+"\n", `{"backfill_loaded_until":"yesterday"}`+"\n", update+"\n")))
		var kinds []apierr.Kind
		for _, err := range v.client().Activities.BackfillStatus(t.Context()) {
			kinds = append(kinds, apierr.KindOf(err))
			if err != nil {
				require.ErrorContains(t, err, "sweatstack: GetBackfillStatus: 200 ")
			}
		}
		require.Equal(t, []apierr.Kind{"", apierr.ErrDecode, apierr.ErrServer, apierr.ErrDecode, apierr.ErrDecode, ""}, kinds)
	})
}

func TestBackfillBreaksOff(t *testing.T) {
	cut := func(lines ...string) reply {
		return reply{raw: func(w http.ResponseWriter, _ *http.Request) {
			for _, line := range lines {
				_, _ = io.WriteString(w, line)
				_ = http.NewResponseController(w).Flush()
			}
			panic(http.ErrAbortHandler)
		}}
	}
	tests := map[string]struct {
		reply reply
		kind  apierr.Kind
		text  string
	}{
		"within an object":      {slowly(0, update+"\n", update[:20]), apierr.ErrDecode, "line 2 (application/x-ndjson): is all that came of a line: unexpected EOF"},
		"within the connection": {cut(update + "\n"), apierr.ErrNetwork, "broke off"},
		"with a line too long":  {slowly(0, update+"\n", strings.Repeat("x", 1<<17)+"\n"), apierr.ErrDecode, "longer than 65536 bytes"},
		"in silence":            {slowly(10*time.Minute, update+"\n"), apierr.ErrNetwork, "silent"},
		"because it is a page":  {reply{status: 200, body: "<html>", kind: "text/html"}, apierr.ErrDecode, "text/html"},
		"before it begins":      {reply{status: 403, body: `{"detail":"no"}`}, apierr.ErrForbidden, "403 no"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.reply))
				var last error
				for _, err := range v.client(sweatstack.WithRetry(0, time.Second)).Activities.BackfillStatus(t.Context()) {
					require.NoError(t, last, "nothing comes after it")
					last = err
				}
				require.ErrorIs(t, last, tt.kind)
				require.ErrorContains(t, last, tt.text)
			})
		})
	}
}

func TestBackfillIsLeft(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gone := make(chan struct{})
		v := start(t, script(reply{raw: func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, update+"\n")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			close(gone)
		}}))
		for range v.client().Activities.BackfillStatus(t.Context()) {
			break
		}
		<-gone
	})
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		v := start(t, script(slowly(3*time.Second, update+"\n", update+"\n")))
		var last error
		for _, err := range v.client().Activities.BackfillStatus(ctx) {
			last = err
		}
		require.ErrorIs(t, last, apierr.ErrTimeout)
	})
}
