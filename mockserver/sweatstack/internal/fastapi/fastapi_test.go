package fastapi_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// issue is the one thing that is wrong.
func issue(t *testing.T, err error) fastapi.Issue {
	t.Helper()
	e, ok := errors.AsType[*fastapi.Error](err)
	require.True(t, ok, "%v", err)
	require.Len(t, e.Issues, 1)
	return e.Issues[0]
}

func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-05-20": "2026-05-20", "2024-02-29": "2024-02-29", "2026-05-20T00:00:00.000": "2026-05-20", "2026-05-20_00:00": "2026-05-20",
		"1779235200": "2026-05-20", "1779235200000": "2026-05-20", "0": "1970-01-01", "-86400": "1969-12-31", "0001-01-01": "0001-01-01", "9999-12-31": "9999-12-31",
	} {
		q := fastapi.ParseQuery("d=" + text)
		d, ok := q.Date("d")
		require.True(t, ok, "%s: %v", text, q.Err())
		require.Equal(t, want, d.Format(time.DateOnly), text)
	}
	const parsing = "Input should be a valid date or datetime, "
	for text, want := range map[string]string{
		"": "input is too short", "2026": "", "today": "input is too short", "2026-5-1": "input is too short", "20a6-05-20": "invalid character in year", "2026/05/20": "invalid date separator, expected `-`",
		"2026-0x-20": "invalid character in month", "2026-05-2x": "invalid character in day", "2026-00-20": "month value is outside expected range of 1-12",
		"2026-02-29": "day value is outside expected range", "2026-05-20x00:00": "invalid datetime separator, expected `T`, `t`, `_` or space",
		"2026-05-20T0": "input is too short", "2026-05-20T0x:00": "invalid character in hour", "2026-05-20T24:00": "hour value is outside expected range of 0-23",
		"2026-05-20T00-00": "invalid time separator, expected `:`", "2026-05-20T00:60": "minute value is outside expected range of 0-59", "2026-05-20T00:0x": "invalid character in minute",
		"2026-05-20T00:00:61": "second value is outside expected range of 0-59", "2026-05-20T00:00:0x": "invalid character in second", "2026-05-20T00:00:00.": "second fraction value is missing",
		"2026-05-20T00:00x": "invalid timezone sign", "2026-05-20T00:00Zx": "unexpected extra characters at the end of the input", "2026-05-20T00:00%2B0x": "invalid timezone hour",
		"2026-05-20T00:00%2B01:0x": "invalid timezone minute", "2026-05-20T00:00%2B01:60": "timezone minute value is outside expected range of 0-59", "2026-05-20T00:00%2B24:00": "timezone offset must be less than 24 hours",
		"2026-05-20T00:00%2B01:00x": "unexpected extra characters at the end of the input", "1e300": "dates after 9999 are not supported as unix timestamps", "-1e300": "dates before 0000 are not supported as unix timestamps",
	} {
		q := fastapi.ParseQuery("d=" + text)
		_, ok := q.Date("d")
		require.False(t, ok, text)
		i := issue(t, q.Err())
		if want == "" { // a number of seconds that is no day
			require.Equal(t, "date_from_datetime_inexact", i.Type, text)
			continue
		}
		require.Equal(t, parsing+want, i.Msg, text)
		require.Equal(t, []fastapi.Pair{{Name: "error", Value: want}}, i.Ctx, text)
	}
}

func TestInts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"7": 7, "-7": -7, "%2B7": 7, "007": 7, "1_000": 1000, "7.0": 7, "7.000": 7, " 7": 7, "-0": 0, "99999999999999999999": math.MaxInt, "-99999999999999999999": -math.MaxInt} {
		q := fastapi.ParseQuery("n=" + text)
		require.Equal(t, want, q.Int("n", 1, fastapi.Bounds{}), text)
		require.NoError(t, q.Err(), text)
	}
	for _, text := range []string{"", "x", "7.5", "7.", ".0", "1__0", "_1", "1_", "%2B-7", "0x7", "1e3", "٣"} {
		q := fastapi.ParseQuery("n=" + text)
		require.Equal(t, 1, q.Int("n", 1, fastapi.Bounds{}), text)
		require.Equal(t, "int_parsing", issue(t, q.Err()).Type, text)
	}
}

