package sweatstack

import (
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The answers of latest-empty.
const (
	emptyByProfile = "profile"
	emptyMissing   = "404"
	emptyNull      = "null"
)

func listSwitches() []Switch {
	return []Switch{
		{
			Name: "limit-bound", Values: []string{"none", "100"}, Default: "none",
			What:     "whether a limit above 100 is refused",
			Evidence: "unknown; the document prints no bounds, and 100 is what the vendor's client asks for",
			Set:      world.OnOff("none", "100", func(s *settings) *world.Chosen[bool] { return &s.boundLimit }),
		},
		{
			Name: "negative-page", Values: []string{"zero", "422"}, Default: "zero",
			What:     "a limit or an offset below 0: taken for 0, or refused",
			Evidence: "unknown",
			Set:      world.OnOff("zero", "422", func(s *settings) *world.Chosen[bool] { return &s.refuseNegative }),
		},
		{
			Name: "latest-empty", Values: []string{emptyByProfile, emptyMissing, emptyNull}, Default: emptyByProfile,
			What:     "the latest activity of who has none: a 404 or null; profile means 404 in 2026-05 and null in current",
			Evidence: "confirmed for current by the change log of the vendor's client, 0.91.0; unknown before",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.latestEmpty }),
		},
		{
			Name: "date-zone", Values: []string{"local", "utc"}, Default: "local",
			What:     "which date start and end are compared with",
			Evidence: "unknown",
			Set:      world.OnOff("local", "utc", func(s *settings) *world.Chosen[bool] { return &s.utcDates }),
		},
		{
			Name: "sports", Values: []string{"40", "43"}, Default: "40",
			What:     "the sports of 2026-05: forty, or the forty-three of the client's models, with skiing on rollers and rowing.fixed-seat for rowing.fixed_seat",
			Evidence: "the vendor's pyroparse of April 2026 has forty, taken over from the service; models of its client, generated in the same spring, have forty-three",
			Set:      world.OnOff("40", "43", func(s *settings) *world.Chosen[bool] { return &s.modelSports }),
		},
		{
			Name: "interpolate", Values: []string{"false", "true"}, Default: "false",
			What:     "whether days without a daily value are estimated unless asked",
			Evidence: "confirmed false by the vendor's client; its notes of the spring say true, and it sends the parameter always",
			Set:      world.OnOff("false", "true", func(s *settings) *world.Chosen[bool] { return &s.interpolate }),
		},
		{
			Name: "metric-errors", Values: []string{"enum", "literal"}, Default: "enum",
			What:     "the type of the error for a metric that is neither power nor speed",
			Evidence: "unknown: the document does not say how it was declared",
			Set:      world.OnOff("enum", "literal", func(s *settings) *world.Chosen[bool] { return &s.literals }),
		},
		{
			Name: "nested", Values: []string{"one", "none"}, Default: "one",
			What:     "whether traces in activities, and activities in traces, are filled one level deep or not at all",
			Evidence: "unknown; the vendor's client flattens both",
			Set:      world.OnOff("one", "none", func(s *settings) *world.Chosen[bool] { return &s.nakedTraces }),
		},
	}
}

