package consent

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRedirectURIsAreSourcesOfForms(t *testing.T) {
	t.Parallel()
	for uri, want := range map[string]string{
		"https://a.example:8443/cb?x=1": "https://a.example:8443", "my.app:/cb": "my.app:", "my.app://cb/x": "my.app://cb",
		"http://[::1]:8080/cb": "http:", "http://[fe80::1%25en0]/cb": "http:", "http://a,b;c/": "http:", "%": "",
	} {
		require.Equal(t, want, Source(uri), uri)
	}
}

func TestPeopleAreToldWhereTheyGo(t *testing.T) {
	t.Parallel()
	for uri, want := range map[string]string{"https://a.example:8443/cb?x=1": "a.example:8443", "my.app:/cb": "the application (my.app:)", "%": "the application"} {
		require.Equal(t, want, Host(uri), uri)
	}
}

func TestNothingOnAPageIsMarkup(t *testing.T) {
	t.Parallel()
	const evil = `"><script>x</script>`
	got := string(Page{Account: evil, Title: evil, Problem: evil, Anchor: evil}.Around(Choice{Kind: "radio", Name: evil, Value: evil, ID: evil, Checked: true, Invalid: true, Label: evil, Hint: evil}.Show()))
	require.NotContains(t, got, "<script")
	require.Equal(t, 12, strings.Count(got, "&lt;script&gt;"), got)
	require.NotContains(t, string(Page{Problem: "it is so"}.Around("")), `href="#`, "a problem without a control leads nowhere")
}

// TestContrast holds the colours of the style sheet to 4.5:1. [WCAG 2.2, 1.4.3]
func TestContrast(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"1a1a1a", "ffffff"}, {"525252", "ffffff"}, {"ffffff", "1f2937"}, {"1d4ed8", "ffffff"}, {"b00020", "ffffff"}, {"b45309", "ffffff"}} {
		short := func(c string) string {
			if c == "ffffff" {
				return "#fff"
			}
			return "#" + c
		}
		require.Contains(t, styleCSS, short(pair[0]))
		require.Contains(t, styleCSS, short(pair[1]))
		require.GreaterOrEqual(t, contrast(pair[0], pair[1]), 4.5, pair)
	}
}

// contrast is the ratio of two colours' luminances. [WCAG 2.2, relative luminance]
func contrast(a, b string) float64 {
	luminance := func(hex string) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
			if err != nil {
				panic(err)
			}
			c := float64(n) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
