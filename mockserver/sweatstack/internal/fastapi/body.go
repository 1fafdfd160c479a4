package fastapi

import (
	"math"
	"mime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Body is what a JSON body turned out to be before anybody looked at its members.
type Body struct {
	value Value
	raw   string // of a body that is not JSON by its Content-Type
	state bodyState
}

type bodyState uint8

const (
	bodyAbsent bodyState = iota
	bodyJSON
	bodyText
)

// ReadBody reads a body as FastAPI does before all else, also before it looks at
// who asks. Its errors are those of ParseJSON.
func ReadBody(contentType string, body []byte) (Body, error) {
	if len(body) == 0 {
		return Body{}, nil
	}
	if contentType != "" && !isJSON(contentType) {
		return Body{raw: strings.ToValidUTF8(string(body), "\uFFFD"), state: bodyText}, nil
	}
	v, err := ParseJSON(body)
	return Body{value: v, state: bodyJSON}, err
}

func isJSON(contentType string) bool {
	media, _, _ := mime.ParseMediaType(contentType) // whatever its parameters are
	sub, application := strings.CutPrefix(media, "application/")
	return application && (sub == "json" || strings.HasSuffix(sub, "+json"))
}

// Dict is the body as an object with any members.
func (b *Body) Dict() (*Value, error) {
	return b.object("dict_type", "Input should be a valid dictionary")
}

// Model is the body as an object that is read member by member.
func (b *Body) Model() (*Form, error) {
	v, err := b.object("model_attributes_type", "Input should be a valid dictionary or object to extract fields from")
	if err != nil {
		return nil, err
	}
	return &Form{v: v, loc: []any{"body"}, issues: &[]Issue{}}, nil
}

func (b *Body) object(kind, msg string) (*Value, error) {
	loc := []any{"body"}
	switch {
	case b.state == bodyAbsent || b.state == bodyJSON && b.value.Kind == Null:
		return nil, &Error{[]Issue{{"missing", loc, "Field required", "null", nil}}}
	case b.state == bodyText:
		return nil, &Error{[]Issue{{kind, loc, msg, Quote(b.raw), nil}}}
	case b.value.Kind != Object:
		return nil, &Error{[]Issue{{kind, loc, msg, b.value.JSON(), nil}}}
	}
	return &b.value, nil
}

// Form reads an object's members in the order of their declaration.
type Form struct {
	v      *Value
	loc    []any
	issues *[]Issue
}

// Err is what was wrong so far: an *Error, or nil.
func (f *Form) Err() error {
	if len(*f.issues) == 0 {
		return nil
	}
	return &Error{*f.issues}
}

func (f *Form) at(name ...any) []any { return append(slices.Clone(f.loc), name...) }

// Refuse notes what is wrong with a member.
func (f *Form) Refuse(name, kind, msg string, ctx ...Pair) {
	input := "null"
	if v, ok := f.v.Get(name); ok {
		input = v.JSON()
	}
	*f.issues = append(*f.issues, Issue{kind, f.at(name), msg, input, ctx})
}

func (f *Form) missing(name string) {
	*f.issues = append(*f.issues, Issue{"missing", f.at(name), "Field required", f.v.JSON(), nil})
}

// get finds a member; one that is not there, or null, has no value. required says
// that it must have one.
func (f *Form) get(name string, required bool, kind, msg string) *Value {
	v, ok := f.v.Get(name)
	switch {
	case !ok && required:
		f.missing(name)
	case ok && v.Kind == Null && required:
		f.Refuse(name, kind, msg)
	case ok && v.Kind != Null:
		return v
	}
	return nil
}

// Text reads a string.
func (f *Form) Text(name string, required bool) (string, bool) {
	const kind, msg = "string_type", "Input should be a valid string"
	v := f.get(name, required, kind, msg)
	if v == nil {
		return "", false
	}
	if v.Kind != String {
		f.Refuse(name, kind, msg)
		return "", false
	}
	return v.Text, true
}

// TextOrNull reads a string that may be null, but must be there.
func (f *Form) TextOrNull(name string) string {
	if _, ok := f.v.Get(name); !ok {
		f.missing(name)
		return ""
	}
	s, _ := f.Text(name, false)
	return s
}

// TooLong refuses a text of more characters than it may have.
func (f *Form) TooLong(name string, most int) {
	f.Refuse(name, "string_too_long", "String should have at most "+strconv.Itoa(most)+" characters", Pair{"max_length", most})
}

// Texts reads a list of strings.
func (f *Form) Texts(name string) []string {
	v := f.get(name, false, "", "")
	if v == nil {
		return nil
	}
	if v.Kind != Array {
		f.Refuse(name, "list_type", "Input should be a valid list")
		return nil
	}
	var out []string
	for i := range v.Items {
		if v.Items[i].Kind != String {
			*f.issues = append(*f.issues, Issue{"string_type", f.at(name, i), "Input should be a valid string", v.Items[i].JSON(), nil})
			continue
		}
		out = append(out, v.Items[i].Text)
	}
	return out
}

// Word reads one of several words.
func (f *Form) Word(name string, words []string, required bool) string {
	v, ok := f.v.Get(name)
	switch {
	case !ok && required:
		f.missing(name)
		return ""
	case !ok || v.Kind == Null && !required:
		return ""
	case v.Kind != String || !slices.Contains(words, v.Text):
		*f.issues = append(*f.issues, wordIssue(f.at(name), Enum, words, v.JSON()))
		return ""
	}
	return v.Text
}

// Words reads a list of some of several words; nil where there is none.
func (f *Form) Words(name string, words []string, required bool) []string {
	const kind, msg = "list_type", "Input should be a valid list"
	v := f.get(name, required, kind, msg)
	if v == nil {
		return nil
	}
	if v.Kind != Array {
		f.Refuse(name, kind, msg)
		return nil
	}
	out := []string{}
	for i := range v.Items {
		if one := &v.Items[i]; one.Kind == String && slices.Contains(words, one.Text) {
			out = append(out, one.Text)
			continue
		}
		*f.issues = append(*f.issues, wordIssue(f.at(name, i), Enum, words, v.Items[i].JSON()))
	}
	return out
}

// Float reads a number; least, where it is given, bounds it.
func (f *Form) Float(name string, least *float64, required bool) (float64, bool) {
	const kind, msg = "float_type", "Input should be a valid number"
	v := f.get(name, required, kind, msg)
	if v == nil {
		return 0, false
	}
	n, ok := 0.0, true
	switch v.Kind {
	case Number:
		n, _ = strconv.ParseFloat(v.Text, 64) // what is too large is infinite
	case String:
		var err error
		if n, err = strconv.ParseFloat(strings.TrimSpace(v.Text), 64); err != nil || strings.ContainsAny(v.Text, "xXpP") {
			f.Refuse(name, "float_parsing", "Input should be a valid number, unable to parse string as a number")
			return 0, false
		}
	case True:
		n = 1
	case False:
	default:
		ok = false
	}
	switch {
	case !ok:
		f.Refuse(name, kind, msg)
	case math.IsNaN(n) || math.IsInf(n, 0):
		f.Refuse(name, "finite_number", "Input should be a finite number")
		ok = false
	case least != nil && n < *least:
		f.Refuse(name, "greater_than_equal", "Input should be greater than or equal to "+strconv.FormatFloat(*least, 'f', -1, 64), Pair{"ge", int(*least)})
		ok = false
	}
	return n, ok
}

// Int reads a whole number; least, where it is given, bounds it.
func (f *Form) Int(name string, least *int, required bool) (int, bool) {
	const kind, msg = "int_type", "Input should be a valid integer"
	v := f.get(name, required, kind, msg)
	if v == nil {
		return 0, false
	}
	n := 0
	switch v.Kind {
	case Number:
		x, _ := strconv.ParseFloat(v.Text, 64) // what is too large is infinite
		if x != math.Trunc(x) {
			f.Refuse(name, "int_from_float", "Input should be a valid integer, got a number with a fractional part")
			return 0, false
		}
		n = int(max(-1<<53, min(x, 1<<53)))
	case String:
		var ok bool
		if n, ok = parseInt(v.Text); !ok {
			f.Refuse(name, "int_parsing", "Input should be a valid integer, unable to parse string as an integer")
			return 0, false
		}
	case True:
		n = 1
	case False:
	default:
		f.Refuse(name, kind, msg)
		return 0, false
	}
	if least != nil && n < *least {
		f.Refuse(name, "greater_than_equal", "Input should be greater than or equal to "+strconv.Itoa(*least), Pair{"ge", *least})
		return 0, false
	}
	return n, true
}

// Instant reads a date and a time. One without a zone is refused, unless naive is
// a zone for those.
func (f *Form) Instant(name string, naive *time.Location, required bool) (time.Time, bool) {
	const kind, msg = "datetime_type", "Input should be a valid datetime"
	v := f.get(name, required, kind, msg)
	if v == nil {
		return time.Time{}, false
	}
	if v.Kind != String && v.Kind != Number {
		f.Refuse(name, kind, msg)
		return time.Time{}, false
	}
	t, aware, why := parseTime(v.Text)
	switch {
	case why != "":
		f.Refuse(name, "datetime_from_date_parsing", msg+", "+why, Pair{"error", why})
		return t, false
	case !aware && naive == nil:
		f.Refuse(name, "timezone_aware", "Input should have timezone info")
		return t, false
	case !aware:
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), naive)
	}
	return t, true
}

// Date reads a date, at 00:00 UTC.
func (f *Form) Date(name string, required bool) (time.Time, bool) {
	const kind, msg = "date_type", "Input should be a valid date"
	v := f.get(name, required, kind, msg)
	if v == nil {
		return time.Time{}, false
	}
	if v.Kind != String && v.Kind != Number {
		f.Refuse(name, kind, msg)
		return time.Time{}, false
	}
	d, issue := parseDate(v.Text)
	if issue != nil {
		f.Refuse(name, issue.Type, issue.Msg, issue.Ctx...)
		return d, false
	}
	return d, true
}

// Sub is a member that is an object itself; its members' refusals are this
// form's. Nil when there is none.
func (f *Form) Sub(name string) *Form {
	const kind, msg = "model_attributes_type", "Input should be a valid dictionary or object to extract fields from"
	v := f.get(name, false, kind, msg)
	if v == nil {
		return nil
	}
	if v.Kind != Object {
		f.Refuse(name, kind, msg)
		return nil
	}
	return &Form{v: v, loc: f.at(name), issues: f.issues}
}
