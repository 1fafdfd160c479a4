package journal_test

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/mockserver/journal"
)

func TestRedactMultipart(t *testing.T) {
	part := func(disposition, value string) string {
		return "--b\r\nContent-Disposition: " + disposition + "\r\n\r\n" + value + "\r\n"
	}
	tests := []struct{ name, in, want string }{
		{"keeps harmless parts", part(`form-data; name="grant_type"`, "refresh_token"), part(`form-data; name="grant_type"`, "refresh_token")},
		{"hides a field", part(`form-data; name="client_secret"`, "abc"), part(`form-data; name="client_secret"`, "<redacted>")},
		{"hides a code", part(`form-data; name="code"`, "abc"), part(`form-data; name="code"`, "<redacted>")},
		{"hides in any letters, without quotes", part(`Form-Data; NAME=_CSRF; x=y`, "abc"), part(`Form-Data; NAME=_CSRF; x=y`, "<redacted>")},
		{"keeps what only a file is called", part(`form-data; filename="token"; name="a"`, "abc"), part(`form-data; filename="token"; name="a"`, "abc")},
		{"hides several lines, also dashes", part(`form-data; name="token"`, "a\r\n--c\r\nd"), part(`form-data; name="token"`, "<redacted>")},
		{"hides after more headers", part("form-data; name=\"token\"\r\nContent-Type: text/plain", "abc"), part("form-data; name=\"token\"\r\nContent-Type: text/plain", "<redacted>")},
		{"keeps an empty value", part(`form-data; name="token"`, ""), part(`form-data; name="token"`, "")},
		{"hides between bare line feeds", "--b\ncontent-disposition: form-data; name=token\n\nabc\n", "--b\ncontent-disposition: form-data; name=token\n\n<redacted>\n"},
	}
	r := NewRedactor()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			end := "--b--\r\n"
			in := []byte(tt.in + end)
			require.Equal(t, tt.want+end, string(r.Body(in)))
			require.Equal(t, tt.in+end, string(in), "the body itself is not changed")
		})
	}
	require.Equal(t, "--b\r\nContent-Disposition: form-data; name=token\r\n\r\n<redacted>", string(r.Body([]byte("--b\r\nContent-Disposition: form-data; name=token\r\n\r\nab\r\n--"))), "one that is cut")
}

func TestRedactWhatTheLibraryWrites(t *testing.T) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	names := []string{"grant_type", "client_secret", "refresh_token", "code", "_csrf", "redirect_uri"}
	for _, name := range names {
		require.NoError(t, w.WriteField(name, "value-of-"+name))
	}
	require.NoError(t, w.Close())
	got, err := multipart.NewReader(bytes.NewReader(NewRedactor().Body(b.Bytes())), w.Boundary()).ReadForm(1 << 20)
	require.NoError(t, err, "it is a form as before")
	for _, name := range names {
		want := "<redacted>"
		if strings.Contains("grant_type redirect_uri", name) {
			want = "value-of-" + name
		}
		require.Equal(t, []string{want}, got.Value[name])
	}
}
