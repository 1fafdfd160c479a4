package firstbeat

import (
	"slices"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The readings of the vendor's documents. [confirmed: OpenAPI 1.0.0 and 1.1.0].
const (
	profile100 = "1.0.0" // no local times, 51 sports, 419 for too large a body
	profile110 = "1.1.0" // the default
)

// Switch is a question that the vendor's documents leave open.
type Switch = world.Switch[settings]

// settings are a world's profile and answers to the open questions. A status of
// 0 means that the matter is let pass.
type settings struct {
	profile string

	leeway                          time.Duration
	longLife, missingIat            string
	futureIat, futureNbf            string
	jwtFirst                        bool
	unapproved, disabled, ungranted int
	unapprovedKey, blankName        int
	apiKeyField                     string
	unknownPath, wrongMethod        int
	serveHead, joinWords            bool

	perMinute, perDay                                int
	minuteWindow                                     bool
	countUnauthorized, countAccepted, countThrottled bool
	exemptAccount                                    bool

	badID, badQuery, unknownVar  int
	offsetTimes, foldTitles      bool
	pageSize                     int
	moreAlways, descending       bool
	emptyLaps, groupAsGroup      bool
	localTimes                   bool
	order                        string
	listKeepsType, clipToSession bool
	asDocumented, commaRates     bool
	cold, failures               string
	readyAfter, warmFor          time.Duration
	perVariables                 bool
	tooLarge, sizeLimit          int
	measurePlain                 bool
}

// Switches are all open questions, in the order of the documentation.
func Switches() []Switch {
	return slices.Concat(accessSwitches(), limitSwitches(), querySwitches(), resultSwitches())
}

// newSettings reads a world's profile and switches. Its errors are *world.Invalid.
func newSettings(c *world.Config) (*settings, error) {
	profile, err := world.ChooseProfile(c, service, profile110, profile100)
	if err != nil {
		return nil, err
	}
	s := &settings{profile: profile}
	return s, world.Choose(c, service, Switches(), s)
}

// status takes a status code; "ignore" and "serve" are 0.
func status(field func(*settings) *int) func(*settings, string) error {
	return func(s *settings, v string) error {
		*field(s) = 0
		if n, err := strconv.Atoi(v); err == nil {
			*field(s) = n
		}
		return nil
	}
}
