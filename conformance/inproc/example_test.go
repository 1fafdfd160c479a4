package inproc_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// acme presents a client that knows two operations.
type acme struct{}

func (acme) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "acme-sports", Version: "1.4.2", Language: "go", APIs: []string{"firstbeat"},
		Ops: []string{"fb.accounts", "fb.athlete"}, // whatever needs another one is N/A
	}, nil
}

func (acme) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	// A copy of the client that the judge lends: its network reaches the world.
	hc := *cfg.HTTPClient
	hc.Transport = gunzip{hc.Transport} // what http.DefaultTransport does of its own accord
	return &acmeClient{cfg: cfg, http: &hc, key: cfg.Credentials.APIKey}, nil
}

// acmeClient is the client under judgement; yours is a thin wrapper around it.
type acmeClient struct {
	cfg  subject.Config
	http *http.Client

	mu  sync.Mutex
	key string // the one it was given, or one it has fetched
}

func (c *acmeClient) RestartState(context.Context) error { return nil } // it keeps none
func (c *acmeClient) Close() error                       { return nil }

// Call performs an operation by name.
func (c *acmeClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	switch op {
	case "fb.accounts":
		body, err := c.get(ctx, "/v1/sports/accounts")
		if err != nil {
			return nil, err
		}
		return body["accounts"], nil
	case "fb.athlete": // an ID is an int64; a string prints the same way
		return c.get(ctx, fmt.Sprintf("/v1/sports/accounts/%v/athletes/%v", args["account"], args["athlete"]))
	}
	return nil, &subject.Unsupported{Reason: "no such operation: " + op}
}

// get fetches one object, with an API key.
func (c *acmeClient) get(ctx context.Context, path string) (map[string]any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.key == "" {
		body, err := c.send(ctx, "/v1/account/api-key")
		if err != nil {
			return nil, err
		}
		c.key, _ = cmp.Or(body["apikey"], body["apiKey"]).(string)
	}
	return c.send(ctx, path)
}

func (c *acmeClient) send(ctx context.Context, path string) (map[string]any, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.cfg.BaseURL+path, http.NoBody)
	if err != nil {
		return nil, &subject.Error{Class: subject.InvalidArgument, Message: err.Error()}
	}
	req.Header.Set("Authorization", "Bearer "+token(c.cfg.Credentials, time.Now()))
	if c.key != "" {
		req.Header.Set("X-Api-Key", c.key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, &subject.Error{Class: subject.Network, Message: err.Error()}
	}
	defer func() { _ = resp.Body.Close() }() // a body that stays open keeps the case from ending
	if resp.StatusCode != http.StatusOK {
		return nil, &subject.Error{Class: class(resp.StatusCode), Status: resp.StatusCode, Message: resp.Status}
	}
	var body map[string]any
	dec := json.NewDecoder(resp.Body)
	dec.UseNumber() // whole numbers stay whole
	if err := dec.Decode(&body); err != nil {
		return nil, &subject.Error{Class: subject.Decode, Message: err.Error()}
	}
	return body, nil
}

// class puts a status into the judge's words.
func class(status int) subject.Class {
	switch status {
	case http.StatusUnauthorized:
		return subject.Auth
	case http.StatusForbidden:
		return subject.Forbidden
	case http.StatusNotFound:
		return subject.NotFound
	case http.StatusNoContent:
		return subject.NoData
	case http.StatusRequestEntityTooLarge:
		return subject.TooLarge
	case http.StatusTooManyRequests:
		return subject.RateLimited
	}
	if status >= http.StatusInternalServerError {
		return subject.Server
	}
	return subject.Other
}

// token is a JWT that lives five minutes from now: of the bubble's time.
func token(c subject.Credentials, now time.Time) string {
	enc := base64.RawURLEncoding
	claims := fmt.Sprintf(`{"iss":%q,"iat":%d,"exp":%d}`, c.ConsumerID, now.Unix(), now.Unix()+300)
	text := enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc.EncodeToString([]byte(claims))
	mac := hmac.New(sha256.New, []byte(c.SharedSecret))
	mac.Write([]byte(text))
	return text + "." + enc.EncodeToString(mac.Sum(nil))
}

// gunzip asks for gzip and undoes it.
type gunzip struct{ http.RoundTripper }

func (g gunzip) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := g.RoundTripper.RoundTrip(req)
	if err != nil || resp.Header.Get("Content-Encoding") != "gzip" {
		return resp, err
	}
	defer func() { _ = resp.Body.Close() }()
	plain, err := gzip.NewReader(resp.Body)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(plain, 64<<20))
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.Header.Del("Content-Encoding")
	return resp, err
}

// TestConformance stands in the client's own tests.
func ExampleRunConformance() {
	_ = func(t *testing.T) { // func TestConformance(t *testing.T)
		inproc.RunConformance(t, func() subject.Subject { return acme{} },
			inproc.Lenient(), inproc.KnownFile("ergodrome-known.yaml"), inproc.Reports("out"))
	}
}
