package stage

import (
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// vendor answers every request with its path.
type vendor struct{ marks []string }

func (v *vendor) BasePath(api string) string { return "/" + api }
func (v *vendor) Operation(_ string, r *http.Request) string {
	return strings.TrimPrefix(r.URL.Path, "/toy/")
}

func (v *vendor) Issuer(string) string { return "issuer" }

func (v *vendor) Credentials(string) (Given, error) {
	return Given{Credentials: subject.Credentials{APIKey: "k"}}, nil
}
func (v *vendor) Clock() Clock                             { return machine{} }
func (v *vendor) Control(string, string, any) (any, error) { return nil, errors.New("no control") }
func (v *vendor) Faults([]map[string]any) error            { return nil }
func (v *vendor) Fired() map[string]int                    { return nil }
func (v *vendor) Troubles() []string                       { return nil }
func (v *vendor) Tell([]conformance.Exchange)              {}
func (v *vendor) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.marks = append(v.marks, r.Header.Get(MarkHeader))
		_, _ = io.WriteString(w, "vendor "+r.URL.Path)
	})
}

type machine struct{}

func (machine) Now() time.Time        { return time.Now() }
func (machine) Set(time.Time)         {}
func (machine) Advance(time.Duration) {}
func (machine) Freeze()               {}
func (machine) Thaw()                 {}

// on opens a stage in a bubble.
func on(t *testing.T, w conformance.World, do func(t *testing.T, s *Stage, v *vendor)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{}
		s, err := Open(&conformance.Case{API: "toy", World: w}, 1, func(*conformance.Case, uint64) (Simulator, error) { return v, nil })
		require.NoError(t, err)
		defer s.Close()
		do(t, s, v)
	})
}

// get fetches a path (or a whole URL) and reads it to the end.
func get(t *testing.T, s *Stage, path string) (*http.Response, string, error) {
	t.Helper()
	if strings.HasPrefix(path, "/") {
		path = s.BaseURL() + path
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
	require.NoError(t, err)
	resp, err := s.Client().Do(req)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp, string(body), err
}

func scripted(replies ...conformance.Reply) conformance.World {
	return conformance.World{Script: []conformance.Route{{Match: conformance.Match{Operation: "a"}, Replies: replies}}}
}

func TestRepliesComeInOrderAndThenTheVendor(t *testing.T) {
	t.Parallel()
	w := scripted(conformance.Reply{Status: 202, Times: 2, Body: map[string]any{"message": "Accepted"}}, conformance.Reply{Pass: true}, conformance.Reply{Status: 503, Headers: map[string]string{"Retry-After": "7"}})
	on(t, w, func(t *testing.T, s *Stage, v *vendor) {
		var got []int
		for range 5 {
			resp, _, err := get(t, s, "/a")
			require.NoError(t, err)
			got = append(got, resp.StatusCode)
		}
		require.Equal(t, []int{202, 202, 200, 503, 200}, got)
		_, body, err := get(t, s, "/b?x=1")
		require.NoError(t, err)
		require.Equal(t, "vendor /toy/b", body)
		xs := s.Exchanges()
		require.Len(t, xs, 6)
		require.Equal(t, []string{"3", "5", "6"}, v.marks)
		require.JSONEq(t, `{"message":"Accepted"}`, string(xs[0].RespBody))
		require.Equal(t, "7", xs[3].RespHeader.Get("Retry-After"))
		require.Equal(t, []string{"/b", "x=1", "b"}, []string{xs[5].Path, xs[5].Query, xs[5].Operation})
		require.Empty(t, xs[5].Header.Get(MarkHeader), "the evidence is what the subject sent")
	})
}

func TestRepliesMayDependOnTheQuery(t *testing.T) {
	t.Parallel()
	w := conformance.World{Script: []conformance.Route{
		{Match: conformance.Match{Query: map[string]string{"var": ".*,.*"}}, Replies: []conformance.Reply{{Status: 413, Forever: true}}},
		{Match: conformance.Match{Method: "POST", Path: "/a/*"}, Replies: []conformance.Reply{{Status: 500, Forever: true}}},
	}}
	on(t, w, func(t *testing.T, s *Stage, _ *vendor) {
		for path, want := range map[string]int{"/a?var=x,y": 413, "/a?var=x": 200, "/a": 200, "/a/b": 200} {
			resp, _, err := get(t, s, path)
			require.NoError(t, err)
			require.Equal(t, want, resp.StatusCode, path)
		}
	})
}

func TestConnectionsBreakWhereTheyShould(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("x", 10_000)
	for _, tt := range []struct {
		name  string
		reply conformance.Reply
		got   int // bytes that arrive
		took  time.Duration
		fails bool
	}{
		{"before any answer", conformance.Reply{Reset: true}, 0, 0, true},
		{"in the middle of a body", conformance.Reply{Body: body, TruncateAt: new(int64(5000))}, 5000, 0, true},
		{"before the end that was promised", conformance.Reply{Body: body, Length: new(int64(20_000))}, 10_000, 0, true},
		{"not at all", conformance.Reply{Body: body}, 10_000, 0, false},
		{"not while it only waits", conformance.Reply{Body: body, Delay: time.Minute, Stall: time.Minute}, 10_000, 2 * time.Minute, false},
		{"not between the pieces of a stream", conformance.Reply{Body: body, Chunks: []int{1, 7, 0, 4000}, Pause: time.Minute}, 10_000, 3 * time.Minute, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, scripted(tt.reply), func(t *testing.T, s *Stage, _ *vendor) {
				// A GET that a transport may repeat would reach the vendor: send a POST.
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.BaseURL()+"/a", strings.NewReader("{}"))
				require.NoError(t, err)
				var got []byte
				resp, err := s.Client().Do(req)
				if err == nil {
					got, err = io.ReadAll(resp.Body)
					_ = resp.Body.Close()
				}
				synctest.Wait() // the subject may have its last byte before the witness has noted it
				require.Equal(t, tt.fails, err != nil, "%v", err)
				require.Len(t, got, tt.got)
				xs := s.Exchanges()
				require.Len(t, xs, 1)
				require.Equal(t, "{}", string(xs[0].Body))
				require.EqualValues(t, tt.got, xs[0].RespBytes)
				require.Equal(t, tt.took, s.Since())
			})
		})
	}
}

