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
	profile string

	shortLimit, longLimit        int
	alignedWindows, retryAfter   bool
	rateHeaders                  string
	errorKey                     string
	htmlUnauthorized             bool
	reversedEmpty, toInclusive   bool
	anyLength, ignoreUnknown     bool
	commaFeatures, emptyNotFound bool
	targetRange                  string
	targetDays                   int
	strictTimes, bare            bool
	sportNames, noSports         bool
	physicalFeature              bool
	bareBeats, coldStart         bool
	shiftedCycles, gapEntries    bool
	calendarAll, continuousAll   bool
	greeting                     string
	noPicture, jpeg              bool
	picture                      [3]int // pixels of each size
	syncLatency                  time.Duration
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
	s := &settings{profile: profile}
	return s, world.Choose(c, service, Switches(), s)
}

// profiled is true for the second of three values, and where the first leaves it to
// the profile, in the profiles that are named.
func profiled(on string, field func(*settings) *bool, profiles ...string) func(*settings, string) error {
	return func(s *settings, v string) error {
		*field(s) = v == on || v == byProfile && slices.Contains(profiles, s.profile)
		return nil
	}
}
