package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// ReadCSV reads a table with a column timestamp of ISO 8601 times, and columns that
// are named as metrics are; others are not looked at. naive is the zone of times
// that name none, nil when they must. Its error is an *Error. [confirmed: document,
// for the timestamp; inferred: that columns are named so]
func ReadCSV(content []byte, naive *time.Location) (*Activity, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
		return nil, refuse(CodeUnreadable, "the file is not UTF-8 text: save it as CSV in UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(content))
	r.ReuseRecord = true
	first, _, _ := bytes.Cut(content, []byte{'\n'})
	if bytes.IndexByte(first, ',') < 0 && bytes.IndexByte(first, ';') >= 0 {
		r.Comma = ';'
	}
	header, err := r.Read()
	if err != nil {
		return nil, refuse(CodeUnreadable, "line 1: %.100s: the first line names the columns", reason(err))
	}
	t := table{naive: naive, stamp: -1, sport: -1}
	if bad := t.head(header); bad != nil {
		return nil, bad
	}
	for line := 2; ; line++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refuse(CodeUnreadable, "%.150s", reason(err))
		}
		if bad := t.row(row, line); bad != nil {
			return nil, bad
		}
	}
	s, bad := assemble(t.samples)
	if bad != nil {
		return nil, bad
	}
	a := &Activity{Sport: t.name, Series: s, End: end(s), Zone: t.zone, Devices: []string{}}
	a.Laps = numbered(s)
	return a, nil
}

func reason(err error) string {
	if errors.Is(err, io.EOF) {
		return "the file is empty"
	}
	return err.Error()
}

// table is a CSV file as it is read.
type table struct {
	naive   *time.Location
	stamp   int
	sport   int
	columns []effort.Metric // by place; Metrics for those that are not looked at
	names   []string
	samples []sample
	name    string // of the sport
	zone    *time.Location
}

func (t *table) head(header []string) *Error {
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		m, ok := effort.ParseMetric(name)
		if !ok || m == effort.Duration || m == effort.Notes {
			m = effort.Metrics
		}
		t.columns, t.names = append(t.columns, m), append(t.names, clip(name))
		switch {
		case name == "timestamp" && t.stamp < 0:
			t.stamp = i
		case name == "sport" && t.sport < 0:
			t.sport = i
		}
	}
	if t.stamp < 0 {
		return refuse(CodeNoTimestamp, "there is no column timestamp: add one with ISO 8601 datetimes such as 2026-05-20T08:00:00Z")
	}
	return nil
}

func (t *table) row(row []string, line int) *Error {
	if len(t.samples) >= maxSamples {
		return refuse(CodeTooLarge, "the file has more than %d samples", maxSamples)
	}
	text := strings.TrimSpace(row[t.stamp])
	at, aware, ok := fastapi.ParseInstant(text)
	switch {
	case !ok:
		return refuse(CodeBadValue, "line %d: timestamp %.40q is not an ISO 8601 datetime such as 2026-05-20T08:00:00Z", line, text)
	case !aware && t.naive == nil:
		return refuse(CodeBadValue, "line %d: timestamp %.40q has no offset: add one, such as Z or +02:00", line, text)
	case !aware:
		at = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), t.naive)
	case at.Location() != time.UTC && t.zone == nil:
		t.zone = at.Location()
	}
	if y := at.UTC().Year(); y < firstYear || y > lastYear {
		return refuse(CodeBadValue, "line %d: timestamp %.40q lies outside the years %d to %d", line, text, firstYear, lastYear)
	}
	s := newSample(at)
	for i, m := range t.columns {
		if i == t.sport {
			if bad := t.named(row[i], line); bad != nil {
				return bad
			}
		}
		value := strings.TrimSpace(row[i])
		if m == effort.Metrics || value == "" {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		f, fits := number(m, v)
		if err != nil || !fits {
			return refuse(CodeBadValue, "line %d: %s %.40q is not a number in range", line, t.names[i], value)
		}
		s.values[m] = f
	}
	t.samples = append(t.samples, s)
	return nil
}

// named wants the same sport in every line. [inferred: change log of the vendor's
// client, 0.91.0, that a table carries its sport in a column]
func (t *table) named(value string, line int) *Error {
	value = strings.TrimSpace(value)
	switch {
	case value == "":
	case t.name == "":
		t.name = clip(value)
	case t.name != clip(value):
		return refuse(CodeBadValue, "line %d: sport %.40q is another one than before: a file has one sport", line, value)
	}
	return nil
}

// numbered are the laps that a column tells: stretches of one number.
func numbered(s *effort.Series) []Lap {
	c := s.Columns[effort.Lap]
	if c == nil {
		return nil
	}
	var out []Lap
	last := effort.Missing()
	for i, v := range c {
		at := s.Start.Add(time.Duration(s.At[i]) * time.Second)
		switch {
		case v != v:
		case v == last && len(out) > 0:
			out[len(out)-1].To = at.Add(time.Second)
		case len(out) < maxLaps:
			out = append(out, Lap{at, at.Add(time.Second)})
		}
		last = v
	}
	return out
}

// clip shortens what a stranger wrote.
func clip(s string) string {
	if len(s) > maxName {
		s = s[:maxName]
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// distinct keeps the first of equal words.
func distinct(all []string) []string {
	out := []string{}
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
