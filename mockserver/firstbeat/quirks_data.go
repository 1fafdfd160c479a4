package firstbeat

import (
	"net/http"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// maxPage is the vendor's page size. [confirmed: API document, result pagination].
const maxPage = 1000

// querySwitches are about parameters and lists.
func querySwitches() []Switch {
	return []Switch{
		{
			Name: "bad-id", Values: []string{"404", "400"}, Default: "404",
			What:     "an identifier in the path that is not a 64-bit integer in its plain decimal form: 367040x, +367040, 00367040",
			Evidence: "unknown; no operation that takes one lists 400",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.badID }),
		},
		{
			Name: "bad-query", Values: []string{"ignore", "400"}, Default: "ignore",
			What:     "a malformed time, offset, format, measurementType or includeLaps",
			Evidence: "unknown; no operation with such parameters lists 400",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.badQuery }),
		},
		{
			Name: "unknown-variable", Values: []string{"ignore", "400"}, Default: "ignore",
			What:     "a name in var that no variable has",
			Evidence: "a production program ran with a misspelt name, without an error",
			Set:      status(func(s *settings) *world.Chosen[int] { return &s.unknownVar }),
		},
		{
			Name: "time-offset", Values: []string{"accept", "refuse"}, Default: "accept",
			What:     "fromTime and toTime with an offset other than Z; refused, they are malformed",
			Evidence: "RFC 3339 is confirmed (querying page), offsets are not mentioned",
			Set:      world.OnOff("refuse", "accept", func(s *settings) *world.Chosen[bool] { return &s.offsetTimes }),
		},
		{
			Name: "title-match", Values: []string{"exact", "fold"}, Default: "exact",
			What:     "whether exerciseType and type compare titles with or without case",
			Evidence: "exact titles are confirmed (OpenAPI), case is unknown",
			Set:      world.OnOff("exact", "fold", func(s *settings) *world.Chosen[bool] { return &s.foldTitles }),
		},
		{
			Name: "page-size", Values: []string{"1 to 1000"}, Default: "1000",
			What:     "records in one page of a list",
			Evidence: "1000 is confirmed (API document); smaller pages make paging cheap to test",
			Set:      world.Whole(1, maxPage, func(s *settings) *world.Chosen[int] { return &s.pageSize }),
		},
		{
			Name: "more", Values: []string{"always", "when-true"}, Default: "always",
			What:     "whether a list says more when there is none",
			Evidence: "vendor sample code reads it without a default; the API document says if appended",
			Set:      world.OnOff("when-true", "always", func(s *settings) *world.Chosen[bool] { return &s.moreAlways }),
		},
		{
			Name: "list-order", Values: []string{"ascending", "descending"}, Default: "ascending",
			What:     "the order of measurements and sessions by start time",
			Evidence: "inferred from programs that read the newest from the tail",
			Set:      world.OnOff("ascending", "descending", func(s *settings) *world.Chosen[bool] { return &s.descending }),
		},
		{
			Name: "empty-laps", Values: []string{"array", "absent"}, Default: "array",
			What:     "what includeLaps gives for something without laps",
			Evidence: "unknown; teams print empty arrays",
			Set:      world.OnOff("absent", "array", func(s *settings) *world.Chosen[bool] { return &s.emptyLaps }),
		},
		{
			Name: "group-by-id", Values: []string{"team", "group"}, Default: "team",
			What:     "the shape of a group that is asked for as a team: teamId, or groupId",
			Evidence: "that groups are found is confirmed (OpenAPI), which answers with the Team schema",
			Set:      world.OnOff("team", "group", func(s *settings) *world.Chosen[bool] { return &s.groupAsGroup }),
		},
		{
			Name: "local-times", Values: []string{"profile", "yes", "no"}, Default: "profile",
			What:     "whether startTimeLocal and endTimeLocal are sent; profile: from 1.1.0 on",
			Evidence: "described in OpenAPI 1.1.0, missing from all published answers",
			Set: func(s *settings, c world.Choice) error {
				yes := c.Value == "yes"
				if c.Value == "profile" {
					yes, c = s.profile.Plain() != profile100, c.OfProfile()
				}
				s.localTimes.Put(yes, c)
				return nil
			},
		},
	}
}

