package wirejson

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// scalar reads a number, a word or a truth.
func scalar(s *scan, v reflect.Value) (exact bool, err error) {
	raw := s.skip()
	word := raw
	quoted := raw[0] == '"'
	if quoted {
		word = raw[1 : len(raw)-1]
	}
	nested := raw[0] == '{' || raw[0] == '['
	switch v.Kind() {
	case reflect.String:
		if nested || raw[0] == 't' || raw[0] == 'f' {
			return true, &Error{Want: "a string", Got: excerpt(raw)}
		}
		v.SetString(text(word))
		return true, nil
	case reflect.Bool:
		switch string(word) {
		case "true":
			v.SetBool(true)
			return true, nil
		case "false":
			v.SetBool(false)
			return true, nil
		}
		return true, &Error{Want: "true or false", Got: excerpt(raw)}
	case reflect.Float64, reflect.Float32:
		f, ok := Float(word)
		if !ok {
			return true, &Error{Want: "a number", Got: excerpt(raw)}
		}
		v.SetFloat(f)
		return true, nil
	case reflect.Int, reflect.Int64, reflect.Int32:
		n, exact, ok := Int(word)
		if !ok || v.OverflowInt(n) {
			return true, &Error{Want: "a whole number", Got: excerpt(raw)}
		}
		v.SetInt(n)
		return exact, nil
	case reflect.Uint64, reflect.Uint32, reflect.Uint:
		n, exact, ok := Uint(word)
		if !ok || v.OverflowUint(n) {
			return true, &Error{Want: "a whole number that is not negative", Got: excerpt(raw)}
		}
		v.SetUint(n)
		return exact, nil
	}
	return true, errors.New("wirejson: no rule for " + v.Type().String())
}

// Float reads a number as JSON spells it, or NaN, Infinity and -Infinity as
// protobuf does.
func Float(word []byte) (float64, bool) {
	switch string(word) {
	case "NaN":
		return math.NaN(), true
	case "Infinity":
		return math.Inf(1), true
	case "-Infinity":
		return math.Inf(-1), true
	}
	if !numeric(word) {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(word), 64)
	return f, err == nil
}

// Int reads a whole number. A number with a fraction is rounded, and NaN is
// zero; neither is exact.
func Int(word []byte) (n int64, exact, ok bool) {
	if n, err := strconv.ParseInt(string(word), 10, 64); err == nil && numeric(word) {
		return n, true, true
	}
	whole, round, exact, ok := split(word)
	if !ok {
		return 0, false, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, false, false
	}
	if round && n < math.MaxInt64 && n > math.MinInt64 {
		if word[0] == '-' {
			n--
		} else {
			n++
		}
	}
	return n, exact, true
}

// Uint is Int for numbers that are not negative.
func Uint(word []byte) (n uint64, exact, ok bool) {
	if n, err := strconv.ParseUint(string(word), 10, 64); err == nil && numeric(word) {
		return n, true, true
	}
	whole, round, exact, ok := split(word)
	if !ok {
		return 0, false, false
	}
	n, err := strconv.ParseUint(whole, 10, 64)
	if err != nil {
		return 0, false, false
	}
	if round && n < math.MaxUint64 {
		n++
	}
	return n, exact, true
}

// split takes a number apart: its whole part, and what becomes of the rest.
func split(word []byte) (whole string, round, exact, ok bool) {
	if w := string(word); w == "NaN" || w == "Infinity" || w == "-Infinity" {
		return "0", false, false, true
	}
	if !numeric(word) {
		return "", false, false, false
	}
	if bytes.ContainsAny(word, "eE") {
		f, err := strconv.ParseFloat(string(word), 64)
		if err != nil || math.Abs(f) >= 1<<53 {
			return "", false, false, false
		}
		word = strconv.AppendFloat(nil, f, 'f', -1, 64)
	}
	w, fraction, _ := strings.Cut(string(word), ".")
	exact = strings.Trim(fraction, "0") == ""
	return w, fraction != "" && fraction[0] >= '5', exact, true
}

// numeric reports whether a word begins and goes on as numbers do, whatever
// strconv would make of it: 0x1p-2, 1_000, inf.
func numeric(word []byte) bool {
	if len(word) == 0 || len(word) > 400 {
		return false
	}
	for _, c := range word {
		if (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			return false
		}
	}
	return word[0] == '-' || word[0] >= '0' && word[0] <= '9'
}

// instant reads a time in UTC, with or without its Z.
func instant(s *scan, t *time.Time) error {
	raw := s.skip()
	word := strings.Trim(string(raw), `"`)
	if word == "" {
		*t = time.Time{}
		return nil
	}
	parsed, err := time.Parse(time.RFC3339Nano, word)
	if err != nil {
		parsed, err = time.Parse("2006-01-02T15:04:05.999999999", word)
	}
	if err != nil || raw[0] != '"' {
		return &Error{Want: "an RFC 3339 time", Got: excerpt(raw)}
	}
	*t = parsed.UTC()
	return nil
}

// text is what a string's inside says.
func text(inside []byte) string {
	if bytes.IndexByte(inside, '\\') < 0 && utf8.Valid(inside) {
		return string(inside)
	}
	var out string
	if json.Unmarshal(append(append([]byte{'"'}, inside...), '"'), &out) != nil {
		return string(bytes.ToValidUTF8(inside, []byte("\uFFFD")))
	}
	return out
}

// excerpt is the beginning of a value, for an error.
func excerpt(raw []byte) string {
	if len(raw) > 40 {
		return string(bytes.ToValidUTF8(raw[:40], nil)) + "…"
	}
	return string(bytes.ToValidUTF8(raw, []byte("\uFFFD")))
}
