package polaraccesslink

import (
	"fmt"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// wireSwitches are about the look of answers.
func wireSwitches() []Switch {
	return []Switch{
		{
			Name: "envelopes", Values: []string{byProfile, "documented", "bare"}, Default: byProfile,
			What:     "whether a single message comes under the name that the page gives it",
			Evidence: "measured: published answers have none, nor do the types of public clients; the page shows one",
			Set:      profiled("bare", func(s *settings) *world.Chosen[bool] { return &s.bare }, profileLive),
		},
		{
			Name: "sport-names", Values: []string{byProfile, "no", "yes"}, Default: byProfile,
			What:     "whether a sport of the list has a stable name",
			Evidence: "confirmed: public clients read one; the page does not have it",
			Set:      profiled("yes", func(s *settings) *world.Chosen[bool] { return &s.sportNames }, profileLive, profileTolerant),
		},
		{
			Name: "beat-offline", Values: []string{"printed", "absent"}, Default: "printed",
			What:     "whether each R-R interval of a training session says if the beat is to be trusted",
			Evidence: "the page requires it; a published answer lacks it",
			Set:      world.OnOff("printed", "absent", func(s *settings) *world.Chosen[bool] { return &s.bareBeats }),
		},
		{
			Name: "cold-start", Values: []string{"numbers", "NaN"}, Default: "numbers",
			What:     `speed and altitude of the seconds before satellites are found: numbers, or the string "NaN"`,
			Evidence: "inferred: how protobuf spells what is no number; exports of the vendor have such values",
			Set:      world.OnOff("numbers", "NaN", func(s *settings) *world.Chosen[bool] { return &s.coldStart }),
		},
		{
			Name: "sleep-cycle-offsets", Values: []string{byProfile, "start", "shifted"}, Default: byProfile,
			What:     "what secondsFromSleepStart counts from: the start of sleep, or hours before it",
			Evidence: "the page says the start; measured: one published answer goes from 64,005 to 91,365 in a night of eight hours",
			Set:      profiled("shifted", func(s *settings) *world.Chosen[bool] { return &s.shiftedCycles }, profileLive),
		},
		{
			Name: "heart-rate-gaps", Values: []string{byProfile, "none", "entries"}, Default: byProfile,
			What:     "whether gaps in continuous heart rates are entries without a rate, and midnight one without an offset",
			Evidence: "the page requires both members; confirmed: public clients read entries that lack one",
			Set:      profiled("entries", func(s *settings) *world.Chosen[bool] { return &s.gapEntries }, profileLive),
		},
		{
			Name: "greeting", Values: []string{"1 to 200 characters"}, Default: "Hello from Polar AccessLink",
			What:     "what hello says",
			Evidence: "unknown; the page has a string",
			Set: func(s *settings, c world.Choice) error {
				if c.Value == "" || len(c.Value) > 200 {
					return fmt.Errorf("the greeting has %d characters; give 1 to 200", len(c.Value))
				}
				s.greeting.Put(c.Value, c)
				return nil
			},
		},
		{
			Name: "picture-pixels", Values: []string{"three whole numbers from 16 to 1024, small/medium/large"}, Default: "60/120/240",
			What:     "the width and height of a profile picture, by size",
			Evidence: "unknown",
			Set: func(s *settings, c world.Choice) error {
				var size [3]int
				var rest string
				n, _ := fmt.Sscanf(c.Value+" .", "%d/%d/%d %s", &size[0], &size[1], &size[2], &rest)
				if n != 4 || rest != "." || slices.Min(size[:]) < 16 || slices.Max(size[:]) > 1024 {
					return fmt.Errorf("%q is not three whole numbers from 16 to 1024, such as 60/120/240", c.Value)
				}
				s.picture.Put(size, c)
				return nil
			},
		},
		{
			Name: "picture-format", Values: []string{"png", "jpeg"}, Default: "png",
			What:     "the format of a profile picture for callers that take any",
			Evidence: "unknown; the page has image/*",
			Set:      world.OnOff("png", "jpeg", func(s *settings) *world.Chosen[bool] { return &s.jpeg }),
		},
	}
}

// dataSwitches are about what there is.
func dataSwitches() []Switch {
	return []Switch{
		{
			Name: "sync-latency", Values: []string{"0s to 720h"}, Default: "5m",
			What:     "how long after its end a training session, night or test is there",
			Evidence: "unknown; a watch syncs when its owner opens the app",
			Set:      world.Duration(0, 720*time.Hour, "5m", func(s *settings) *world.Chosen[time.Duration] { return &s.syncLatency }),
		},
		{
			Name: "sports-list", Values: []string{"full", "empty"}, Default: "full",
			What:     "whether the list of sports has any",
			Evidence: "confirmed: one public client saw an empty one",
			Set:      world.OnOff("full", "empty", func(s *settings) *world.Chosen[bool] { return &s.noSports }),
		},
		{
			Name: "profile-picture", Values: []string{"some", "none"}, Default: "some",
			What:     "whether anybody has a picture; most have, the others get 404",
			Evidence: "inferred",
			Set:      world.OnOff("some", "none", func(s *settings) *world.Chosen[bool] { return &s.noPicture }),
		},
		{
			Name: "physical-information", Values: []string{"always", "feature"}, Default: "always",
			What:     "whether physicalInformation of a training session needs the feature physical-info",
			Evidence: "the page of 2025 has no such feature, descriptions of 2026 do",
			Set:      world.OnOff("always", "feature", func(s *settings) *world.Chosen[bool] { return &s.physicalFeature }),
		},
		{
			Name: "calendar-without-features", Values: []string{"all", "none"}, Default: "all",
			What:     "the kinds of calendar entries that come when no feature is named",
			Evidence: "unknown",
			Set:      world.OnOff("none", "all", func(s *settings) *world.Chosen[bool] { return &s.calendarAll }),
		},
		{
			Name: "continuous-without-features", Values: []string{"none", "all"}, Default: "none",
			What:     "the kinds of continuous samples that come when no feature is named",
			Evidence: "unknown; the features are said to choose them",
			Set:      world.OnOff("none", "all", func(s *settings) *world.Chosen[bool] { return &s.continuousAll }),
		},
	}
}
