package fastapi

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Query reads parameters one by one, in the order of their declaration, and
// gathers what is wrong with them.
type Query struct {
	pairs  []pair
	issues []Issue
}

type pair struct{ name, value string }

// ParseQuery splits a query as Starlette does: at ampersands alone, with what is
// no escape left as it is.
func ParseQuery(raw string) *Query {
	q := &Query{}
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		q.pairs = append(q.pairs, pair{unquote(name), unquote(value)})
	}
	return q
}

func unquote(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b = append(b, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			n, _ := strconv.ParseUint(s[i+1:i+3], 16, 8) // two hexadecimal digits
			b = append(b, byte(n))
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// Err is what was wrong so far: an *Error, or nil.
func (q *Query) Err() error {
	if len(q.issues) == 0 {
		return nil
	}
	return &Error{q.issues}
}

// last is a parameter's value: of several the last one counts.
func (q *Query) last(name string) (string, bool) {
	for _, p := range slices.Backward(q.pairs) {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}

func (q *Query) all(name string) []string {
	var out []string
	for _, p := range q.pairs {
		if p.name == name {
			out = append(out, p.value)
		}
	}
	return out
}

func (q *Query) add(i Issue) { q.issues = append(q.issues, i) }

// Refuse notes a refusal of the application's own about a parameter.
func (q *Query) Refuse(name, kind, msg, input string, ctx ...Pair) {
	q.add(Issue{kind, []any{"query", name}, msg, Quote(input), ctx})
}

func (q *Query) missing(name string) {
	q.add(Issue{"missing", []any{"query", name}, "Field required", "null", nil})
}

// Bounds are what a number must keep to; nil ends are open.
type Bounds struct{ Least, Most *int }

// longestInt is how many characters pydantic reads as a number, which is as many as
// Python does.
const longestInt = 4_300

// Int reads a whole number. Numbers beyond what an int holds are the nearest.
func (q *Query) Int(name string, usual int, b Bounds) int {
	s, ok := q.last(name)
	if !ok {
		return usual
	}
	n, ok := parseInt(s)
	switch {
	case len(s) > longestInt:
		q.Refuse(name, "int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size", s)
		return usual
	case !ok:
		q.Refuse(name, "int_parsing", "Input should be a valid integer, unable to parse string as an integer", s)
		return usual
	}
	switch {
	case b.Least != nil && n < *b.Least:
		q.Refuse(name, "greater_than_equal", "Input should be greater than or equal to "+strconv.Itoa(*b.Least), s, Pair{"ge", *b.Least})
	case b.Most != nil && n > *b.Most:
		q.Refuse(name, "less_than_equal", "Input should be less than or equal to "+strconv.Itoa(*b.Most), s, Pair{"le", *b.Most})
	}
	return n
}

// IntOr reads an optional whole number.
func (q *Query) IntOr(name string) (int, bool) {
	if _, ok := q.last(name); !ok {
		return 0, false
	}
	before := len(q.issues)
	n := q.Int(name, 0, Bounds{})
	return n, len(q.issues) == before
}

// parseInt takes what pydantic takes: spaces around, a sign, single underscores,
// and a fraction of zeros.
func parseInt(s string) (int, bool) {
	s = strings.TrimSpace(s)
	if whole, zeros, ok := strings.Cut(s, "."); ok && zeros != "" && strings.Trim(zeros, "0") == "" {
		s = whole
	}
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || digits == "" || strings.HasPrefix(digits, "_") || strings.HasSuffix(digits, "_") || strings.Contains(digits, "__") {
		return 0, false
	}
	plain := strings.ReplaceAll(digits, "_", "")
	if strings.Trim(plain, "0123456789") != "" || plain == "" {
		return 0, false
	}
	negative := s[0] == '-'
	n, err := strconv.Atoi(plain)
	if err != nil {
		n = math.MaxInt
	}
	if negative {
		n = -n
	}
	return n, true
}

// Bool reads a truth value.
func (q *Query) Bool(name string, usual bool) bool {
	s, ok := q.last(name)
	if !ok {
		return usual
	}
	switch strings.ToLower(s) {
	case "1", "on", "t", "true", "y", "yes":
		return true
	case "0", "off", "f", "false", "n", "no":
		return false
	}
	q.Refuse(name, "bool_parsing", "Input should be a valid boolean, unable to interpret input", s)
	return usual
}

// Text reads any text.
func (q *Query) Text(name string) (string, bool) { return q.last(name) }

// Texts reads a list of texts.
func (q *Query) Texts(name string) []string { return q.all(name) }

// Kind is how a closed set of words was declared, which shows in the refusal.
type Kind string

// The two declarations.
const (
	Enum    Kind = "enum"
	Literal Kind = "literal_error"
)

// Word reads one of several words, or nothing.
func (q *Query) Word(name string, kind Kind, words []string) string {
	s, ok := q.last(name)
	if !ok {
		return ""
	}
	if !slices.Contains(words, s) {
		q.add(wordIssue([]any{"query", name}, kind, words, Quote(s)))
		return ""
	}
	return s
}

// Words reads a list of words; usual stands where there is none.
func (q *Query) Words(name string, words, usual []string, required bool) []string {
	given := q.all(name)
	if len(given) == 0 {
		if required {
			q.missing(name)
		}
		return usual
	}
	for i, s := range given {
		if !slices.Contains(words, s) {
			q.add(wordIssue([]any{"query", name, i}, Enum, words, Quote(s)))
		}
	}
	return given
}

func wordIssue(loc []any, kind Kind, words []string, input string) Issue {
	list := choices(words)
	return Issue{string(kind), loc, "Input should be " + list, input, []Pair{{"expected", list}}}
}

// Path notes that a variable of the path is none of the words that it may be. It is
// called before all else, as the path comes first.
func (q *Query) Path(name, value string, words []string) {
	if !slices.Contains(words, value) {
		q.add(wordIssue([]any{"path", name}, Enum, words, Quote(value)))
	}
}

// Require notes that a parameter that was read must be there.
func (q *Query) Require(name string) {
	if _, ok := q.last(name); !ok {
		q.missing(name)
	}
}

// Date reads a date, at 00:00 UTC.
func (q *Query) Date(name string) (time.Time, bool) {
	s, ok := q.last(name)
	if !ok {
		return time.Time{}, false
	}
	d, issue := parseDate(s)
	if issue != nil {
		issue.Loc, issue.Input = []any{"query", name}, Quote(s)
		q.add(*issue)
		return time.Time{}, false
	}
	return d, true
}

// Floats reads a list of numbers, of which there may be so many. Where there are more,
// nothing else is said.
func (q *Query) Floats(name string, most int) []float64 {
	given := q.all(name)
	var out []float64
	var bad []Issue
	for i, s := range given {
		n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || strings.ContainsAny(s, "xXpP") {
			bad = append(bad, Issue{"float_parsing", []any{"query", name, i}, "Input should be a valid number, unable to parse string as a number", Quote(s), nil})
			continue
		}
		out = append(out, n)
	}
	if len(out) > most {
		all := Value{Kind: Array}
		for _, s := range given {
			all.Items = append(all.Items, Value{Kind: String, Text: s})
		}
		bad = []Issue{TooLong([]any{"query", name}, most, len(given), all.JSON())}
	}
	q.issues = append(q.issues, bad...)
	return out
}

// TooLong is the refusal of a list of more items than it may have.
func TooLong(loc []any, most, given int, input string) Issue {
	return Issue{
		"too_long", loc, "List should have at most " + strconv.Itoa(most) + " items after validation, not " + strconv.Itoa(given), input,
		[]Pair{{"field_type", "List"}, {"max_length", most}, {"actual_length", given}},
	}
}
