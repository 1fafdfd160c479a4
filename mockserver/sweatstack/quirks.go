package sweatstack

import (
	"fmt"
	"mime"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The readings: the page on activities as it stood in May 2026, and what the
// vendor's client has known since.
const (
	profileDocument = "2026-05" // the default
	profileCurrent  = "current"
)

// Switch is a question that the vendor leaves open.
type Switch = world.Switch[settings]

// settings are a world's profile and answers to the open questions.
type settings struct {
	current world.Chosen[bool] // what changed after the document
	changes []string           // of the world: see change

	unauthorizedStatus, scopeStatus            world.Chosen[int]
	tokenOrder                                 world.Chosen[[]string]
	tokenLife, codeLife                        world.Chosen[time.Duration]
	refresh                                    world.Chosen[oauth.RefreshPolicy]
	fewClaims                                  world.Chosen[bool]
	issuer                                     world.Chosen[string]
	autoApprove, forgetConsent                 world.Chosen[bool]
	anyOrigin, noCORS, noRequestID             world.Chosen[bool]
	boundLimit, refuseNegative                 world.Chosen[bool]
	latestEmpty                                world.Chosen[string]
	utcDates, literals, nakedTraces            world.Chosen[bool]
	elapsed, nullColumns, userZone, noSampling world.Chosen[bool]
	byDuration, columnJSON                     world.Chosen[bool]
	parquetMedia, ndjsonMedia, downloadMedia   world.Chosen[string]
	backfillInterval, backfillLength           world.Chosen[time.Duration]
	uploadDelay, syncLatency                   world.Chosen[time.Duration]
	failBadFiles, sentBytes, missingMetadata   world.Chosen[bool]
	modelSports, interpolate                   world.Chosen[bool]
}

// Switches are all open questions, in the order of the documentation.
func Switches() []Switch {
	return slices.Concat(authSwitches(), listSwitches(), dataSwitches(), uploadSwitches())
}

// newSettings reads a world's profile and switches. Its errors are *world.Invalid.
func newSettings(c *world.Config) (*settings, error) {
	profile, err := world.ChooseProfile(c, service, profileDocument, profileCurrent)
	if err != nil {
		return nil, err
	}
	s := &settings{changes: c.Changes}
	s.current.Put(profile == profileCurrent, world.Profile(profile))
	return s, world.Choose(c, service, Switches(), s)
}

// media is a media type, or none.
func media(field func(*settings) *world.Chosen[string]) func(*settings, world.Choice) error {
	return func(s *settings, c world.Choice) error {
		v := c.Value
		if _, _, err := mime.ParseMediaType(v); err != nil && v != "none" {
			return fmt.Errorf("%.80q is not a media type such as application/octet-stream, nor none", v)
		}
		if v == "none" {
			v = ""
		}
		field(s).Put(v, c)
		return nil
	}
}
