package polarteampro

import "github.com/ergodrome/ergodrome/mockserver/dataset"

// sportName is the vendor's name of a sport. [confirmed: SOCCER; inferred: all
// others, from the names that the vendor's other services have]
func sportName(s dataset.Sport) string {
	switch s {
	case dataset.Football:
		return "SOCCER"
	case dataset.IceHockey:
		return "ICE_HOCKEY"
	case dataset.Floorball:
		return "FLOORBALL"
	case dataset.Basketball:
		return "BASKETBALL"
	case dataset.Handball:
		return "HANDBALL"
	case dataset.Volleyball:
		return "VOLLEYBALL"
	case dataset.Rugby:
		return "RUGBY"
	case dataset.Running:
		return "RUNNING"
	case dataset.RunningTrail:
		return "TRAIL_RUNNING"
	case dataset.RunningTrack:
		return "TRACK_AND_FIELD_RUNNING"
	case dataset.RunningTreadmill:
		return "TREADMILL_RUNNING"
	case dataset.CyclingRoad:
		return "ROAD_BIKING"
	case dataset.CyclingMountain:
		return "MOUNTAIN_BIKING"
	case dataset.CyclingIndoor:
		return "INDOOR_CYCLING"
	case dataset.SkiingClassic:
		return "CLASSIC_XC_SKIING"
	case dataset.SkiingSkate:
		return "FREESTYLE_XC_SKIING"
	case dataset.Swimming:
		return "POOL_SWIMMING"
	case dataset.Rowing:
		return "ROWING"
	case dataset.RowingIndoor:
		return "INDOOR_ROWING"
	case dataset.Strength:
		return "STRENGTH_TRAINING"
	case dataset.Walking:
		return "WALKING"
	case dataset.Mobility:
		return "MOBILITY_DYNAMIC"
	}
	return "OTHER_OUTDOOR"
}

// onFoot says whether power can be told from speed: where people run.
func onFoot(s dataset.Sport) bool {
	switch s {
	case dataset.Football, dataset.Floorball, dataset.Basketball, dataset.Handball, dataset.Rugby, dataset.Running,
		dataset.RunningTrail, dataset.RunningTrack, dataset.RunningTreadmill, dataset.Walking:
		return true
	}
	return false
}

// sprintSpeed is the speed from which a sprint counts, in km/h. [inferred]
func sprintSpeed(s dataset.Sport) float64 {
	switch s {
	case dataset.CyclingRoad, dataset.CyclingMountain, dataset.CyclingIndoor:
		return 45
	case dataset.IceHockey, dataset.SkiingClassic, dataset.SkiingSkate:
		return 25
	case dataset.Rowing, dataset.RowingIndoor:
		return 18
	case dataset.Swimming:
		return 7
	}
	return 20
}

// sessionType is what a team's session was. [confirmed: the list of values;
// inferred: which is which]
func (t *tenant) sessionType(s *dataset.Session) string {
	switch {
	case s.Tag == dataset.TagGame && s.Sport != dataset.Basketball && s.Sport != dataset.IceHockey:
		return "MATCH"
	case s.Tag == dataset.TagGame:
		return "GAME"
	case s.Tag == dataset.TagRace:
		return "TEST"
	case s.Sport == dataset.Strength || s.Sport == dataset.Mobility:
		return "STRENGTH AND CONDITION"
	case s.Tag == dataset.TagRehab:
		return "OTHER"
	case t.ofGroup(s):
		return "DRILL"
	}
	return "TRAINING"
}

// ofGroup says whether a session is that of a part of its team: it is called so.
func (t *tenant) ofGroup(s *dataset.Session) bool {
	for _, g := range t.data.Team(s.Ref.Team).Groups {
		if g.Name == s.Title {
			return true
		}
	}
	return false
}
