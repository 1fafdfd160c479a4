package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	connections = 16
	rounds      = 7
	slice       = 700 * time.Millisecond
	million     = 1_000_000
)

// consumer is the demo consumer of a running simulator, with limits so high
// that requests are counted but none is refused.
type consumer struct {
	*process
	id, secret, key string
}

func simulator(ctx context.Context, p programs) (*consumer, error) {
	s, err := launch(ctx, p.ergodrome,
		"serve", "--addr", "127.0.0.1:0", "--demo=false",
		"--switch", "firstbeat.per-minute=60000000", "--switch", "firstbeat.per-day=60000000",
		"--switch", "firstbeat.cold=none",
	)
	if err != nil {
		return nil, err
	}
	body, _, err := fetch(ctx, s.control+"/worlds/default/credentials", nil)
	if err != nil {
		s.stop()
		return nil, err
	}
	var all struct {
		Firstbeat struct{ ConsumerID, SharedSecret, APIKey string }
	}
	if err := json.Unmarshal(body, &all); err != nil {
		s.stop()
		return nil, err
	}
	return &consumer{s, all.Firstbeat.ConsumerID, all.Firstbeat.SharedSecret, all.Firstbeat.APIKey}, nil
}

// header is what every call carries; the token lives five minutes.
func (c *consumer) header() (http.Header, error) {
	now := time.Now().Unix()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": c.id, "iat": now, "exp": now + 300}).SignedString([]byte(c.secret))
	return http.Header{"Authorization": {"Bearer " + token}, "X-Api-Key": {c.key}}, err
}

func (c *consumer) get(ctx context.Context, path, accept string) ([]byte, error) {
	h, err := c.header()
	if err != nil {
		return nil, err
	}
	if accept != "" {
		h.Set("Accept-Encoding", accept)
	}
	body, coding, err := fetch(ctx, "http://"+c.addr+"/firstbeat/v1"+path, h)
	if err == nil && coding != accept {
		err = fmt.Errorf("%s: coding %q, want %q", path, coding, accept)
	}
	return body, err
}

// load is a request for path as raw bytes.
func (c *consumer) load(path string) (load, error) {
	h, err := c.header()
	if err != nil {
		return load{}, err
	}
	return load{c.addr, fmt.Appendf(nil, "GET /firstbeat/v1%s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nx-api-key: %s\r\n\r\n",
		path, c.addr, h.Get("Authorization"), c.key), http.StatusOK}, nil
}

func fetch(ctx context.Context, url string, h http.Header) (body []byte, coding string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, "", err
	}
	if h != nil {
		req.Header = h
	}
	t := &http.Transport{DisableCompression: true}
	defer t.CloseIdleConnections()
	resp, err := t.RoundTrip(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("GET %s: %s", req.URL.Path, resp.Status)
	}
	body, err = io.ReadAll(resp.Body)
	return body, resp.Header.Get("Content-Encoding"), err
}

// serving measures short answers, and memory after a million of them.
func serving(ctx context.Context, p programs) ([]row, error) {
	s, err := simulator(ctx, p)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	time.Sleep(settle)
	before, err := s.memory()
	if err != nil {
		return nil, err
	}
	list, err := s.get(ctx, "/sports/accounts", "")
	if err != nil {
		return nil, err
	}
	ours, err := s.load("/sports/accounts")
	if err != nil {
		return nil, err
	}
	r, err := againstBare(ctx, p, rounds, ours, len(list), "account list", func(answers, _ float64) float64 { return answers })
	if err != nil {
		return nil, err
	}
	after, err := s.afterMillion(ctx)
	if err != nil {
		return nil, err
	}
	grown := (after - before) / (1 << 20)
	return []row{r, {"memory after a million requests, above idle", fmt.Sprintf("%.1f MiB", grown), "at most 32 MiB", grown <= 32}}, nil
}

// againstBare compares the answers to one request with a bare server's, of the
// same size.
func againstBare(ctx context.Context, p programs, rounds int, ours load, size int, what string, figure func(answers, bytes float64) float64) (row, error) {
	bare, err := launch(ctx, p.bare, strconv.Itoa(size))
	if err != nil {
		return row{}, err
	}
	defer bare.stop()
	theirs := load{bare.addr, ours.request, http.StatusOK}
	measure := func(l load) func() (float64, error) {
		return func() (float64, error) {
			answers, bytes, err := l.run(ctx, connections, slice)
			return figure(answers, bytes), err
		}
	}
	ratio, a, b, err := pairwise(rounds, measure(ours), measure(theirs))
	if err != nil {
		return row{}, fmt.Errorf("%s: %w", what, err)
	}
	if size > 0 {
		what += fmt.Sprintf(" (%d bytes)", size)
	}
	return atLeast(what+" against bare net/http", ratio, 0.5, fmt.Sprintf("%.4g/s, %.4g/s", a, b)), nil
}

// afterMillion sends a million requests and returns the memory then in use.
func (c *consumer) afterMillion(ctx context.Context) (float64, error) {
	for sent := 0.0; sent < million; {
		l, err := c.load("/sports/accounts") // a new token each time
		if err != nil {
			return 0, err
		}
		const piece = 5 * time.Second
		rate, _, err := l.run(ctx, connections, piece)
		if err != nil {
			return 0, err
		}
		if rate == 0 {
			return 0, errors.New("no answers")
		}
		sent += rate * piece.Seconds()
	}
	time.Sleep(settle)
	return c.memory()
}
