package journal

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// minSecret is the length below which a value is no secret that could be looked
// for: it would be found everywhere.
const minSecret = 6

// spellings are the forms in which a secret may stand in a text: plain, escaped
// for URLs and for JSON, and inside the base64 of a longer text such as
// "id:secret", wherever in it.
func spellings(secret string) []string {
	if len(secret) < minSecret {
		return nil
	}
	list := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.ReplaceAll(secret, "/", `\/`)}
	if quoted, err := json.Marshal(secret); err == nil {
		list = append(list, string(quoted[1:len(quoted)-1]), strings.ReplaceAll(strings.ReplaceAll(secret, `\`, `\\`), `"`, `\"`))
	}
	for _, s := range []string{secret, url.QueryEscape(secret)} { // OAuth escapes before it encodes [RFC 6749, section 2.3.1]
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			for before := range 3 {
				core := base64Core(enc, s, before)
				list = append(list, core, url.QueryEscape(core), strings.ReplaceAll(core, "/", `\/`))
			}
		}
	}
	for _, s := range list {
		list = append(list, lowerHex(s))
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return len(s) < minSecret })
}

// reach is at least the length of the longest of spellings(secret), which takes
// longer to find out: that of base64 of what is escaped for URLs, escaped again. An
// escape in JSON is no longer.
func reach(secret string) int {
	escaped := len(secret)
	for i := range len(secret) {
		if !isBase64URL(secret[i]) {
			escaped += 2
		}
	}
	return 4*escaped + 6
}

// base64Core is the part of the base64 of anything + s + anything that follows
// from s alone, when so many bytes (modulo 3) stand before it.
func base64Core(enc *base64.Encoding, s string, before int) string {
	code := enc.EncodeToString(append(make([]byte, before), s...))
	return code[(before*8+5)/6 : (before+len(s))*8/6]
}

// lowerHex spells percent escapes in small letters.
func lowerHex(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}
