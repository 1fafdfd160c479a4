package shape

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/ergodrome/ergodrome/client/sweatstack"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// forms are what strings look like, the first that fits. Looking at the byte that a
// form can begin with spares most texts all expressions.
var forms = [...]struct {
	name  string
	first string // a byte of it is the form's first
	like  *lazyregexp.Regexp
}{
	{"instant in UTC", digits, lazyregexp.New(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`)},
	{"instant with offset", digits, lazyregexp.New(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:?\d\d$`)},
	{"local time", digits, lazyregexp.New(`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$`)},
	{"date", digits, lazyregexp.New(`^\d{4}-\d\d-\d\d$`)},
	{"HTTP date", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", lazyregexp.New(`^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$`)},
	{"offset", "+-", lazyregexp.New(`^[+-]\d\d:\d\d$`)},
	{"UUID", digits + "abcdefABCDEF", lazyregexp.New(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)},
	{"duration", "-P", lazyregexp.New(`^-?P(\d|T)[\dYMWDTHS.,]*$`)},
	{"number", "-" + digits, lazyregexp.New(`^-?\d+(\.\d+)?$`)},
	{"URL", "h", lazyregexp.New(`^https?://`)},
}

const digits = "0123456789"

// formOf says what a string looks like, never what it says.
func formOf(text string) string {
	if text == "" {
		return "string: empty"
	}
	for i := range forms {
		if strings.IndexByte(forms[i].first, text[0]) >= 0 && forms[i].like.MatchString(text) {
			return "string: " + forms[i].name
		}
	}
	return "string"
}

// packing says how the values of a vector are packed.
func packing(text string) string {
	const least = 2
	if raw, err := base64.StdEncoding.DecodeString(text); err == nil && len(raw) > least {
		switch {
		case bytes.HasPrefix(raw, []byte{0x1f, 0x8b}):
			return "string: gzip in Base64"
		case raw[0]&0x0f == 8 && (int(raw[0])<<8+int(raw[1]))%31 == 0:
			return "string: zlib in Base64"
		}
	}
	return "string"
}

// word says whether a text could be a word of the vendor's rather than a person's.
func word(text string) bool { return len(text) <= maxWord && wordLike.MatchString(text) }

var (
	wordLike = lazyregexp.New(`^[A-Za-z][A-Za-z0-9_.:/ -]*$`)
	nameLike = lazyregexp.New(`^[A-Za-z_$@][A-Za-z_$.-]*([0-9]{1,3}[A-Za-z_$.-]*)?$`)
)

// memberName is a member's name, or {} for one that is data: an ID, a date.
func memberName(name string) string {
	if len(name) <= maxWord && nameLike.MatchString(name) {
		return name
	}
	return "{}"
}

// target is where a Location leads, without what is anybody's: the path, and the
// names of parameters; of an error its word.
func target(location string) string {
	u, err := url.Parse(location)
	if err != nil {
		return "no URL"
	}
	var names []string
	for name, values := range u.Query() {
		if name == "error" && word(values[0]) {
			name += "=" + values[0]
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return u.Path + "?" + strings.Join(names, "&")
}

// table notes the columns of a Parquet file, which the SweatStack client reads within
// bounds.
func (w *walker) table(body []byte) {
	frame, err := sweatstack.ReadFrame(body)
	if err != nil {
		w.field("").Kinds["Parquet that cannot be read"]++
		return
	}
	w.field("").Kinds["Parquet"]++
	for i := range frame.Columns {
		w.answer.column(memberName(frame.Columns[i].Name), typeOf(&frame.Columns[i]), 1)
	}
}

// typeOf is the type of a column.
func typeOf(c *sweatstack.Column) string {
	switch {
	case c.Type != "":
		return c.Kind + " as " + c.Type
	case c.Ints != nil, c.Floats != nil:
		return c.Kind + " in 64 bits"
	case c.Int32s != nil, c.Float32s != nil:
		return c.Kind + " in 32 bits"
	}
	return c.Kind
}

// Mask is a value whose letters and digits are all the same: enough to see its form.
func Mask(v any) string {
	const most = 40
	switch v := v.(type) {
	case nil:
		return "null"
	case []any:
		return "[…]"
	case map[string]any:
		return "{…}"
	case string:
		cut := ""
		if r := []rune(v); len(r) > most {
			v, cut = string(r[:most]), "…"
		}
		return `"` + masked(v) + cut + `"`
	}
	return masked(fmt.Sprint(v))
}

func masked(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '9'
		case unicode.IsUpper(r):
			return 'A'
		case unicode.IsLetter(r):
			return 'a'
		case r < ' ':
			return '?'
		}
		return r
	}, text)
}
