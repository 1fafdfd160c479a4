package apierr_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
)

func TestErrorReads(t *testing.T) {
	tests := []struct {
		name string
		err  apierr.Error
		want string
	}{
		{
			"as a status line",
			apierr.Error{Service: "firstbeat", Operation: "ListAthletes", Kind: apierr.ErrNotFound, StatusCode: 404},
			"firstbeat: ListAthletes: 404 Not Found",
		},
		{
			"in the vendor's words where there are any",
			apierr.Error{Service: "firstbeat", Operation: "GetMeasurementResults", Kind: apierr.ErrTooLarge, StatusCode: 413, Message: "Response Too Large", Remedy: "ask for fewer variables"},
			"firstbeat: GetMeasurementResults: 413 Response Too Large; ask for fewer variables",
		},
		{
			"with the media type of a body that is not the API's",
			apierr.Error{Service: "firstbeat", Operation: "ListAccounts", Kind: apierr.ErrServer, StatusCode: 502, MediaType: "text/html"},
			"firstbeat: ListAccounts: 502 Bad Gateway (text/html)",
		},
		{
			"with its cause",
			apierr.Error{Service: "firstbeat", Operation: "ListAccounts", Kind: apierr.ErrNetwork, Err: errors.New("connection refused")},
			"firstbeat: ListAccounts: network: connection refused",
		},
		{
			"with the wait that was asked for",
			apierr.Error{Service: "firstbeat", Operation: "ListAccounts", Kind: apierr.ErrRateLimited, StatusCode: 429, RetryAfter: 24 * time.Hour},
			"firstbeat: ListAccounts: 429 Too Many Requests; retry after 24h0m0s",
		},
		{"as its kind when nothing else is known", apierr.Error{Service: "firstbeat", Kind: apierr.ErrNoData}, "firstbeat: no_data"},
	}
	for _, tt := range tests {
		t.Run("it reads "+tt.name, func(t *testing.T) {
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestErrorIsOfAKind(t *testing.T) {
	tests := []struct {
		name string
		err  error
		kind apierr.Kind
		want bool
	}{
		{"its own", &apierr.Error{Kind: apierr.ErrAuth}, apierr.ErrAuth, true},
		{"no other", &apierr.Error{Kind: apierr.ErrAuth}, apierr.ErrForbidden, false},
		{"its own when wrapped", fmt.Errorf("sync: %w", &apierr.Error{Kind: apierr.ErrAuth}), apierr.ErrAuth, true},
		{"unavailable when a gateway refused", &apierr.Error{Kind: apierr.ErrServer, StatusCode: 503}, apierr.ErrUnavailable, true},
		{"not unavailable when the server broke", &apierr.Error{Kind: apierr.ErrServer, StatusCode: 500}, apierr.ErrUnavailable, false},
		{"timeout when the network was silent", &apierr.Error{Kind: apierr.ErrNetwork, Err: os.ErrDeadlineExceeded}, apierr.ErrTimeout, true},
		{"not timeout when the network refused", &apierr.Error{Kind: apierr.ErrNetwork, Err: errors.New("refused")}, apierr.ErrTimeout, false},
	}
	for _, tt := range tests {
		t.Run("it is "+tt.name, func(t *testing.T) {
			if got := errors.Is(tt.err, tt.kind); got != tt.want {
				t.Errorf("errors.Is(%v, %v) = %v, want %v", tt.err, tt.kind, got, tt.want)
			}
		})
	}
}

func TestErrorKeepsItsCause(t *testing.T) {
	err := error(&apierr.Error{Kind: apierr.ErrCanceled, Err: context.Canceled})
	if !errors.Is(err, context.Canceled) {
		t.Error("context.Canceled is not found in the tree")
	}
	if e, ok := errors.AsType[*apierr.Error](fmt.Errorf("x: %w", err)); !ok || e.Kind != apierr.ErrCanceled {
		t.Errorf("AsType = %v, %v", e, ok)
	}
}

func TestKindOf(t *testing.T) {
	tests := []struct {
		err  error
		want apierr.Kind
	}{
		{nil, ""},
		{fmt.Errorf("x: %w", &apierr.Error{Kind: apierr.ErrTLS}), apierr.ErrTLS},
		{context.DeadlineExceeded, apierr.ErrTimeout},
		{context.Canceled, apierr.ErrCanceled},
		{errors.New("x"), apierr.ErrOther},
	}
	for _, tt := range tests {
		if got := apierr.KindOf(tt.err); got != tt.want {
			t.Errorf("KindOf(%v) = %q, want %q", tt.err, got, tt.want)
		}
	}
}

func TestFromStatus(t *testing.T) {
	want := map[int]apierr.Kind{
		400: apierr.ErrInvalidArgument, 401: apierr.ErrAuth, 403: apierr.ErrForbidden, 404: apierr.ErrNotFound, 413: apierr.ErrTooLarge,
		418: apierr.ErrOther, 422: apierr.ErrInvalidArgument, 429: apierr.ErrRateLimited, 500: apierr.ErrServer, 302: apierr.ErrOther,
	}
	for status, kind := range want {
		if got := apierr.FromStatus(status); got != kind {
			t.Errorf("FromStatus(%d) = %q, want %q", status, got, kind)
		}
	}
}

func Example() {
	var err error = &apierr.Error{
		Service: "firstbeat", Operation: "ListAccounts", Kind: apierr.ErrRateLimited,
		StatusCode: 429, Code: "LimitExceededException", RetryAfter: 90 * time.Minute,
	}
	if errors.Is(err, apierr.ErrRateLimited) {
		e, _ := errors.AsType[*apierr.Error](err)
		fmt.Println("wait", e.RetryAfter)
	}
	// Output: wait 1h30m0s
}
