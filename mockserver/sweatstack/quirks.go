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
	current bool     // what changed after the document
	changes []string // of the world: see change

	unauthorizedStatus, scopeStatus            int
	tokenOrder                                 []string
	tokenLife, codeLife                        time.Duration
	refresh                                    oauth.RefreshPolicy
	fewClaims                                  bool
	issuer                                     string
	autoApprove, forgetConsent                 bool
	anyOrigin, noCORS, noRequestID             bool
	boundLimit, refuseNegative                 bool
	latestEmpty                                string
	utcDates, literals, nakedTraces            bool
	elapsed, nullColumns, userZone, noSampling bool
	byDuration, columnJSON                     bool
	parquetMedia, ndjsonMedia, downloadMedia   string
	backfillInterval, backfillLength           time.Duration
	uploadDelay, syncLatency                   time.Duration
	failBadFiles, sentBytes, missingMetadata   bool
	modelSports, interpolate                   bool
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
	s := &settings{current: profile == profileCurrent, changes: c.Changes}
	return s, world.Choose(c, service, Switches(), s)
}

// media is a media type, or none.
func media(field func(*settings) *string) func(*settings, string) error {
	return func(s *settings, v string) error {
		if _, _, err := mime.ParseMediaType(v); err != nil && v != "none" {
			return fmt.Errorf("%.80q is not a media type such as application/octet-stream, nor none", v)
		}
		if *field(s) = v; v == "none" {
			*field(s) = ""
		}
		return nil
	}
}
