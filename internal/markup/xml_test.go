package markup_test

import (
	"encoding/xml"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/markup"
)

type problem struct {
	Kind string `xml:"kind,attr"`
	Text string `xml:",chardata"`
}

type item struct {
	Name    string    `xml:"name,attr"`
	Count   int       `xml:"count,attr"`
	Problem *problem  `xml:"problem"`
	Many    []problem `xml:"many>one"`
	Flat    []item    `xml:"item"`
	Out     string    `xml:"out,omitempty"`
	Always  string    `xml:"always"`
}

func standard(t testing.TB, v any) string {
	raw, err := xml.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return xml.Header + string(raw) + "\n"
}

func TestXMLIsTheStandardLibrarys(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]item{
		"nothing":  {},
		"values":   {Name: `a"b'<c>&d`, Count: -3, Out: "two\nlines\tand\rmore", Always: "x"},
		"unusual":  {Name: "\x00\x1f\ufffe\uffff\ufffd\xff😀", Out: "a\xc3"},
		"inside":   {Problem: &problem{"k", "text\n"}, Many: []problem{{}, {"b", "c"}}},
		"deeper":   {Flat: []item{{Name: "1", Problem: &problem{}}, {Flat: []item{{Out: "z"}}}}},
		"no words": {Problem: &problem{Kind: "only"}},
	} {
		require.Equal(t, standard(t, v), markup.XML("item", v), name)
	}
}

func TestXMLRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, v := range []any{
		struct {
			X string `xml:",comment"`
		}{},
		struct {
			X map[string]int `xml:"x"`
		}{},
		struct{ X string }{},
	} {
		require.Panics(t, func() { markup.XML("root", v) })
	}
}

func FuzzXML(f *testing.F) {
	f.Add("a<b", "\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		v := item{Name: a, Out: b, Problem: &problem{b, a}}
		require.Equal(t, standard(t, v), markup.XML("item", v))
	})
}