func dataSwitches() []Switch {
	return []Switch{
		{
			Name: "row-duration", Values: []string{"width", "elapsed"}, Default: "width",
			What:     "what duration tells in frames of data: how long the row lasts, or how long it has been since the start",
			Evidence: "the vendor's MCP server multiplies it with speed; notes of the vendor's skills sort by it",
			Set:      world.OnOff("width", "elapsed", func(s *settings) *world.Chosen[bool] { return &s.elapsed }),
		},
		{
			Name: "missing-metric", Values: []string{"omit", "null"}, Default: "omit",
			What:     "a metric that the activity lacks: no column, or one without values",
			Evidence: "unknown",
			Set:      world.OnOff("omit", "null", func(s *settings) *world.Chosen[bool] { return &s.nullColumns }),
		},
		{
			Name: "index-zone", Values: []string{"utc", "user"}, Default: "utc",
			What:     "the time zone that the timestamps of frames are given",
			Evidence: "confirmed UTC by tests of the vendor's client; its MCP server takes them for local",
			Set:      world.OnOff("utc", "user", func(s *settings) *world.Chosen[bool] { return &s.userZone }),
		},
		{
			Name: "sampling", Values: []string{"greedy", "none"}, Default: "greedy",
			What:     "adaptive sampling: neighbours within 5 percent are merged, or nothing is",
			Evidence: "confirmed that rows are merged; the algorithm is unknown",
			Set:      world.OnOff("greedy", "none", func(s *settings) *world.Chosen[bool] { return &s.noSampling }),
		},
		{
			Name: "mean-max", Values: []string{"intensity", "duration"}, Default: "intensity",
			What:     "what the rows of a mean-max curve of 2026-05 are without durations: intensities, or a grid of durations",
			Evidence: "inferred from notes of the vendor's client, which asks by intensity",
			Set:      world.OnOff("intensity", "duration", func(s *settings) *world.Chosen[bool] { return &s.byDuration }),
		},
		{
			Name: "awd-json", Values: []string{"records", "columns"}, Default: "records",
			What:     "format=json: an array of objects, or an object of arrays",
			Evidence: "unknown",
			Set:      world.OnOff("records", "columns", func(s *settings) *world.Chosen[bool] { return &s.columnJSON }),
		},
		{
			Name: "parquet-media", Values: []string{"a media type or none"}, Default: "application/vnd.apache.parquet",
			What:     "the Content-Type of parquet",
			Evidence: "unknown",
			Set:      media(func(s *settings) *world.Chosen[string] { return &s.parquetMedia }),
		},
		{
			Name: "ndjson-media", Values: []string{"a media type or none"}, Default: "application/x-ndjson",
			What:     "the Content-Type of the backfill status",
			Evidence: "unknown",
			Set:      media(func(s *settings) *world.Chosen[string] { return &s.ndjsonMedia }),
		},
		{
			Name: "download-media", Values: []string{"a media type or none"}, Default: "application/octet-stream",
			What:     "the Content-Type of downloaded files",
			Evidence: "unknown",
			Set:      media(func(s *settings) *world.Chosen[string] { return &s.downloadMedia }),
		},
		{
			Name: "backfill-interval", Values: []string{"100ms to 1h"}, Default: "3s",
			What:     "how far apart the lines of the backfill status are",
			Evidence: "confirmed in the document: every few seconds",
			Set:      world.Duration(100*time.Millisecond, time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.backfillInterval }),
		},
		{
			Name: "backfill-length", Values: []string{"0s to 1h"}, Default: "60s",
			What:     "after how long the backfill status ends",
			Evidence: "confirmed in the document: 60 seconds",
			Set:      world.Duration(0, time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.backfillLength }),
		},
	}
}

func uploadSwitches() []Switch {
	return []Switch{
		{
			Name: "upload-delay", Values: []string{"0s to 24h"}, Default: "2s",
			What:     "how long an uploaded file is processed before its activity is there",
			Evidence: "confirmed by models of the vendor's client that it takes time; how long is unknown",
			Set:      world.Duration(0, 24*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.uploadDelay }),
		},
		{
			Name: "sync-latency", Values: []string{"0s to 24h"}, Default: "2m",
			What:     "how long it takes, about, until a finished workout is there",
			Evidence: "unknown",
			Set:      world.Duration(0, 24*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.syncLatency }),
		},
		{
			Name: "bad-file", Values: []string{"request", "file"}, Default: "request",
			What:     "a file that is neither .fit nor .csv: the whole request is refused, or that file alone fails",
			Evidence: "unknown",
			Set:      world.OnOff("request", "file", func(s *settings) *world.Chosen[bool] { return &s.failBadFiles }),
		},
		{
			Name: "metadata-bytes", Values: []string{"compact", "sent"}, Default: "compact",
			What:     "which bytes of app metadata count: those without spaces, or those that were sent",
			Evidence: "unknown",
			Set:      world.OnOff("compact", "sent", func(s *settings) *world.Chosen[bool] { return &s.sentBytes }),
		},
		{
			Name: "delete-metadata", Values: []string{"204", "404"}, Default: "204",
			What:     "deleting app metadata that is not there",
			Evidence: "unknown; the vendor's client takes a 404 on a repeated deletion for done",
			Set:      world.OnOff("204", "404", func(s *settings) *world.Chosen[bool] { return &s.missingMetadata }),
		},
	}
}