// resultSwitches are about analysis results.
func resultSwitches() []Switch {
	return []Switch{
		{
			Name: "variable-order", Values: []string{"shuffled", "alphabetical", "request"}, Default: "shuffled",
			What:     "the order of variables: a seeded shuffle for each result, by name, or as asked for",
			Evidence: "unspecified; readers by position have broken several times",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.order }),
		},
		{
			Name: "list-keeps-type", Values: []string{"yes", "no"}, Default: "yes",
			What:     "whether type and bits stay beside a value of format=list",
			Evidence: "unknown; the API document describes the same objects with another value",
			Set:      world.OnOff("no", "yes", func(s *settings) *world.Chosen[bool] { return &s.listKeepsType }),
		},
		{
			Name: "variable-forms", Values: []string{"measured", "documented"}, Default: "measured",
			What:     "units, sampling rates and widths as in published answers, or as in the documents' tables: min⁻¹ or 1/min, no unit or index, 32 or 64 bits of heartRatePercentageSeries, 1 or 0.2 Hz of two series",
			Evidence: "the former are measured in published answers, the latter are confirmed (variables page); where they differ, answers speak for the service",
			Set:      world.OnOff("measured", "documented", func(s *settings) *world.Chosen[bool] { return &s.asDocumented }),
		},
		{
			Name: "sampling-rate", Values: []string{"dot", "comma"}, Default: "dot",
			What:     "the decimal mark of samplingRate, in either profile: 0.2Hz or 0,2Hz",
			Evidence: "0.2Hz is measured in published answers; the example of OpenAPI 1.0.0 prints 0,2Hz",
			Set:      world.OnOff("dot", "comma", func(s *settings) *world.Chosen[bool] { return &s.commaRates }),
		},
		{
			Name: "session-times", Values: []string{"measurement", "session"}, Default: "measurement",
			What:     "whether session results are those of whole measurements or of their part within the session",
			Evidence: "unknown",
			Set:      world.OnOff("measurement", "session", func(s *settings) *world.Chosen[bool] { return &s.clipToSession }),
		},
		{
			Name: "cold", Values: []string{"seeded", "none", "all"}, Default: "seeded",
			What:     "which results must be computed first: three in four of those older than 30 days, none, or all",
			Evidence: "older data is confirmed (troubleshooting page), age and share are inferred",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.cold }),
		},
		{
			Name: "ready-after", Values: []string{"0s to 24h"}, Default: "5s",
			What:     "how long an analysis takes; until then its results answer 202",
			Evidence: "the vendor asks to wait 5 s and expects the second request to succeed",
			Set:      world.Duration(0, 24*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.readyAfter }),
		},
		{
			Name: "warm-for", Values: []string{"1s to 8760h"}, Default: "24h",
			What:     "how long a computed result stays before it is cold again",
			Evidence: "unknown",
			Set:      world.Duration(time.Second, 8760*time.Hour, "5s", func(s *settings) *world.Chosen[time.Duration] { return &s.warmFor }),
		},
		{
			Name: "analysis-scope", Values: []string{"event", "variables"}, Default: "event",
			What:     "whether one analysis readies all variables, or each set of names its own",
			Evidence: "unknown",
			Set:      world.OnOff("event", "variables", func(s *settings) *world.Chosen[bool] { return &s.perVariables }),
		},
		{
			Name: "failures", Values: []string{"none", "rare"}, Default: "none",
			What:     "whether one measurement in 250 could not be analysed, by seed",
			Evidence: "that it happens is confirmed (API document), how often is unknown; the control plane fails chosen ones",
			Set:      world.Word(func(s *settings) *world.Chosen[string] { return &s.failures }),
		},
		{
			Name: "too-large", Values: []string{"profile", "413", "419", "504"}, Default: "profile",
			What:     "the status of a body above the bound; profile: 413 from 1.1.0 on, 419 before",
			Evidence: "OpenAPI 1.1.0 and 1.0.0; the API document also names 504",
			Set: func(s *settings, c world.Choice) error {
				if c.Value == "profile" {
					c = c.OfProfile()
				}
				switch {
				case c.Value == "419", c.Value == "profile" && s.profile.Plain() == profile100:
					s.tooLarge.Put(419, c)
				case c.Value == "504":
					s.tooLarge.Put(http.StatusGatewayTimeout, c)
				default:
					s.tooLarge.Put(http.StatusRequestEntityTooLarge, c)
				}
				return nil
			},
		},
		{
			Name: "size-limit", Values: []string{"1000 to 100000000"}, Default: strconv.Itoa(usualSize),
			What:     "the bound of a body of results, in bytes; a small one makes its refusal cheap to test",
			Evidence: "6 MB is confirmed (troubleshooting page); that it is AWS Lambda's payload limit of 6,291,456 bytes is inferred",
			Set:      world.Whole(leastSize, mostSize, func(s *settings) *world.Chosen[int] { return &s.sizeLimit }),
		},
		{
			Name: "size-measured", Values: []string{"coded", "plain"}, Default: "coded",
			What:     "whether the bound counts the body after or before its content coding",
			Evidence: "inferred: the vendor names content codings as a way out",
			Set:      world.OnOff("coded", "plain", func(s *settings) *world.Chosen[bool] { return &s.measurePlain }),
		},
	}
}
