package journal_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

func TestRedactHeader(t *testing.T) {
	r := NewRedactor("X-House-Pass")
	r.AddSecrets("s3cr3t-value")
	got := r.Header(http.Header{
		"Authorization":       {"Bearer abc.def.ghi", "abcdef", "k3y rest", "Basic", ""},
		"Proxy-Authorization": {"Basic aWQ6cGFzcw=="},
		"X-Api-Key":           {"0123456789"},
		"Cookie":              {"a=b; c=d"},
		"Set-Cookie":          {"a=b", "c=d"},
		"X-House-Pass":        {"open sesame"},
		"Location":            {"https://app/cb?code=4711&state=xyz#access_token=abc&x=1"},
		"Link":                {`<https://app/x?token=abc>; rel="next"`},
		"X-Note":              {"holds s3cr3t-value inside", `{"token":"abc"}`},
		"Accept":              {"*/*"},
		"WWW-Authenticate":    {`Bearer realm="x"`},
	})
	want := http.Header{
		"Authorization":       {"Bearer <redacted>", "<redacted>", "<redacted>", "<redacted>", ""},
		"Proxy-Authorization": {"Basic <redacted>"},
		"X-Api-Key":           {"<redacted>"},
		"Cookie":              {"<redacted>"},
		"Set-Cookie":          {"<redacted>", "<redacted>"},
		"X-House-Pass":        {"<redacted>"},
		"Location":            {"https://app/cb?code=%3Credacted%3E&state=xyz#access_token=%3Credacted%3E&x=1"},
		"Link":                {`<https://app/x?token=%3Credacted%3E>; rel="next"`},
		"X-Note":              {"holds <redacted> inside", `{"token":"<redacted>"}`},
		"Accept":              {"*/*"},
		"WWW-Authenticate":    {`Bearer realm="x"`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

func TestRedactURL(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"keeps what is harmless", "/v1/a?offset=0&var=rmssd,hr", "/v1/a?offset=0&var=rmssd,hr"},
		{"hides a parameter", "/v1/a?apikey=abc&x=1", "/v1/a?apikey=%3Credacted%3E&x=1"},
		{"hides every spelling of a name", "/?api_key=a&API-Key=b&apiKey=c", "/?api_key=%3Credacted%3E&API-Key=%3Credacted%3E&apiKey=%3Credacted%3E"},
		{"hides an escaped name", "/?api%5Fkey=a&%74oken=b", "/?api%5Fkey=%3Credacted%3E&%74oken=%3Credacted%3E"},
		{"hides an OAuth code", "/cb?state=1&code=abc", "/cb?state=1&code=%3Credacted%3E"},
		{"hides after a semicolon, and up to the ampersand", "/?a=1;token=x;y&b=2", "/?a=1;token=%3Credacted%3E&b=2"},
		{"keeps an empty value", "/?token=&a=1", "/?token=&a=1"},
		{"keeps names that only look alike", "/?tokens=a&country_code=b", "/?tokens=a&country_code=b"},
		{"hides a known value in the path", "/keys/s3cr3t%2Fvalue/x", "/keys/<redacted>/x"},
	}
	r := NewRedactor()
	r.AddSecrets("s3cr3t/value")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, r.URL(tt.in))
		})
	}
}

func TestRedactBody(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"keeps a harmless body", `{"accounts":[{"accountId":"3-4925","name":"x = y & z"}]}`, ""},
		{"hides members", `{"consumerId":"c","sharedSecret":"abc","apikey" : "def"}`, `{"consumerId":"c","sharedSecret":"<redacted>","apikey" : "<redacted>"}`},
		{"hides members at any depth", `[{"a":{"refresh_token":"x\"y","b":1}}]`, `[{"a":{"refresh_token":"<redacted>","b":1}}]`},
		{"hides numbers and literals", `{"token":123,"secret":null,"password":true}`, `{"token":"<redacted>","secret":"<redacted>","password":"<redacted>"}`},
		{"hides objects and arrays", `{"token":{"a":["x}",{"b":"]"}]},"c":1}`, `{"token":"<redacted>","c":1}`},
		{"hides names with escapes", `{"t\u006fken":"abc"}`, `{"t\u006fken":"<redacted>"}`},
		{"keeps an error's code", `{"error":{"code":"not-found"}}`, ""},
		{"hides in JSON that is cut", `{"a":1,"access_token":"abc`, `{"a":1,"access_token":"<redacted>"`},
		{"hides in JSON that is spoilt", `{"a":"b" " : {"sharedSecret":"abc"}`, `{"a":"b" " : {"sharedSecret":"<redacted>"}`},
		{"hides in JSON after a byte order mark", "\xef\xbb\xbf" + `{"token":"abc"}`, "\xef\xbb\xbf" + `{"token":"<redacted>"}`},
		{"hides in JSON in a string", `{"log":"{\"token\":\"abc\",\"a\":1}"}`, `{"log":"{\"token\":\"<redacted>\",\"a\":1}"}`},
		{"hides in several values in a row", "{\"token\":\"a\"}\n{\"token\":\"b\"}\n", "{\"token\":\"<redacted>\"}\n{\"token\":\"<redacted>\"}\n"},
		{"hides in URLs in strings", `{"next":"https://x/?token=abc&a=1"}`, `{"next":"https://x/?token=%3Credacted%3E&a=1"}`},
		{"hides form fields", "grant_type=authorization_code&code=abc&client_secret=x%2By&redirect_uri=http%3A%2F%2Fx", "grant_type=authorization_code&code=%3Credacted%3E&client_secret=%3Credacted%3E&redirect_uri=http%3A%2F%2Fx"},
		{"hides known values in anything", "<p>The key is S3cr3t/Val+ue.</p>", "<p>The key is <redacted>.</p>"},
		{"hides known values between bytes", "\x00\xffS3cr3t/Val+ue\x00", "\x00\xff<redacted>\x00"},
		{"hides known values escaped for JSON", `{"v":"S3cr3t\/Val+ue"}`, `{"v":"<redacted>"}`},
		{"hides known values escaped for URLs", `x=S3cr3t%2FVal%2Bue&y=S3cr3t%2fVal%2bue`, `x=<redacted>&y=<redacted>`},
		{"keeps base64 padding", `{"value":"eJwDAAAAAAE="}`, ""},
	}
	r := NewRedactor()
	r.AddSecrets("S3cr3t/Val+ue")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.want == "" {
				tt.want = tt.in
			}
			in := []byte(tt.in)
			require.Equal(t, tt.want, string(r.Body(in)))
			require.Equal(t, tt.in, string(in), "the body itself is not changed")
		})
	}
}

