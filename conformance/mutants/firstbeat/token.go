package firstbeat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	tokenLife   = 300 * time.Second // the longest allowed [confirmed: API document, token chapter]
	tokenMargin = 30 * time.Second
	skewMin     = 3 * time.Second // smaller differences are delay, not clocks
)

// bearer is a token that is valid now.
func (c *Client) bearer(k call) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.secret != "" {
		return c.mint(k.secret)
	}
	now := time.Now()
	if c.token != "" && (now.Before(c.expires.Add(-tokenMargin)) || c.m.Has("token-forever")) {
		return c.token, nil
	}
	token, err := c.mint(c.secret)
	if err != nil {
		return "", err
	}
	c.token, c.expires = token, now.Add(tokenLife)
	return token, nil
}

// mint signs a token on the server's clock as far as it is known.
func (c *Client) mint(secret string) (string, error) {
	iat := time.Now()
	if !c.m.Has("skew-remint-loop") {
		iat = iat.Add(c.skew)
	}
	life := tokenLife
	if c.m.Has("token-life-600") {
		life = 2 * tokenLife
	}
	claims := jwt.MapClaims{"iss": c.consumer, "iat": iat.Unix(), "exp": iat.Add(life).Unix()}
	switch {
	case c.m.Has("iss-missing"):
		delete(claims, "iss")
	case c.m.Has("alg-none"):
		return jwt.NewWithClaims(jwt.SigningMethodNone, claims).SignedString(jwt.UnsafeAllowNoneSignatureType)
	case c.m.Has("jwt-std-base64"):
		return stdBase64Token(claims, secret), nil
	}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
}

// stdBase64Token is a token in padded standard base64, as a hand-made encoder
// would write it.
func stdBase64Token(claims jwt.MapClaims, secret string) string {
	enc := base64.StdEncoding
	body := enc.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." +
		enc.EncodeToString(fmt.Appendf(nil, `{"iss":%q,"iat":%v,"exp":%v}`, claims["iss"], claims["iat"], claims["exp"]))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return body + "." + enc.EncodeToString(mac.Sum(nil))
}

// forget drops the token and learns the server's clock from its answer.
func (c *Client) forget(r *reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = ""
	if c.m.Has("clock-blind") {
		return
	}
	date, err := http.ParseTime(r.header.Get("Date"))
	if err != nil {
		return
	}
	if off := time.Until(date); off.Abs() >= skewMin {
		c.skew = off
	}
}

// skewNote names the clock when the server's differs.
func (c *Client) skewNote() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.skew == 0 {
		return ""
	}
	return fmt.Sprintf(" (the server's clock differs from ours by %v)", c.skew.Round(time.Second))
}

// authorize puts the credentials of k on req.
func (c *Client) authorize(ctx context.Context, k call, req *http.Request) error {
	if k.open && !c.m.Has("register-with-token") {
		return nil
	}
	token := k.token
	if token == "" {
		var err error
		if token, err = c.bearer(k); err != nil {
			return &Error{Class: "auth", Message: "cannot sign a token"}
		}
	}
	switch {
	case strings.HasSuffix(k.op, "_types") && c.m.Has("token-dropped-on-types"):
	case k.noKey && c.m.Has("api-key-without-token"):
	default:
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if k.noKey || k.open {
		return nil
	}
	key, err := c.apiKey(ctx)
	if err != nil {
		return err
	}
	if strings.HasPrefix(k.op, "fb.coach") && c.m.Has("key-dropped-on-coaches") {
		return nil
	}
	req.Header.Set("X-Api-Key", key)
	return nil
}
