package firstbeat

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
)

// sportsTypes are the sports in the vendor's order. The last nine came with
// 1.1.0. [confirmed: OpenAPI 1.0.0 and 1.1.0].
func sportsTypes(profile string) []string {
	all := []string{
		"football", "americanFootball", "rugbySevens", "rugbyUnion", "rugbyLeague", "fieldHockey", "iceHockey", "ringette",
		"baseball", "basketball", "futsal", "volleyball", "beachVolleyball", "floorball", "handball", "lacrosse", "softball",
		"gaelicFootball", "australianFootball", "cricket", "tennis", "badminton", "squash", "ultimate", "trailRunning",
		"running", "treadmillRunning", "orienteering", "strength", "cardio", "xcSkiing", "biathlon", "roadCycling",
		"indoorCycling", "mountainBiking", "bmx", "alpineSkiing", "swimming", "walking", "nordicWalking", "snowboarding",
		"rowing", "mountaineering", "hiking", "multisport", "triathlon", "golf", "inlineSkating", "climbing", "iceSkating",
		"taekwondo",
		"boxing", "figureSkating", "gymnastics", "kayaking", "mma", "rollerskating", "trackAndField", "wheelchairBasketball",
		"wrestling",
	}
	if profile == profile100 {
		return all[:51]
	}
	return all
}

// eventTypes are the occasions. [confirmed: OpenAPI 1.1.0].
func eventTypes() []string { return []string{"race", "game", "rehab", "recovery", "training"} }

// sportsType is the vendor's word for a sport; empty when it has none.
func sportsType(s dataset.Sport, profile string) string {
	switch s {
	case dataset.Football:
		return "football"
	case dataset.IceHockey:
		return "iceHockey"
	case dataset.Floorball:
		return "floorball"
	case dataset.Basketball:
		return "basketball"
	case dataset.Handball:
		return "handball"
	case dataset.Volleyball:
		return "volleyball"
	case dataset.Rugby:
		return "rugbyUnion"
	case dataset.Running:
		return "running"
	case dataset.RunningTrack:
		if profile == profile100 {
			return "running"
		}
		return "trackAndField"
	case dataset.RunningTrail:
		return "trailRunning"
	case dataset.RunningTreadmill:
		return "treadmillRunning"
	case dataset.CyclingRoad:
		return "roadCycling"
	case dataset.CyclingMountain:
		return "mountainBiking"
	case dataset.CyclingIndoor:
		return "indoorCycling"
	case dataset.SkiingClassic, dataset.SkiingSkate:
		return "xcSkiing"
	case dataset.Swimming:
		return "swimming"
	case dataset.Rowing, dataset.RowingIndoor:
		return "rowing"
	case dataset.Strength:
		return "strength"
	case dataset.Walking:
		return "walking"
	case dataset.Mobility:
		return "cardio"
	}
	return ""
}

// measurementType is the vendor's word for a kind of event. [confirmed: OpenAPI 1.1.0].
func measurementType(k dataset.Kind) string {
	switch k {
	case dataset.RecoveryTest:
		return "quickRecoveryTest"
	case dataset.Night:
		return "night"
	case dataset.Manual:
		return "manual"
	}
	return "exercise"
}

// words is a bare array of strings.
type words []string

func (w words) appendJSON(_ *tenant, b []byte) []byte {
	return appendArray(b, len(w), func(i int, b []byte) []byte { return wirejson.AppendString(b, w[i]) })
}

func listSportsTypes(t *tenant, _ *caller) (any, error) {
	return words(sportsTypes(t.set.profile.In(t.x))), nil
}

func listEventTypes(*tenant, *caller) (any, error) { return words(eventTypes()), nil }
