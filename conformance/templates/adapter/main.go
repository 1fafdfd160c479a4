// Command adapter answers `ergodrome check` on stdin and stdout, one JSON object a line.
//
// Put your own client in the place of client. To judge it in virtual time, call conformance/inproc.RunConformance instead.
package main

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

type class string // what the suite compares of an error; "" is success. Map your errors to it

var classes = map[int]class{204: "no_data", 400: "invalid_argument", 401: "auth", 403: "forbidden", 404: "not_found", 413: "too_large", 429: "rate_limited", 500: "server"}

type config struct {
	BaseURL     string
	Credentials struct{ ConsumerID, SharedSecret, APIKey string }
}

type request struct {
	ID              int64
	Cmd, Client, Op string
	Config          config
	Args            map[string]any
}

// client is a small Firstbeat client. Yours goes here.
type client struct {
	config
	key string // given, or fetched when it is needed
}

func open(c config) *client { return &client{c, c.Credentials.APIKey} }

func (c *client) token() string {
	part, now := base64.RawURLEncoding.EncodeToString, time.Now().Unix()
	text := part([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + part(fmt.Appendf(nil, `{"iss":%q,"iat":%d,"exp":%d}`, c.Credentials.ConsumerID, now, now+290))
	mac := hmac.New(sha256.New, []byte(c.Credentials.SharedSecret))
	mac.Write([]byte(text))
	return text + "." + part(mac.Sum(nil))
}

func (c *client) send(path string) (out map[string]any, failed class) {
	req, err := http.NewRequest(http.MethodGet, c.BaseURL+path, http.NoBody) //nolint:noctx // your client has a context
	if err != nil {
		return nil, "invalid_argument"
	}
	req.Header.Set("Authorization", "Bearer "+c.token())
	if c.key != "" {
		req.Header.Set("X-Api-Key", c.key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "network"
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	switch {
	case err != nil: // what came is not all of it
		return nil, "network"
	case resp.StatusCode != http.StatusOK:
		return nil, cmp.Or(classes[resp.StatusCode], classes[resp.StatusCode/100*100], "other")
	case json.Unmarshal(raw, &out) != nil:
		return nil, "decode"
	}
	return out, ""
}

func (c *client) apiKey() (any, class) {
	body, failed := c.send("/v1/account/api-key")
	c.key, _ = cmp.Or(body["apikey"], body["apiKey"]).(string)
	return map[string]any{"apiKey": c.key}, failed
}

func (c *client) accounts() (any, class) {
	if c.key == "" {
		if _, failed := c.apiKey(); failed != "" {
			return nil, failed
		}
	}
	body, failed := c.send("/v1/sports/accounts")
	return body["accounts"], failed
}

// ops are the operations that the client has. args hold what the suite asks with.
var ops = map[string]func(c *client, args map[string]any) (any, class){
	"fb.api_key":  func(c *client, _ map[string]any) (any, class) { return c.apiKey() },
	"fb.accounts": func(c *client, _ map[string]any) (any, class) { return c.accounts() },
}

func main() {
	clients, in, out := map[string]*client{}, json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for r := new(request); in.Decode(r) == nil; r = new(request) {
		reply := map[string]any{"id": r.ID, "ok": map[string]any{}}
		switch {
		case r.Cmd == "hello":
			reply["ok"] = map[string]any{"protocol": 1, "name": "my-client", "version": "1", "language": "go", "apis": []string{"firstbeat"}, "ops": []string{"fb.accounts", "fb.api_key"}}
		case r.Cmd == "open":
			clients[r.Client] = open(r.Config)
		case r.Cmd == "restart-state": // only what lies in stateDir may be remembered
			clients[r.Client] = open(clients[r.Client].config)
		case r.Cmd == "call" && ops[r.Op] == nil:
			reply = map[string]any{"id": r.ID, "unsupported": map[string]any{"reason": "no such operation: " + r.Op}}
		case r.Cmd == "call":
			v, failed := ops[r.Op](clients[r.Client], r.Args)
			if reply["ok"] = (map[string]any{"value": v}); failed != "" {
				reply = map[string]any{"id": r.ID, "err": map[string]any{"class": failed, "message": r.Op}}
			}
		}
		_ = out.Encode(reply) // without a reader there is nobody to tell
	}
}
