package markup_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/markup"
)

type word string

func TestValuesAreText(t *testing.T) {
	for _, test := range []struct {
		name  string
		value any
		want  markup.HTML
	}{
		{"a tag", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
		{"the end of an attribute", `" onclick="x`, "&#34; onclick=&#34;x"},
		{"a single quote", "it's", "it&#39;s"},
		{"an entity", "&lt;", "&amp;lt;"},
		{"a byte that browsers read in many ways", "a\x00b", "a\uFFFDb"},
		{"what is not UTF-8", "a\xffb", "a\uFFFDb"},
		{"a verb", "100%d %s", "100%d %s"},
		{"a number", 7, "7"},
		{"text of a type of its own", word("<i>"), "&lt;i&gt;"},
		{"markup", markup.HTML("<b>"), "<b>"},
		{"markup of text", markup.Text("<b>"), "&lt;b&gt;"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, `<p title="`+test.want+`">`, markup.Format(`<p title="%s">`, test.value))
		})
	}
}

func TestPartsAreJoined(t *testing.T) {
	item := func(s string) markup.HTML { return markup.Format("<li>%s", s) }
	require.Equal(t, markup.HTML("<li>a<li>&lt;"), markup.Each([]string{"a", "<"}, item))
	require.Empty(t, markup.Each(nil, item))
	require.Equal(t, markup.HTML("<hr>"), markup.If(true, "<hr>"))
	require.Empty(t, markup.If(false, "<hr>"))
}

func FuzzText(f *testing.F) {
	f.Add("<a href=\"x\">'&\x00\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := string(markup.Text(s))
		if strings.ContainsAny(got, "<>\"'\x00") || !utf8.ValidString(got) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
