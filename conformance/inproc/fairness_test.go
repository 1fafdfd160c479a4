package inproc

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/mutants/defect"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// odd is the suite's own client, bent in one place.
type odd struct {
	subject.Subject

	transport func(http.RoundTripper) http.RoundTripper
	args      func(op string, args map[string]any)
	value     func(v any) any
}

func (o odd) Open(ctx context.Context, cfg subject.Config) (subject.Client, error) {
	if o.transport != nil {
		hc := *cfg.HTTPClient
		hc.Transport = o.transport(hc.Transport)
		cfg.HTTPClient = &hc
	}
	c, err := o.Subject.Open(ctx, cfg)
	return oddClient{c, o}, err
}

type oddClient struct {
	subject.Client

	o odd
}

func (c oddClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	if c.o.args != nil {
		c.o.args(op, args)
	}
	v, err := c.Client.Call(ctx, op, args)
	if c.o.value != nil && err == nil {
		v = c.o.value(v)
	}
	return v, err
}

type offering struct {
	http.RoundTripper

	codings string
}

func (o offering) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Accept-Encoding", o.codings)
	return o.RoundTripper.RoundTrip(r)
}

func offers(codings string) func(http.RoundTripper) http.RoundTripper {
	return func(rt http.RoundTripper) http.RoundTripper { return offering{rt, codings} }
}

// floats makes the IDs of listed measurements what encoding/json makes of them.
func floats(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			if id, ok := o["measurementId"].(int64); ok {
				o["measurementId"] = float64(id)
			}
		}
	}
	return v
}

// What a client does, or leaves, is never the suite's fault.
func TestVerdictsAreFair(t *testing.T) {
	drop := func(name string) func(string, map[string]any) {
		return func(_ string, args map[string]any) { delete(args, name) }
	}
	for _, tt := range []struct {
		name string
		s    odd
		id   string
		want conformance.Verdict
	}{
		{"offers no coding", odd{transport: offers("identity")}, "FB-ENC-002", conformance.NotExercised},
		{"offers no deflate", odd{transport: offers("gzip")}, "FB-ENC-003", conformance.NotExercised},
		{"offers gzip alone", odd{transport: offers("gzip")}, "FB-ENC-002", conformance.Pass},
		{"ignores the format", odd{args: drop("format")}, "FB-SIZE-005", conformance.NotExercised},
		{"ignores the variables", odd{args: drop("vars")}, "FB-SIZE-002", conformance.NotExercised},
		{"reports IDs as floats", odd{value: floats}, "FB-POLL-001", conformance.Pass},
		{"reports IDs as floats and polls too early", odd{Subject: Mutant(defect.On("poll-hot")), value: floats}, "FB-POLL-001", conformance.Fail},
		{"asks for the wrong thing", odd{args: func(op string, args map[string]any) {
			if op == "fb.measurement_results" {
				args["measurement"] = int64(1)
			}
		}}, "FB-POLL-001", conformance.Fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.s.Subject == nil {
				tt.s.Subject = Mutant(nil)
			}
			_, r := judged(t, tt.s, Only(tt.id))
			require.Equal(t, tt.want, r.Cases[0].Verdict, Explain(&r.Cases[0]))
		})
	}
}
