package oauth

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func sorted(s []string) []string { slices.Sort(s); return s }

func TestAppendQuery(t *testing.T) {
	code, state := Param{"code", "c&d"}, Param{"state", "a b"}
	for uri, want := range map[string]string{
		"http://a.example":         "http://a.example?state=a+b&code=c%26d",
		"http://a.example/":        "http://a.example/?state=a+b&code=c%26d",
		"http://a.example/x?p=1":   "http://a.example/x?p=1&state=a+b&code=c%26d",
		"http://a.example/x?":      "http://a.example/x?state=a+b&code=c%26d",
		"http://a.example/x?p=1&":  "http://a.example/x?p=1&state=a+b&code=c%26d",
		"my-app:/cb?p=%3F":         "my-app:/cb?p=%3F&state=a+b&code=c%26d",
		"http://[::1]:8080/cb?p=?": "http://[::1]:8080/cb?p=?&state=a+b&code=c%26d",
	} {
		require.Equal(t, want, AppendQuery(uri, state, code))
	}
	require.Equal(t, "http://a.example?code=c%26d", AppendQuery("http://a.example", Param{Name: "state"}, code))
}

func TestParseScopes(t *testing.T) {
	for list, want := range map[string][]string{
		"":                nil,
		"   ":             nil,
		"sleep:read":      {"sleep:read"},
		" b  a b ":        {"b", "a"},
		"team_read,other": {"team_read,other"},
	} {
		got, ok := ParseScopes(list, " ")
		require.True(t, ok)
		require.Equal(t, want, got, list)
	}
	got, ok := ParseScopes("a, b,c", " ,")
	require.True(t, ok)
	require.Equal(t, []string{"a", "b", "c"}, got)
	var many []string
	for i := range MaxScopes + 1 {
		many = append(many, strings.Repeat("x", i+1))
	}
	for _, bad := range []string{"a\tb", "a\"", "a\\", "é", strings.Join(many, " ")} {
		_, ok := ParseScopes(bad, " ")
		require.False(t, ok, bad)
	}
}

func TestParseBearer(t *testing.T) {
	for value, want := range map[string]string{"Bearer abc": "abc", "bearer  abc ": "abc", "Bearer": "", "Bearer ": "", "Basic abc": "", "Bearer a b": "", "Bearer a, Bearer b": ""} {
		got, ok := ParseBearer(value)
		require.Equal(t, want, got)
		require.Equal(t, want != "", ok)
	}
}

func FuzzParseScopes(f *testing.F) {
	for _, s := range []string{"", "a b", "a,b", "a\x00b", strings.Repeat("a ", 500), "ü"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		scopes, ok := ParseScopes(list, " ,")
		if !ok {
			return
		}
		again, ok := ParseScopes(strings.Join(scopes, " "), " ,")
		if !ok || !slices.Equal(scopes, again) || len(scopes) > MaxScopes {
			t.Fatalf("%q gives %q, and that gives %q", list, scopes, again)
		}
	})
}

// FuzzRedirect holds what CheckRedirectURI lets pass to what a Location header
// and a browser need, and AppendQuery to what a client reads.
func FuzzRedirect(f *testing.F) {
	for _, s := range []string{"https://a.example/cb?x=1", "myapp:/x", "http://[::1]/", "https://a/%zz", "https:a", "//a", "https://a?b?c&", "https://u:p@h/;x"} {
		f.Add(s, "state \x00&=%")
	}
	f.Fuzz(func(t *testing.T, uri, state string) {
		if CheckRedirectURI(uri) != nil {
			return
		}
		got := AppendQuery(uri, Param{"state", state}, Param{"code", "0123"})
		if strings.ContainsAny(got, "\r\n \x00#") || !strings.HasPrefix(got, uri) {
			t.Fatalf("%q becomes %q", uri, got)
		}
		u, err := url.Parse(got)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", uri, got, err)
		}
		if _, err := url.ParseQuery(u.RawQuery); err != nil {
			return // the registered query itself is malformed
		}
		q := u.Query()
		if codes := q["code"]; codes[len(codes)-1] != "0123" {
			t.Fatalf("%q has the codes %q", got, codes)
		}
		if states := q["state"]; state != "" && states[len(states)-1] != state {
			t.Fatalf("%q has the states %q, want %q", got, states, state)
		}
	})
}

func FuzzParseBasic(f *testing.F) {
	f.Add("Basic MTIzNDU6dmVyeVNlY3JldA==")
	f.Add("Basic Og==")
	f.Fuzz(func(t *testing.T, value string) {
		c, ok := ParseBasic(value)
		if ok && strings.Contains(c.ClientID, ":") {
			t.Fatalf("%q names the client %q", value, c.ClientID)
		}
	})
}