// spell writes secret in one of the ways it may meet us, with something around it.
func spell(t *rapid.T, secret string) string {
	before, after := rapid.StringMatching(`[a-z0-9:]{0,7}`).Draw(t, "before"), rapid.StringMatching(`[ -~]{0,7}`).Draw(t, "after")
	plain := before + secret + after
	enc := rapid.SampledFrom([]*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding}).Draw(t, "alphabet")
	switch rapid.IntRange(0, 5).Draw(t, "form") {
	case 0:
		return plain
	case 1:
		return url.QueryEscape(plain)
	case 2:
		return url.PathEscape(plain)
	case 3:
		return enc.EncodeToString([]byte(plain))
	case 4:
		return url.QueryEscape(enc.EncodeToString([]byte(plain)))
	}
	return enc.EncodeToString([]byte(before + ":" + url.QueryEscape(secret)))
}

// survives says whether anybody who decodes text finds secret in it.
func survives(text, secret string) bool {
	decoded := []string{text}
	if plain, err := url.QueryUnescape(text); err == nil {
		decoded = append(decoded, plain)
	}
	for _, s := range decoded {
		if strings.Contains(s, secret) || strings.Contains(s, url.QueryEscape(secret)) {
			return true
		}
		for _, word := range strings.FieldsFunc(s, func(r rune) bool {
			return !strings.ContainsRune("+/-_=", r) && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
		}) {
			std := strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(word)
			for from := range min(4, len(std)+1) {
				for cut := range min(4, len(std)-from+1) {
					raw, err := base64.RawStdEncoding.DecodeString(std[from : len(std)-cut])
					if plain, _ := url.QueryUnescape(string(raw)); err == nil && (strings.Contains(string(raw), secret) || strings.Contains(plain, secret)) {
						return true
					}
				}
			}
		}
	}
	return false
}

func TestNoSpellingOfASecretSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := NewRedactor()
		secrets := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Za-z0-9+/=%&" -]{8,40}`), 1, 30, rapid.ID).Draw(t, "secrets")
		for _, s := range secrets {
			r.AddSecrets(s) // one by one: they meet in several matchers
			if rapid.Bool().Draw(t, "look") {
				r.Text("bring them into force now")
			}
		}
		s := rapid.SampledFrom(secrets).Draw(t, "secret")
		text := rapid.StringMatching(`[a-z {]{0,20}`).Draw(t, "prefix") + " " + spell(t, s) + " " + rapid.StringMatching(`[a-z }]{0,20}`).Draw(t, "suffix")
		for form, got := range map[string]string{
			"text": r.Text(text), "body": string(r.Body([]byte(text))), "URL": r.URL(text), "clone": r.Clone().Text(text),
			"header": fmt.Sprint(r.Header(http.Header{"X": {text}})["X"]),
		} {
			if survives(got, s) {
				t.Fatalf("%q survives as %s in %q, which was %q", s, form, got, text)
			}
		}
	})
}

// TestSurvivesIsNotBlind keeps the property above honest.
func TestSurvivesIsNotBlind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[A-Za-z0-9]{8,40}`).Draw(t, "secret")
		if text := "x " + spell(t, s) + " y"; !survives(text, s) {
			t.Fatalf("%q is not found in %q", s, text)
		}
	})
}

func FuzzRedact(f *testing.F) {
	f.Add(`{"token":"abc","a":[1,{"secret":`, "S3cr3tS3cr3t")
	f.Add(`a=b&token=S3cr3tS3cr3t;x"y":z`, "S3cr3tS3cr3t")
	f.Add(`\"token\":\"x`, "\\\"\\\"\\\"\"")
	f.Add("\"token\":[[[{\"\\\\\"}", "::::::::")
	f.Add("/?x=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln%2Dtoken=x", "S3cr3tS3cr3t")
	f.Add("eyJ.a.%2eeyJ.b.eyJ%2E.token=eyJ.eyJ.", "eyJ.eyJ.eyJ")
	f.Add("{\"eyJ.a.b-token\":\"eyJ.a", "S3cr3tS3cr3t")
	f.Add("--b\r\nContent-Disposition: form-data; name=\"token\":\"\r\n\r\n:\"x\r\n--b\r\n", "S3cr3tS3cr3t")
	f.Fuzz(func(t *testing.T, text, secret string) {
		r := NewRedactor()
		if len(secret) >= 8 && !strings.Contains("<redacted>", secret[:1]) && !strings.Contains("%3Credacted%3E", secret[:1]) {
			r.AddSecrets(secret)
			for _, got := range []string{r.Text(text), r.URL(text), string(r.Body([]byte(text)))} {
				if strings.Contains(got, secret) {
					t.Fatalf("%q survives in %q", secret, got)
				}
			}
		}
		body := r.Body([]byte(text))
		require.Equal(t, string(body), string(r.Body(body)), "redacting twice changes nothing")
	})
}
