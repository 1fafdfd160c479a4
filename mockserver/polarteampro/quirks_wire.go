package polarteampro

import "github.com/ergodrome/ergodrome/mockserver/world"

// wireSwitches are about single members.
func wireSwitches() []Switch {
	return []Switch{
		{
			Name: "absent", Values: []string{"omit", "null"}, Default: "omit",
			What:     "a member that has no value",
			Evidence: "unknown; no member is required",
			Set:      world.OnOff("omit", "null", func(s *settings) *world.Chosen[bool] { return &s.nulls }),
		},
		{
			Name: "feeling-comma", Values: []string{"no", "yes"}, Default: "no",
			What:     `whether a feeling ends with a comma: "AWESOME,"`,
			Evidence: "document 1.0.2 prints it so; document 1.1.0 and the list of values do not",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.comma }),
		},
		{
			Name: "marker-times", Values: []string{"local", "utc-millis"}, Default: "local",
			What:     "whether markers have local times, as all else, or UTC with milliseconds",
			Evidence: "document 1.1.0 and a public client: local; document 1.0.2 prints the time at which it was made",
			Set:      world.OnOff("local", "utc-millis", func(s *settings) *world.Chosen[bool] { return &s.utcMarkers }),
		},
		{
			Name: "summary-speeds", Values: []string{"decimal", "integer"}, Default: "decimal",
			What:     "speed_avg_kmh and speed_max_kmh",
			Evidence: "both documents declare integers and print 7.9 and 18.4",
			Set:      world.OnOff("decimal", "integer", func(s *settings) *world.Chosen[bool] { return &s.wholeSpeeds }),
		},
		{
			Name: "acceleration-key", Values: []string{"counter", "count"}, Default: "counter",
			What:     "the member that counts the accelerations of a zone",
			Evidence: "confirmed: both documents; a public client reads count",
			Set:      world.OnOff("counter", "count", func(s *settings) *world.Chosen[bool] { return &s.countKey }),
		},
	}
}

// sampleSwitches are about tables of samples.
func sampleSwitches() []Switch {
	return []Switch{
		{
			Name: "row-end", Values: []string{"short", "padded"}, Default: "short",
			What:     "whether a row ends at its last value, or has a null for each field",
			Evidence: "confirmed: the first row of the documents' example is short",
			Set:      world.OnOff("short", "padded", func(s *settings) *world.Chosen[bool] { return &s.padRows }),
		},
		{
			Name: "long-rows", Values: []string{"no", "yes"}, Default: "no",
			What:     "whether each third row has one null too many before its last two values",
			Evidence: "the documents' example has such rows; public clients would fail on them",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.longRows }),
		},
		{
			Name: "missing-sample", Values: []string{"null", "NaN"}, Default: "null",
			What:     `a speed, acceleration or altitude that no sensor gave: null, or the string "NaN"`,
			Evidence: "confirmed: null in the documents' example; a public client also replaces NaN",
			Set:      world.OnOff("null", "NaN", func(s *settings) *world.Chosen[bool] { return &s.notANumber }),
		},
	}
}
