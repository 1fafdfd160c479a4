package polarteampro

import (
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The readings of the vendor's documents. [confirmed: documents 1.0.2 and 1.1.0]
const (
	profile102 = "1.0.2" // the default
	profile110 = "1.1.0" // sport profiles, phase summaries, more members
)

// Switch is a question that the vendor's documents leave open.
type Switch = world.Switch[settings]

// settings are a world's profile and answers to the open questions.
type settings struct {
	profile world.Chosen[string]

	bucket                         world.Chosen[int]
	countRefused, retryAfter       world.Chosen[bool]
	emptyErrors                    world.Chosen[bool]
	ignoreBad, clampPages, convert world.Chosen[bool]
	newestFirst, onePage           world.Chosen[bool]
	syncLatency                    world.Chosen[time.Duration]
	hideStaff, wholeSummary        world.Chosen[bool]

	nulls, comma, utcMarkers, wholeSpeeds, countKey world.Chosen[bool]
	padRows, longRows, notANumber                   world.Chosen[bool]
}

// Switches are all open questions, in the order of the documentation.
func Switches() []Switch {
	return slices.Concat(accessSwitches(), listSwitches(), wireSwitches(), sampleSwitches())
}

// newSettings reads a world's profile and switches. Its errors are *world.Invalid.
func newSettings(c *world.Config) (*settings, error) {
	profile, err := world.ChooseProfile(c, service, profile102, profile110)
	if err != nil {
		return nil, err
	}
	s := &settings{}
	s.profile.Put(profile, world.Profile(profile))
	return s, world.Choose(c, service, Switches(), s)
}

// maxBucket bounds the limit that a client may be granted.
const maxBucket = 1_000_000
