package checks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// JWT is about the bearer token of each request. It is read here without the
// library that simulator and client share, so that they cannot be wrong together.
type JWT struct {
	conformance.Match `yaml:",inline"`
	Except            []string      `yaml:"except"`   // operations left out
	Alg               string        `yaml:"alg"`      // "HS256"
	Issuer            string        `yaml:"iss"`      // a literal, or "consumer": the world's consumer ID
	MaxLife           time.Duration `yaml:"max_life"` // exp - iat
	Numeric           bool          `yaml:"numeric"`  // iat and exp are JSON numbers
	Valid             bool          `yaml:"valid_at_arrival"`
	Leeway            time.Duration `yaml:"leeway"`
	Verify            bool          `yaml:"verify"` // the signature, with the world's shared secret
	// SecretFrom names another secret for Verify: LABEL#/pointer of a value that a
	// call reported.
	SecretFrom string `yaml:"secret_from"`
}

func (a *JWT) validate() error {
	if a.Alg == "" && a.Issuer == "" && a.MaxLife == 0 && !a.Numeric && !a.Valid && !a.Verify {
		return errors.New("demands nothing: say alg, iss, max_life, numeric, valid_at_arrival or verify")
	}
	if a.SecretFrom != "" && !strings.Contains(a.SecretFrom, "#") {
		return errors.New("secret_from is LABEL#/pointer")
	}
	return checkMatch(a.Match)
}

func (a *JWT) reported() bool { return a.SecretFrom != "" }

func credentials() []Spec {
	return []Spec{
		define("jwt_claims", "The bearer token of every request of a kind: {match…, except, alg, iss, max_life, numeric, valid_at_arrival, leeway, verify, secret_from}.", jwtClaims),
	}
}

// claims is what a token says.
type claims struct {
	alg      string
	iss      string
	iat, exp float64
	numeric  bool
	signed   string // what the signature covers
	sig      []byte
}

// readToken reads a compact JWS strictly: base64url without padding.
func readToken(authorization string) (*claims, error) {
	scheme, token, ok := strings.Cut(authorization, " ")
	if authorization == "" {
		return nil, errors.New("no Authorization header")
	}
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return nil, errors.New("Authorization is not a bearer token") //nolint:staticcheck // the header's name is capitalized
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, fmt.Errorf("the token has %d parts, not 3", len(parts))
	}
	var raw [3][]byte
	for i, p := range parts {
		b, err := base64.RawURLEncoding.Strict().DecodeString(p)
		if err != nil {
			return nil, fmt.Errorf("part %d of the token is not base64url without padding", i+1)
		}
		raw[i] = b
	}
	var head struct {
		Alg string `json:"alg"`
	}
	var body map[string]any
	if json.Unmarshal(raw[0], &head) != nil || json.Unmarshal(raw[1], &body) != nil {
		return nil, errors.New("the token's parts are not JSON objects")
	}
	c := &claims{alg: head.Alg, signed: parts[0] + "." + parts[1], sig: raw[2]}
	c.iss, _ = body["iss"].(string)
	var ok1, ok2 bool
	c.iat, ok1 = body["iat"].(float64)
	c.exp, ok2 = body["exp"].(float64)
	c.numeric = ok1 && ok2
	return c, nil
}

func jwtClaims(e *conformance.Evidence, a *JWT) conformance.Outcome {
	secret := e.World.Credentials.SharedSecret
	if a.SecretFrom != "" {
		label, pointer, _ := strings.Cut(a.SecretFrom, "#")
		v, err := valueAt(e, label, pointer)
		s, ok := v.(string)
		if err != nil || !ok {
			return unreached("a secret from "+a.SecretFrom, "none was reported")
		}
		secret = s
	}
	issuer := a.Issuer
	if issuer == "consumer" {
		issuer = e.World.Credentials.ConsumerID
	}
	return eachRequest(e, a.Match, a.Except, a.wants(), func(x *conformance.Exchange) string {
		c, err := readToken(x.Header.Get("Authorization"))
		if err != nil {
			return err.Error()
		}
		return a.judge(c, x, issuer, secret)
	})
}

func (a *JWT) wants() string {
	var w []string
	if a.Alg != "" {
		w = append(w, "alg "+a.Alg)
	}
	if a.Issuer != "" {
		w = append(w, "iss "+a.Issuer)
	}
	if a.Numeric {
		w = append(w, "numeric iat and exp")
	}
	if a.MaxLife > 0 {
		w = append(w, fmt.Sprintf("exp - iat at most %s", a.MaxLife))
	}
	if a.Valid {
		w = append(w, "not expired on arrival")
	}
	if a.Verify {
		w = append(w, "a signature that verifies")
	}
	return describe(a.Match) + " to carry a JWT with " + strings.Join(w, ", ")
}

func (a *JWT) judge(c *claims, x *conformance.Exchange, issuer, secret string) string {
	switch {
	case a.Alg != "" && c.alg != a.Alg:
		return fmt.Sprintf("alg is %q", c.alg)
	case issuer != "" && c.iss != issuer:
		return "iss is not " + a.Issuer
	case (a.Numeric || a.MaxLife > 0 || a.Valid) && !c.numeric:
		return "iat or exp is missing or not a number"
	case a.MaxLife > 0 && c.exp-c.iat > a.MaxLife.Seconds():
		return fmt.Sprintf("lives %.3f s", c.exp-c.iat)
	}
	if now := unix(x.WorldTime); a.Valid && c.exp+a.Leeway.Seconds() < now {
		return fmt.Sprintf("expired %.3f s before it arrived", now-c.exp)
	}
	if a.Verify {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(c.signed))
		if c.alg != "HS256" || !hmac.Equal(mac.Sum(nil), c.sig) {
			return "the signature does not verify"
		}
	}
	return ""
}

func unix(t time.Time) float64 {
	return float64(t.Unix()) + math.Round(float64(t.Nanosecond())/1e3)/1e6
}

// valueAt is what a call reported at a pointer.
func valueAt(e *conformance.Evidence, label, pointer string) (any, error) {
	call := e.Call(label)
	if call == nil || !call.OK() {
		return nil, fmt.Errorf("%s returned no value", quoted(label))
	}
	v, found, err := subject.At(call.Value, pointer)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("%s has nothing at %s", quoted(label), pointer)
	}
	return v, nil
}
