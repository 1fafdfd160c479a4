package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/client/firstbeat"
)

// writer prints items one at a time, in one of three forms: a JSON array, one
// JSON value a line, or CSV with a header.
type writer struct {
	w      io.Writer
	format string
	count  int
	bare   bool // there is one item, and no list around it
	csv    *csv.Writer
	plan   *plan // of items that have no table of their own

	progress *progress
}

func newWriter(w io.Writer, format string) (*writer, error) {
	switch format {
	case "json", "ndjson", "csv":
		return &writer{w: w, format: format, csv: csv.NewWriter(w), progress: &progress{}}, nil
	}
	return nil, usage("--format %q: want json, ndjson or csv", format)
}

func (w *writer) write(item any) error {
	defer func() { w.count++; w.progress.step() }()
	if w.format == "csv" {
		return w.rows(item)
	}
	if w.format == "json" && !w.bare {
		before := ",\n"
		if w.count == 0 {
			before = "[\n"
		}
		if _, err := io.WriteString(w.w, before); err != nil {
			return err
		}
	}
	text, err := json.Marshal(item)
	if err != nil {
		return err
	}
	if w.format == "ndjson" {
		text = append(text, '\n')
	}
	_, err = w.w.Write(text)
	return err
}

// close ends the array, or flushes the rows.
func (w *writer) close() error {
	switch w.format {
	case "csv":
		if w.count == 0 && w.plan != nil {
			return w.csv.WriteAll([][]string{w.plan.header})
		}
		w.csv.Flush()
		return w.csv.Error()
	case "json":
		end := "\n]\n"
		switch {
		case w.bare:
			end = "\n"
		case w.count == 0:
			end = "[]\n"
		}
		_, err := io.WriteString(w.w, end)
		return err
	}
	return nil
}

// rows writes an item's rows, and before the first ones the header.
func (w *writer) rows(item any) error {
	header, rows, err := w.table(item)
	if err != nil {
		return err
	}
	if w.count == 0 {
		rows = append([][]string{header}, rows...)
	}
	if err := w.csv.WriteAll(rows); err != nil {
		return err
	}
	return w.csv.Error()
}

// table is an item as CSV: lists of numbers are joined by spaces, what the
// vendor left out is empty, and results are one row a value.
func (w *writer) table(item any) (header []string, rows [][]string, err error) {
	if w.plan != nil {
		rows, err = w.plan.rows(item)
		return w.plan.header, rows, err
	}
	row := func(cells ...string) [][]string { return [][]string{cells} }
	switch v := item.(type) {
	case string:
		return []string{"name"}, row(v), nil
	case firstbeat.Account:
		return []string{"accountId", "name"}, row(v.AccountID, v.Name), nil
	case firstbeat.Athlete:
		return []string{"athleteId", "firstName", "lastName", "email"}, row(id(v.AthleteID), v.FirstName, v.LastName, v.Email), nil
	case firstbeat.Coach:
		return []string{"coachId", "firstName", "lastName", "email"}, row(id(v.CoachID), v.FirstName, v.LastName, v.Email), nil
	case firstbeat.Team:
		header = []string{"teamId", "groupId", "name", "athleteIds"}
		rows = row(id(v.TeamID), "", v.Name, ids(v.AthleteIDs))
		for _, g := range v.Groups {
			rows = append(rows, []string{id(v.TeamID), id(g.GroupID), g.Name, ids(g.AthleteIDs)})
		}
		return header, rows, nil
	case firstbeat.Measurement:
		session := ""
		if v.SessionID != nil {
			session = strconv.FormatInt(*v.SessionID, 10)
		}
		return []string{"measurementId", "athleteId", "sessionId", "startTime", "endTime", "measurementType", "exerciseType", "sportsType", "eventType", "notes"},
			row(id(v.MeasurementID), id(v.AthleteID), session, instant(v.StartTime), instant(v.EndTime), string(v.MeasurementType), v.ExerciseType, v.SportsType, v.EventType, v.Notes), nil
	case firstbeat.Session:
		return []string{"sessionId", "coachId", "startTime", "endTime", "sessionType", "sportsType", "eventType", "athleteIds", "notes"},
			row(id(v.SessionID), id(v.CoachID), instant(v.StartTime), instant(v.EndTime), v.SessionType, v.SportsType, v.EventType, ids(v.AthleteIDs), v.Notes), nil
	case *firstbeat.Results:
		return resultsHeader(), resultsRows(v), nil
	case sampleRow:
		header, rows = v.table()
		return header, rows, nil
	}
	return nil, nil, fmt.Errorf("no CSV form of %T", item)
}

func id(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func ids(list []int64) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(words, " ")
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func resultsHeader() []string {
	return []string{"measurementId", "athleteId", "variable", "unit", "seconds", "value"}
}

// resultsRows gives each value its place in time, in seconds from the start.
// Scalars have none; R-R intervals have no rate, but are their own clock.
func resultsRows(r *firstbeat.Results) [][]string {
	var rows [][]string
	m, a := id(r.MeasurementID), id(r.AthleteID)
	for _, v := range r.Variables {
		switch {
		case v.Err != nil:
			continue // told by the error that came with the results
		case v.Series == nil:
			rows = append(rows, []string{m, a, v.Name, v.Unit, "", decimal(v.Value)})
		default:
			hz, rated := v.Series.Hz()
			ms := 0.0 // whole ones add up exactly, as parts of seconds do not
			for i, x := range v.Series.Values {
				at := ms / 1000
				if rated {
					at = float64(i) / hz
				}
				rows = append(rows, []string{m, a, v.Name, v.Unit, decimal(at), decimal(x)})
				ms += x
			}
		}
	}
	return rows
}

// decimal writes a number as JSON does: 3862000, not 3.862e+06.
func decimal(v float64) string { return string(appendDecimal(nil, v)) }

func appendDecimal(out []byte, v float64) []byte {
	format := byte('f')
	if size := math.Abs(v); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(out, v, format, -1, 64)
}