func TestNumbersOfMoreDigitsThanPythonReads(t *testing.T) {
	t.Parallel()
	q := fastapi.ParseQuery("n=" + strings.Repeat("1", 4301))
	q.Int("n", 1, fastapi.Bounds{})
	require.Equal(t, "int_parsing_size", issue(t, q.Err()).Type)
	q = fastapi.ParseQuery("n=" + strings.Repeat("1", 4300))
	require.Equal(t, math.MaxInt, q.Int("n", 1, fastapi.Bounds{}))
}

func TestAListThatIsTooLongIsAllThatIsSaid(t *testing.T) {
	t.Parallel()
	q := fastapi.ParseQuery("x=1&x=y&x=2&x=3")
	require.Equal(t, []float64{1, 2, 3}, q.Floats("x", 2))
	i := issue(t, q.Err())
	require.Equal(t, "List should have at most 2 items after validation, not 4", i.Msg)
	require.JSONEq(t, `["1","y","2","3"]`, i.Input)
}

func TestWhatIsWrongWithOnePartAndAnother(t *testing.T) {
	t.Parallel()
	path, query := fastapi.ParseQuery(""), fastapi.ParseQuery("")
	path.Path("measure", "x", []string{"a"})
	query.Require("end")
	require.EqualError(t, fastapi.Join(path.Err(), query.Err()), "fastapi: unprocessable request; path.measure: Input should be 'a'; query.end: Field required")
	require.ErrorIs(t, fastapi.Join(fastapi.ErrUnreadable, query.Err()), fastapi.ErrUnreadable)
	require.NoError(t, fastapi.Join(nil, nil))
}

func TestBools(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1", "on", "T", "True", "y", "YES"} {
		require.True(t, fastapi.ParseQuery("b="+text).Bool("b", false), text)
	}
	for _, text := range []string{"0", "off", "F", "False", "n", "NO"} {
		require.False(t, fastapi.ParseQuery("b="+text).Bool("b", true), text)
	}
}

func TestQueriesAreSplitAsStarletteDoes(t *testing.T) {
	t.Parallel()
	q := fastapi.ParseQuery("a=1&a=2;b&c&a=%zz+%C3%A4%ff&%61=last")
	require.Equal(t, []string{"1", "2;b", "%zz ä\uFFFD", "last"}, q.Texts("a"))
	text, ok := q.Text("c")
	require.True(t, ok)
	require.Empty(t, text)
}

// Every JSON text that Go reads, this reads as the same value.
func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,-2.5e3,"\u00e4\ud83d\ude00\n"],"b":{},"c":[null,true,false]}`, `"\ud800"`, ` [ ] `, `{"a":1,"a":2}`, `-0`, `01`, `1.`, `"` + "\x01" + `"`, `{"a":}`, `[1,]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := fastapi.ParseJSON([]byte(s))
		var want any
		if json.Unmarshal([]byte(s), &want) != nil {
			if err == nil { // what Python takes and Go does not
				if text := v.JSON(); !json.Valid([]byte(text)) {
					t.Fatalf("%q became %q", s, text)
				}
			}
			return
		}
		if strings.ContainsRune(s, '\uFFFD') || errors.Is(err, fastapi.ErrUnreadable) {
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		var got any
		if err := json.Unmarshal([]byte(v.JSON()), &got); err != nil {
			t.Fatalf("%q became %q: %v", s, v.JSON(), err)
		}
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if string(a) != string(b) {
			t.Fatalf("%q: %s instead of %s", s, b, a)
		}
	})
}

func TestDepth(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"1": 0, "[]": 1, "[1]": 1, `{"a":{"b":[1]}}`: 3, `{"a":{"b":[]}}`: 3} {
		v, err := fastapi.ParseJSON([]byte(text))
		require.NoError(t, err)
		require.Equal(t, want, v.Depth(), text)
	}
}

func TestNumbersThatJSONHasNoWordForBecomeNull(t *testing.T) {
	t.Parallel()
	v, err := fastapi.ParseJSON([]byte(`[1e400,-1.5E999,NaN,-Infinity,1e-400,12345678901234567890123]`))
	require.NoError(t, err)
	require.Equal(t, `[null,null,null,null,1e-400,12345678901234567890123]`, v.JSON())
}

func TestErrorsSayWhere(t *testing.T) {
	t.Parallel()
	q := fastapi.ParseQuery("sport=a")
	q.Words("sport", []string{"b", "c"}, nil, true)
	require.EqualError(t, q.Err(), "fastapi: unprocessable request; query.sport.0: Input should be 'b' or 'c'")
}
