package sweatstack

import (
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// documentSports are the values of Sport in the document's time, parents first,
// unless the world wants those of modelSports.
// [inferred: the vendor's pyroparse of April 2026, "ported from SweatStack"; the
// document's example begins with cycling]
func documentSports() []string {
	return []string{
		"cycling", "cycling.road", "cycling.tt", "cycling.cyclocross", "cycling.gravel", "cycling.mountainbike",
		"cycling.track", "cycling.track.250m", "cycling.track.333m", "cycling.trainer",
		"running", "running.road", "running.track", "running.track.200m", "running.track.400m", "running.trail", "running.treadmill",
		"walking", "walking.hiking",
		"cross_country_skiing", "cross_country_skiing.classic", "cross_country_skiing.skate", "cross_country_skiing.backcountry", "cross_country_skiing.ergometer",
		"rowing", "rowing.ergometer", "rowing.indoor", "rowing.regatta", "rowing.fixed_seat", "rowing.coastal",
		"swimming", "swimming.pool", "swimming.pool.50m", "swimming.pool.25m", "swimming.pool.25y", "swimming.pool.33m", "swimming.open_water", "swimming.flume",
		"generic", "unknown",
	}
}

// modelSports are the values of Sport by models that the vendor's client generated in
// the document's time: those above, skiing on rollers, and a hyphen. [confirmed:
// models of the vendor's client of 22 April 2026]
func modelSports() []string {
	all := documentSports()
	all[slices.Index(all, "rowing.fixed_seat")] = "rowing.fixed-seat"
	const rollers = "cross_country_skiing.roller_skiing"
	return slices.Insert(all, slices.Index(all, "rowing"), rollers, rollers+".classic", rollers+".skate")
}

// sports are the values of Sport in the world's reading of the document.
func (s *settings) sports(x *journal.Exchange) []string {
	if s.modelSports.In(x) {
		return modelSports()
	}
	return documentSports()
}

// knowsSport says whether the document has a sport.
func (s *settings) knowsSport(sport string, x *journal.Exchange) bool {
	return slices.Contains(s.sports(x), sport)
}

// sportOf is the document's name of what people of the population do. Games and
// strength have none. [inferred]
func sportOf(s dataset.Sport) string {
	switch s {
	case dataset.Running, dataset.RunningTrail, dataset.RunningTreadmill, dataset.RunningTrack,
		dataset.CyclingRoad, dataset.SkiingClassic, dataset.SkiingSkate, dataset.Rowing, dataset.Walking, dataset.Swimming:
		return string(s)
	case dataset.CyclingMountain:
		return "cycling.mountainbike"
	case dataset.CyclingIndoor:
		return "cycling.trainer"
	case dataset.RowingIndoor:
		return "rowing.ergometer"
	case "":
		return "unknown"
	}
	return "generic"
}

// newName is the name of a sport since June 2026. [confirmed: change log of the
// vendor's client, 0.81.0, and the table in its notes]
func newName(s string) string {
	for _, r := range [...][2]string{
		{"cycling.trainer", "cycling+stationary"},
		{"running.treadmill", "running+stationary"},
		{"rowing.ergometer", "rowing+stationary"},
		{"rowing.indoor", "rowing+stationary"},
		{"cycling.tt", "cycling.time_trial"},
		{"cycling.mountainbike", "cycling.mountain"},
		{"unknown", "generic"},
		{"cross_country_skiing.ergometer", "xc_skiing+stationary"},
		{"cross_country_skiing.backcountry", "xc_skiing"},
		{"cross_country_skiing.roller_skiing", "xc_skiing+roller"},
		{"cross_country_skiing.roller_skiing.classic", "xc_skiing.classic+roller"},
		{"cross_country_skiing.roller_skiing.skate", "xc_skiing.skate+roller"},
	} {
		if s == r[0] {
			return r[1]
		}
	}
	if rest, ok := strings.CutPrefix(s, "cross_country_skiing"); ok {
		return "xc_skiing" + rest
	}
	for _, parent := range []string{"cycling.track", "running.track", "swimming.pool"} { // lengths are no sports any more
		if strings.HasPrefix(s, parent+".") {
			return parent
		}
	}
	if rest, ok := strings.CutPrefix(s, "rowing."); ok && rest != "" {
		return "rowing"
	}
	return s
}

// sport is the name of a sport in the world's profile.
func (s *settings) sport(name string, x *journal.Exchange) string {
	if s.current.In(x) {
		return newName(name)
	}
	return name
}

// covers says whether a sport is another one or below it: since June 2026 also by
// its modifiers. [confirmed: notes of the vendor's client, open-sport-taxonomy]
func covers(parent, sport string) bool {
	code, modifiers := splitSport(sport)
	wanted, also := splitSport(parent)
	if code != wanted && !strings.HasPrefix(code, wanted+".") {
		return false
	}
	for _, m := range also {
		if !slices.Contains(modifiers, m) {
			return false
		}
	}
	return true
}

func splitSport(s string) (code string, modifiers []string) {
	code, rest, more := strings.Cut(s, "+")
	if more {
		modifiers = strings.Split(rest, "+")
	}
	return code, modifiers
}

// root is the sport that a sport is below of.
func root(sport string) string {
	code, _ := splitSport(sport)
	code, _, _ = strings.Cut(code, ".")
	return code
}