func TestBodiesAreCoded(t *testing.T) {
	t.Parallel()
	for _, coding := range []string{"gzip", "deflate", "br", "zstd", ""} {
		a, err := prepare(conformance.Reply{Body: map[string]any{"n": 1}, Coding: coding, PadTo: 100_000})
		require.NoError(t, err)
		x := &conformance.Exchange{RespHeader: a.header, RespBody: a.body}
		got, err := conformance.Decoded(x)
		require.NoError(t, err, coding)
		require.Len(t, got, 100_000, coding)
		require.JSONEq(t, `{"n":1}`, string(got))
		require.Equal(t, coding, a.header.Get("Content-Encoding"))
		if coding != "" {
			require.Less(t, len(a.body), 2_000)
		}
	}
	raw, err := prepare(conformance.Reply{Body: "abc", Coding: "deflate-raw"})
	require.NoError(t, err)
	require.Equal(t, "deflate", raw.header.Get("Content-Encoding"))
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw.body)))
	require.NoError(t, err)
	require.Equal(t, "abc", string(plain))

	whole, err := prepare(conformance.Reply{Body: "abcabcabc", Coding: "gzip"})
	require.NoError(t, err)
	cut, err := prepare(conformance.Reply{Body: "abcabcabc", Coding: "gzip", Cut: 8, Label: new("br")})
	require.NoError(t, err)
	require.Equal(t, whole.body[:len(whole.body)-8], cut.body)
	require.Equal(t, "br", cut.header.Get("Content-Encoding"))
	_, err = conformance.Decoded(&conformance.Exchange{RespHeader: http.Header{"Content-Encoding": {"gzip"}}, RespBody: cut.body})
	require.Error(t, err)

	_, err = prepare(conformance.Reply{Coding: "rot13"})
	require.ErrorContains(t, err, "rot13")
	_, err = prepare(conformance.Reply{Base64: "!"})
	require.Error(t, err)
}

func TestOtherHostsAreWitnessedToo(t *testing.T) {
	t.Parallel()
	w := conformance.World{Origins: map[string]conformance.Reply{"elsewhere.example": {Status: 204}}}
	on(t, w, func(t *testing.T, s *Stage, _ *vendor) {
		resp, _, err := get(t, s, "http://elsewhere.example/x")
		require.NoError(t, err)
		require.Equal(t, 204, resp.StatusCode)
		resp, _, err = get(t, s, "https://api.vendor.example/v1/x")
		if err == nil {
			require.Equal(t, http.StatusMisdirectedRequest, resp.StatusCode)
		}
		resp, _, err = get(t, s, "http://"+host+"/nowhere")
		require.NoError(t, err)
		require.Equal(t, http.StatusMisdirectedRequest, resp.StatusCode)
		xs := s.Exchanges()
		require.Equal(t, "elsewhere.example", xs[0].Origin)
		require.False(t, xs[0].Stray)
		require.True(t, xs[len(xs)-1].Stray)
	})
}

func TestAFloodStandsStill(t *testing.T) {
	t.Parallel()
	on(t, conformance.World{MaxRequests: 3}, func(t *testing.T, s *Stage, _ *vendor) {
		for range 3 {
			_, _, err := get(t, s, "/a")
			require.NoError(t, err)
		}
		require.False(t, s.Flooded())
		go func() { _, _ = s.Client().Get(s.BaseURL() + "/a") }() // it never returns
		s.Wait(context.Background(), time.Hour)
		require.True(t, s.Flooded())
		require.Len(t, s.Exchanges(), 3)
		close(s.blocked) // so that the bubble can end
	})
}

func TestAWorldThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]conformance.World{
		"steps":  {Steps: []conformance.Control{{Path: "x"}}},
		"script": {Script: []conformance.Route{{Replies: []conformance.Reply{{Coding: "rot13"}}}}},
		"origin": {Origins: map[string]conformance.Reply{"a": {Coding: "rot13"}}},
	} {
		_, err := Open(&conformance.Case{World: w}, 1, func(*conformance.Case, uint64) (Simulator, error) { return &vendor{}, nil })
		require.ErrorContains(t, err, name)
	}
}

func TestACodingIsKeptFromThoseWhoDoNotOfferIt(t *testing.T) {
	t.Parallel()
	world := conformance.World{Script: []conformance.Route{{Replies: []conformance.Reply{{Body: "plain words", Coding: "gzip", Offered: true, Forever: true}}}}}
	on(t, world, func(t *testing.T, s *Stage, _ *vendor) {
		for offer, coding := range map[string]string{"gzip": "gzip", "br, gzip;q=0.5": "gzip", "gzip;q=0": "", "br": "", "identity": ""} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.BaseURL()+"/a", http.NoBody)
			require.NoError(t, err)
			req.Header.Set("Accept-Encoding", offer)
			resp, err := s.Client().Do(req)
			require.NoError(t, err)
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, coding, resp.Header.Get("Content-Encoding"), offer)
			require.Equal(t, coding == "", string(body) == "plain words", offer)
		}
	})
}
