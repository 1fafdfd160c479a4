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
	profile world.Chosen[string]

	leeway                          world.Chosen[time.Duration]
	longLife, missingIat            world.Chosen[string]
	futureIat, futureNbf            world.Chosen[string]
	jwtFirst                        world.Chosen[bool]
	unapproved, disabled, ungranted world.Chosen[int]
	unapprovedKey, blankName        world.Chosen[int]
	apiKeyField                     world.Chosen[string]
	unknownPath, wrongMethod        world.Chosen[int]
	serveHead, joinWords            world.Chosen[bool]

	perMinute, perDay                                world.Chosen[int]
	minuteWindow                                     world.Chosen[bool]
	countUnauthorized, countAccepted, countThrottled world.Chosen[bool]
	exemptAccount                                    world.Chosen[bool]

	badID, badQuery, unknownVar  world.Chosen[int]
	offsetTimes, foldTitles      world.Chosen[bool]
	pageSize                     world.Chosen[int]
	moreAlways, descending       world.Chosen[bool]
	emptyLaps, groupAsGroup      world.Chosen[bool]
	localTimes                   world.Chosen[bool]
	order                        world.Chosen[string]
	listKeepsType, clipToSession world.Chosen[bool]
	asDocumented, commaRates     world.Chosen[bool]
	cold, failures               world.Chosen[string]
	readyAfter, warmFor          world.Chosen[time.Duration]
	perVariables                 world.Chosen[bool]
	tooLarge, sizeLimit          world.Chosen[int]
	measurePlain                 world.Chosen[bool]
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
	s := &settings{}
	s.profile.Put(profile, world.Profile(profile))
	return s, world.Choose(c, service, Switches(), s)
}

// status takes a status code; "ignore" and "serve" are 0.
func status(field func(*settings) *world.Chosen[int]) func(*settings, world.Choice) error {
	return func(s *settings, c world.Choice) error {
		n, err := strconv.Atoi(c.Value)
		if err != nil {
			n = 0
		}
		field(s).Put(n, c)
		return nil
	}
}
