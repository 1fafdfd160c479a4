package polaraccesslink

import (
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The profiles.
const (
	profileDocumented = "documented" // the page; the default
	profileLive       = "live"       // what published answers and public clients show
	profileTolerant   = "tolerant"   // takes the requests of both, answers as documented
)

// byProfile is the value of switches that leave a question to the profile.
const byProfile = "profile"

// Switch is a question that the vendor's page leaves open.
type Switch = world.Switch[settings]

// settings are a world's profile and answers to the open questions.
type settings struct {
	profile world.Chosen[string]

	shortLimit, longLimit        world.Chosen[int]
	alignedWindows, retryAfter   world.Chosen[bool]
	rateHeaders                  world.Chosen[string]
	errorKey                     world.Chosen[string]
	htmlUnauthorized             world.Chosen[bool]
	reversedEmpty, toInclusive   world.Chosen[bool]
	anyLength, ignoreUnknown     world.Chosen[bool]
	commaFeatures, emptyNotFound world.Chosen[bool]
	targetRange                  world.Chosen[string]
	targetDays                   world.Chosen[int]
	strictTimes, bare            world.Chosen[bool]
	sportNames, noSports         world.Chosen[bool]
	physicalFeature              world.Chosen[bool]
	bareBeats, coldStart         world.Chosen[bool]
	shiftedCycles, gapEntries    world.Chosen[bool]
	calendarAll, continuousAll   world.Chosen[bool]
	greeting                     world.Chosen[string]
	noPicture, jpeg              world.Chosen[bool]
	picture                      world.Chosen[[3]int] // pixels of each size
	syncLatency                  world.Chosen[time.Duration]
}

// The values of some switches.
const (
	headersNever   = "never"
	headersRefused = "refused"
	headersAlways  = "always"

	rangeDocumented = "fromDate"
	rangeLive       = "from"
	rangeEither     = "either"
)

// Switches are all open questions, in the order of the documentation.
func Switches() []Switch {
	return slices.Concat(accessSwitches(), querySwitches(), wireSwitches(), dataSwitches())
}

// newSettings reads a world's profile and switches. Its errors are *world.Invalid.
func newSettings(c *world.Config) (*settings, error) {
	profile, err := world.ChooseProfile(c, service, profileDocumented, profileLive, profileTolerant)
	if err != nil {
		return nil, err
	}
	s := &settings{}
	s.profile.Put(profile, world.Profile(profile))
	return s, world.Choose(c, service, Switches(), s)
}

// profiled is true for the second of three values, and where the first leaves it to
// the profile, in the profiles that are named.
func profiled(on string, field func(*settings) *world.Chosen[bool], profiles ...string) func(*settings, world.Choice) error {
	return func(s *settings, c world.Choice) error {
		yes := c.Value == on
		if c.Value == byProfile {
			yes, c = slices.Contains(profiles, s.profile.Plain()), c.OfProfile()
		}
		field(s).Put(yes, c)
		return nil
	}
}
