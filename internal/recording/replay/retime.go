package replay

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/internal/lazyregexp"
	"github.com/ergodrome/ergodrome/internal/recording"
)

// retimable tells whether an answer's body may say when something expires.
func retimable(e *recording.Entry) bool {
	c := &e.Response.Content
	if !strings.HasSuffix(recording.MediaType(c.MimeType), "json") {
		return false
	}
	return c.File == "" || c.Size <= maxRetimed
}

var (
	expiryForm = lazyregexp.New(`("(?:expires|expires_at|expiresAt|expiry|expiration|expirationTime|expiration_time|valid_until|validUntil|exp|iat|nbf|auth_time)"\s*:\s*)("[^"\\]{1,40}"|\d{10,13}(?:\.\d+)?)`)
	tokenForm  = lazyregexp.New(`eyJ[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*`)
)

// retime moves the times at which something expires, in members and in web tokens.
// Times of what happened stay.
func retime(body []byte, shift time.Duration) []byte {
	body = moveTimes(body, shift)
	return tokenForm.ReplaceAllFunc(body, func(token []byte) []byte {
		parts := strings.Split(string(token), ".")
		claims, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil {
			return token
		}
		parts[1] = base64.RawURLEncoding.EncodeToString(moveTimes(claims, shift))
		return []byte(strings.Join(parts, "."))
	})
}

func moveTimes(text []byte, shift time.Duration) []byte {
	return expiryForm.ReplaceAllFunc(text, func(member []byte) []byte {
		m := expiryForm.FindSubmatch(member)
		v := string(m[2])
		out := v
		if quoted := strings.Trim(v, `"`); quoted != v {
			for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
				if t, err := time.Parse(form, quoted); err == nil {
					out = `"` + t.Add(shift).Round(time.Millisecond).Format(form) + `"`
					break
				}
			}
		} else {
			out = shiftEpoch(v, shift)
		}
		return append(append([]byte(nil), m[1]...), out...)
	})
}

// shiftEpoch moves seconds or milliseconds since 1970, and nothing else.
func shiftEpoch(v string, shift time.Duration) string {
	whole, fraction, dotted := strings.Cut(v, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	switch {
	case err != nil:
		return v
	case len(whole) == 10:
		n += int64(shift / time.Second)
	case len(whole) == 13:
		n += int64(shift / time.Millisecond)
	}
	out := strconv.FormatInt(n, 10)
	if dotted {
		out += "." + fraction
	}
	return out
}

// shiftDate moves a date as HTTP spells it.
func shiftDate(v string, shift time.Duration) string {
	for _, form := range []string{http.TimeFormat, "Mon, 02-Jan-2006 15:04:05 GMT", time.RFC850, time.ANSIC} {
		if t, err := time.Parse(form, strings.TrimSpace(v)); err == nil {
			return t.UTC().Add(shift).Format(form)
		}
	}
	return v
}
