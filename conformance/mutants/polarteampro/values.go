package polarteampro

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
	"github.com/ergodrome/ergodrome/internal/lazyregexp"
)

// Local is a wall-clock time whose zone is unknown.
type Local struct{ Wall string }

// Duration is a length of time.
type Duration time.Duration

// wallClock lists the members whose times have no zone. [confirmed: Team Pro document 1.0.2]
func wallClock(name string) bool {
	switch name {
	case "start_time", "stop_time", "end_time", "record_start_time", "record_end_time", "trimmed_start_time":
		return true
	}
	return false
}

// tidy gives the members of an object their types.
func (c *Client) tidy(item Item) Item {
	zone := 0
	offset, known := item["timezone_offset"].(json.Number)
	if known {
		zone, _ = strconv.Atoi(offset.String())
	}
	for name, v := range item {
		switch v := v.(type) {
		case string:
			item[name] = c.text(name, v, zone, known)
		case map[string]any:
			item[name] = map[string]any(c.tidy(v))
		case []any:
			for i := range v {
				if o, ok := v[i].(map[string]any); ok {
					v[i] = map[string]any(c.tidy(o))
				}
			}
		}
	}
	return c.bent(item)
}

func (c *Client) text(name, v string, zone int, known bool) any {
	switch {
	case name == "created" || name == "modified":
		layout := time.RFC3339Nano
		if c.M.Has("millis-only") {
			layout = "2006-01-02T15:04:05.000Z"
		}
		t, err := time.Parse(layout, v)
		switch {
		case err == nil:
			return t
		case c.M.Has("millis-only"):
			return nil
		}
	case wallClock(name):
		t, err := time.Parse(layout+".999999999", v)
		switch {
		case err != nil:
			return v
		case c.M.Has("local-as-utc"):
			return t
		case !known && c.M.Has("host-zone-assumed"):
			return t.Add(-time.Hour)
		case known && name == "start_time":
			if c.M.Has("offset-added") {
				return t.Add(time.Duration(zone) * time.Minute)
			}
			return t.Add(-time.Duration(zone) * time.Minute)
		}
		return Local{v}
	case name == "in_zone":
		if d, ok := c.duration(v); ok {
			return Duration(d)
		}
	}
	return v
}

var isoTime = lazyregexp.New(`^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(\.\d+)?S)?$`)

// duration reads an ISO 8601 duration of hours, minutes and seconds.
func (c *Client) duration(s string) (time.Duration, bool) {
	m := isoTime.FindStringSubmatch(s)
	if m == nil || len(s) < 4 {
		return 0, false
	}
	var d time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(m[i+1]) // digits, or nothing
		d += time.Duration(n) * unit
	}
	if m[4] != "" && !c.M.Has("whole-seconds") {
		f, _ := strconv.ParseFloat("0"+m[4], 64) // digits behind a point
		d += time.Duration(f*1e9 + 0.5)
	}
	return d, true
}

// bent is the place of defects that lose members.
func (c *Client) bent(item Item) Item {
	feeling, has := item["feeling"].(string)
	if has && c.M.Has("enum-strict") && !slices.Contains([]string{"BAD", "NOT_GOOD", "OKAY", "GREAT", "AWESOME"}, feeling) {
		item["feeling"] = nil
	}
	for _, name := range []string{"speed_avg_kmh", "speed_max_kmh"} {
		if n, ok := item[name].(json.Number); ok && c.M.Has("speeds-as-ints") && strings.Contains(n.String(), ".") {
			delete(item, name)
		}
	}
	if _, zone := item["limit"]; zone && c.M.Has("acceleration-count") {
		delete(item, "counter")
	}
	return item
}

// unknown is a defect's refusal of members it has not heard of.
func unknown(data []byte, known []string) error {
	var o map[string]json.RawMessage
	_ = json.Unmarshal(data, &o) // it has been read before
	for name := range o {
		if !slices.Contains(known, name) {
			return caller.Undecodable("unknown member %q", name)
		}
	}
	return nil
}

// mended is a defect's idea of JSON: what a lenient reader makes of it.
func mended(data []byte) []byte {
	if json.Valid(data) {
		return data
	}
	s := regexp.MustCompile(`,\s*([}\]])`).ReplaceAllString(string(data), "$1")
	s = strings.NewReplacer("NaN", "null", "Infinity", "null", "'", `"`, "+1", "1").Replace(s)
	s = regexp.MustCompile(`//[^\n]*|/\*.*?\*/|#[^\n]*`).ReplaceAllString(s, "")
	d := json.NewDecoder(bytes.NewReader([]byte(s)))
	var raw json.RawMessage
	if d.Decode(&raw) == nil {
		return raw
	}
	return []byte(`{"data":[]}`)
}
