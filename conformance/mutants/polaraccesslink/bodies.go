package polaraccesslink

import (
	"bytes"
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Picture is an image as it came.
type Picture struct {
	MediaType string
	Bytes     []byte
}

// Picture asks for the user's picture.
func (c *Client) Picture(ctx context.Context, size string) (*Picture, error) {
	by := *c.Caller
	by.Extra = func(h http.Header) {
		if c.Caller.Extra != nil {
			c.Caller.Extra(h)
		}
		h.Set("Accept", "image/*")
	}
	r, err := c.get(ctx, &by, "/user/profile-picture?size="+size)
	if e, ok := err.(*caller.Error); ok { //nolint:errorlint // get wraps none
		switch {
		case e.Status != http.StatusNoContent && e.Status != http.StatusNotFound:
		case c.M.Has("no-picture-is-empty"):
			return &Picture{}, nil
		case e.Status == http.StatusNoContent:
			e.Class = "no_data"
		}
	}
	if err != nil {
		return nil, err
	}
	if c.M.Has("picture-as-json") {
		var body any
		if err := c.unmarshal(r.Body, &body); err != nil {
			return nil, err
		}
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // "" says that nobody knows
	return &Picture{media, r.Body}, nil
}

// Hello asks for the greeting, as nobody in particular.
func (c *Client) Hello(ctx context.Context) (string, error) {
	by := *c.Caller
	if !c.M.Has("hello-needs-token") {
		by.Bearer, by.Renew = nil, nil
	}
	r, err := c.get(ctx, &by, "/hello")
	if err != nil {
		return "", err
	}
	return string(r.Body), nil
}

// unknown is a defect's refusal of members it has not heard of.
func unknown(data []byte, known []string) error {
	var o map[string]json.RawMessage
	_ = json.Unmarshal(data, &o) // it has been read before
	for name := range o {
		if !slices.Contains(known, name) {
			return caller.Undecodable("unknown member %q", name)
		}
	}
	return nil
}

// mended is a defect's idea of JSON: what a lenient reader makes of it.
func mended(data []byte) []byte {
	s := regexp.MustCompile(`,\s*([}\]])`).ReplaceAllString(string(data), "$1")
	s = strings.NewReplacer("NaN", "null", "'", `"`).Replace(s)
	s = regexp.MustCompile(`/\*.*?\*/`).ReplaceAllString(s, "")
	d := json.NewDecoder(bytes.NewReader([]byte(s)))
	var raw json.RawMessage
	if d.Decode(&raw) == nil {
		return raw
	}
	return []byte("{}")
}
