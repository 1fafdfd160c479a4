package journal_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

// The types below are a strict reader's view of HAR 1.2: pointers are members
// that the specification requires. [confirmed: HAR 1.2 specification]
type archive struct {
	Log *struct {
		Version *string
		Creator *struct{ Name, Version *string }
		Entries *[]struct {
			StartedDateTime *time.Time
			Time            *float64
			Request         *struct {
				Method, URL, HTTPVersion      *string
				Cookies, Headers, QueryString *[]pair
				HeadersSize, BodySize         *int
				PostData                      *struct{ MimeType, Text *string }
			}
			Response *struct {
				Status                               *int
				StatusText, HTTPVersion, RedirectURL *string
				Cookies, Headers                     *[]pair
				Content                              *struct {
					Size           *int
					MimeType       *string
					Text, Encoding string
				}
				HeadersSize, BodySize *int
			}
			Cache   *map[string]any
			Timings *struct{ Send, Wait, Receive *float64 }
		}
	}
}

type pair struct{ Name, Value *string }

func TestWriteHAR(t *testing.T) {
	j := New(Options{})
	r := httptest.NewRequest("POST", "http://localhost:8787/oauth/token?a=1&a=2&b=%C3%A9&token=x", nil)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	e := j.Open(start, "polar-auth", "/polar-auth", r)
	e.Decide("code", "refuse", "used before")
	j.Close(e, Answer{
		Now: start.Add(1500 * time.Microsecond), RequestBody: []byte("grant_type=authorization_code&code=abc"),
		Status: 302, Header: http.Header{"Location": {"/next"}, "Content-Type": {"application/octet-stream"}}, Body: []byte{0, 255},
	})
	j.Close(j.Open(start, "s", "", httptest.NewRequest("GET", "/", nil)), Answer{Now: start})

	var b bytes.Buffer
	require.NoError(t, j.WriteHAR(&b, Filter{}))
	require.NotContains(t, b.String(), "=abc")
	var har archive
	require.NoError(t, json.Unmarshal(b.Bytes(), &har))
	require.Equal(t, "1.2", *har.Log.Version)
	require.NotEmpty(t, *har.Log.Creator.Name)
	require.NotEmpty(t, *har.Log.Creator.Version)
	require.Len(t, *har.Log.Entries, 2)
	for _, e := range *har.Log.Entries {
		u, err := url.Parse(*e.Request.URL)
		require.NoError(t, err)
		require.True(t, u.IsAbs())
		require.Equal(t, "HTTP/1.1", *e.Request.HTTPVersion)
		require.Equal(t, *e.Time, *e.Timings.Send+*e.Timings.Wait+*e.Timings.Receive)
		require.NotNil(t, e.StartedDateTime)
		require.NotNil(t, e.Cache)
		for _, list := range []*[]pair{e.Request.Cookies, e.Request.Headers, e.Request.QueryString, e.Response.Cookies, e.Response.Headers} {
			require.NotNil(t, list)
			for _, p := range *list {
				require.NotNil(t, p.Name)
				require.NotNil(t, p.Value)
			}
		}
		for _, number := range []*int{e.Request.HeadersSize, e.Request.BodySize, e.Response.HeadersSize, e.Response.BodySize, e.Response.Status, e.Response.Content.Size} {
			require.NotNil(t, number)
		}
		for _, text := range []*string{e.Request.Method, e.Response.StatusText, e.Response.HTTPVersion, e.Response.RedirectURL, e.Response.Content.MimeType} {
			require.NotNil(t, text)
		}
	}
	first := (*har.Log.Entries)[0]
	require.Equal(t, start, *first.StartedDateTime)
	require.InDelta(t, 1.5, *first.Time, 1e-9)
	require.Equal(t, "http://localhost:8787/polar-auth/oauth/token?a=1&a=2&b=%C3%A9&token=%3Credacted%3E", *first.Request.URL)
	var query []string
	for _, p := range *first.Request.QueryString {
		query = append(query, *p.Name+"="+*p.Value)
	}
	require.Equal(t, []string{"a=1", "a=2", "b=é", "token=<redacted>"}, query)
	require.Equal(t, "grant_type=authorization_code&code=%3Credacted%3E", *first.Request.PostData.Text)
	require.Equal(t, "application/x-www-form-urlencoded", *first.Request.PostData.MimeType)
	require.Equal(t, "Found", *first.Response.StatusText)
	require.Equal(t, "/next", *first.Response.RedirectURL)
	require.Equal(t, "base64", first.Response.Content.Encoding)
	require.Equal(t, "AP8=", first.Response.Content.Text)
	require.Nil(t, (*har.Log.Entries)[1].Request.PostData)
}

func TestEmptyHAR(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, New(Options{}).WriteHAR(&b, Filter{}))
	var har archive
	require.NoError(t, json.Unmarshal(b.Bytes(), &har))
	require.NotNil(t, har.Log.Entries)
	require.Empty(t, *har.Log.Entries)
}
