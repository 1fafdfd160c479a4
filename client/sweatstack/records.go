package sweatstack

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

// maxCells bounds a table that came as JSON.
const maxCells = 1 << 22

var errRecords = errors.New("the body is neither a list of records nor lists by name")

// records makes a frame of JSON: a list of objects, or an object of lists.
func records(body []byte) (*Frame, error) {
	if err := wirejson.Check(body); err != nil {
		return nil, err
	}
	f := new(Frame)
	switch wirejson.Kind(body) {
	case '[':
		var rows []map[string]json.RawMessage
		if json.Unmarshal(body, &rows) != nil {
			return nil, errRecords
		}
		known := map[string]bool{}
		for _, row := range rows {
			for name := range row {
				known[name] = true
			}
		}
		// What each row says anew would be a column for all of them.
		if len(known)*len(rows) > maxCells {
			return nil, errors.New("the body's records have too many members")
		}
		names := slices.Sorted(maps.Keys(known))
		f.Rows = len(rows)
		for _, name := range names {
			cells := make([]json.RawMessage, len(rows))
			for i, row := range rows {
				cells[i] = row[name]
			}
			f.Columns = append(f.Columns, cellColumn(name, cells))
		}
	case '{':
		var lists map[string][]json.RawMessage
		if json.Unmarshal(body, &lists) != nil {
			return nil, errRecords
		}
		for _, cells := range lists {
			f.Rows = max(f.Rows, len(cells))
		}
		for name, cells := range lists {
			if len(cells) != f.Rows {
				return nil, errors.New("the body's lists are not of one length")
			}
			f.Columns = append(f.Columns, cellColumn(name, cells))
		}
		sort.Slice(f.Columns, func(i, j int) bool { return f.Columns[i].Name < f.Columns[j].Name })
	default:
		return nil, errRecords
	}
	return f, nil
}

// cellColumn is a column of durations if all its values are, else of numbers
// if they are those, and else of texts: a value that is neither stands there as
// JSON. Nulls and cells that are missing have no value.
func cellColumn(name string, cells []json.RawMessage) Column {
	c := Column{Name: name, Type: "json", Valid: make([]bool, len(cells))}
	ints, floats, codes := make([]int64, len(cells)), make([]float64, len(cells)), make([]int32, len(cells))
	durations, numbers := true, true
	var dict []string
	known := map[string]int32{}
	for i, raw := range cells {
		codes[i] = -1
		if len(raw) == 0 || string(raw) == "null" {
			continue
		}
		c.Valid[i] = true
		n, isNumber := wirejson.Float(raw)
		var word string
		isWord := json.Unmarshal(raw, &word) == nil
		d, err := ParseDuration(word)
		floats[i], ints[i] = n, int64(d)
		numbers, durations = numbers && isNumber, durations && isWord && err == nil
		if !isWord {
			word = string(raw)
		}
		code, ok := known[word]
		if !ok {
			code = int32(len(dict))
			known[word], dict = code, append(dict, word)
		}
		codes[i] = code
	}
	switch {
	case numbers:
		c.Kind, c.Floats = KindFloat, floats
	case durations:
		c.Kind, c.Ints, c.Unit = KindDuration, ints, time.Nanosecond
	default:
		c.Kind, c.Codes, c.Dict = KindText, codes, dict
	}
	return c
}
