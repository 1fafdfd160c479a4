package firstbeat

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ergodrome/ergodrome/mockserver/journal"
)

const (
	// maxLife is how long a token may be valid, from iat to exp.
	// [confirmed: API document, at most five minutes from issuance].
	maxLife = 300
	// rounding forgives what printing a fractional time in decimal costs, s. Doubles
	// are finer until the year 2242.
	rounding = 1e-6
	// maxToken bounds what is parsed at all.
	maxToken = 8 << 10
)

// claims are what a token of this service says. [confirmed: API document].
type claims struct {
	Issuer    string
	Issued    instant
	Expires   instant
	NotBefore instant
}

// UnmarshalJSON takes members by their exact names: the names of claims have
// case. [confirmed: RFC 7519, comparison of strings].
func (c *claims) UnmarshalJSON(b []byte) error {
	*c = claims{}
	return members{
		"iss": &c.Issuer, "iat": &c.Issued, "exp": &c.Expires, "nbf": &c.NotBefore,
	}.read(b)
}

// instant is a NumericDate with its fraction, seconds since 1970; nil when the
// claim is missing. The vendor's own Node and R examples mint fractions, and a
// checker that drops them takes fresh tokens for tokens from the future.
type instant struct{ seconds *float64 }

func (i *instant) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return errors.New("not a NumericDate")
	}
	i.seconds = &v
	return nil
}

// The library asks for these only when it validates times, which it is told not
// to: its own NumericDate has whole seconds.
func (*claims) GetExpirationTime() (*jwt.NumericDate, error) { return nil, nil }
func (*claims) GetIssuedAt() (*jwt.NumericDate, error)       { return nil, nil }
func (*claims) GetNotBefore() (*jwt.NumericDate, error)      { return nil, nil }
func (c *claims) GetIssuer() (string, error)                 { return c.Issuer, nil }
func (*claims) GetSubject() (string, error)                  { return "", nil }
func (*claims) GetAudience() (jwt.ClaimStrings, error)       { return nil, nil }

// bearer takes the token out of an Authorization header.
func bearer(header string) (token, reason string) {
	scheme, token, found := strings.Cut(strings.TrimSpace(header), " ")
	token = strings.TrimSpace(token)
	switch {
	case header == "":
		return "", "no Authorization header"
	case !strings.EqualFold(scheme, "Bearer") || !found || token == "":
		return "", "the Authorization header is not of the form: Bearer TOKEN"
	case len(token) > maxToken:
		return "", fmt.Sprintf("the token is longer than %d bytes", maxToken)
	}
	return token, ""
}

// verify checks a token's form and signature, not its times. secret finds the
// issuer's secret; an empty one means that the issuer cannot have signed it.
// [confirmed: HS256 over the UTF-8 text of the secret, as in vendor samples].
func verify(token string, secret func(issuer string) string) (*claims, string) {
	var c claims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Name}), jwt.WithoutClaimsValidation())
	unknown := false
	_, err := parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) {
		key := secret(c.Issuer)
		if unknown = key == ""; unknown {
			return nil, errors.New("unknown issuer")
		}
		return []byte(key), nil
	})
	switch {
	case err == nil:
		return &c, ""
	case unknown:
		return &c, "no consumer, or no secret for this call, belongs to the token's iss"
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return &c, "the token is not signed by HS256 with the consumer's secret"
	case errors.Is(err, jwt.ErrTokenUnverifiable):
		return &c, "the token names no signing method that this service knows; use HS256"
	}
	return nil, "the token is not three base64url parts of JSON, or a claim has the wrong type"
}

// refuses says why a verified token is not valid at now, or nothing.
func (c *claims) refuses(now time.Time, s *settings, x *journal.Exchange) string {
	at, leeway := secondsOf(now), s.leeway.In(x).Seconds()
	if c.Expires.seconds == nil {
		return "the token has no exp"
	}
	exp, iat := *c.Expires.seconds, at
	switch {
	case c.Issued.seconds != nil:
		iat = *c.Issued.seconds
	case s.missingIat.In(x) != "accept":
		return "the token has no iat"
	}
	switch {
	case exp-iat > maxLife+rounding && s.longLife.In(x) != "accept":
		return fmt.Sprintf("the token lives %s s, at most %d are allowed", seconds(exp-iat), maxLife)
	case at >= exp+leeway:
		return fmt.Sprintf("the token expired %s s ago", seconds(at-exp))
	case iat > at+leeway+rounding && s.futureIat.In(x) != "accept":
		return fmt.Sprintf("the token's iat is %s s in the future", seconds(iat-at))
	}
	if nbf := c.NotBefore.seconds; nbf != nil && *nbf > at+leeway+rounding && s.futureNbf.In(x) != "accept" {
		return fmt.Sprintf("the token's nbf is %s s in the future", seconds(*nbf-at))
	}
	return ""
}

// secondsOf is a time as a NumericDate. Nanoseconds since 1970 fit 64 bits only
// from 1678 to 2262, and a world's clock goes further.
func secondsOf(t time.Time) float64 { return float64(t.Unix()) + float64(t.Nanosecond())/1e9 }

func seconds(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

// issuer reads who a token claims to be from, unverified.
func issuer(token string) string {
	parts := strings.Split(token, ".")
	if len(token) > maxToken || len(parts) != 3 {
		return ""
	}
	body, err := jwt.NewParser().DecodeSegment(parts[1])
	if err != nil {
		return ""
	}
	var name string
	if (members{"iss": &name}).read(body) != nil {
		return ""
	}
	return name
}
