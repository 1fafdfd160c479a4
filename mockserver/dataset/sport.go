package dataset

// Sport is the kind of exercise, in our own neutral spelling; vendors have
// theirs. Dots separate a discipline from its sport: "cycling.indoor".
type Sport string

// The sports that occur.
const (
	Football         Sport = "football"
	IceHockey        Sport = "ice_hockey"
	Floorball        Sport = "floorball"
	Basketball       Sport = "basketball"
	Handball         Sport = "handball"
	Volleyball       Sport = "volleyball"
	Rugby            Sport = "rugby"
	Running          Sport = "running"
	RunningTrail     Sport = "running.trail"
	RunningTrack     Sport = "running.track"
	RunningTreadmill Sport = "running.treadmill"
	CyclingRoad      Sport = "cycling.road"
	CyclingMountain  Sport = "cycling.mountain"
	CyclingIndoor    Sport = "cycling.indoor"
	SkiingClassic    Sport = "cross_country_skiing.classic"
	SkiingSkate      Sport = "cross_country_skiing.skate"
	Swimming         Sport = "swimming.pool"
	Rowing           Sport = "rowing"
	RowingIndoor     Sport = "rowing.indoor"
	Strength         Sport = "strength"
	Walking          Sport = "walking"
	Mobility         Sport = "mobility"
)

// Sports lists every sport that an event or an athlete may have.
func Sports() []Sport {
	return []Sport{
		Football, IceHockey, Floorball, Basketball, Handball, Volleyball, Rugby,
		Running, RunningTrail, RunningTrack, RunningTreadmill,
		CyclingRoad, CyclingMountain, CyclingIndoor, SkiingClassic, SkiingSkate,
		Swimming, Rowing, RowingIndoor, Strength, Walking, Mobility,
	}
}

// motion is how a sport moves a body: it decides which series exist and how
// speed follows from effort.
type motion uint8

const (
	still motion = iota // gym, mobility
	court               // bursts within the lines of a pitch, rink or hall
	foot
	wheel
	ski
	boat
	water
)

func (s Sport) motion() motion {
	switch s {
	case Football, IceHockey, Floorball, Basketball, Handball, Volleyball, Rugby:
		return court
	case Running, RunningTrail, RunningTrack, RunningTreadmill, Walking:
		return foot
	case CyclingRoad, CyclingMountain, CyclingIndoor:
		return wheel
	case SkiingClassic, SkiingSkate:
		return ski
	case Rowing, RowingIndoor:
		return boat
	case Swimming:
		return water
	}
	return still
}

// indoor sports are without satellites, wind and weather.
func (s Sport) indoor() bool {
	switch s {
	case Football, Rugby, Running, RunningTrail, RunningTrack, CyclingRoad, CyclingMountain,
		SkiingClassic, SkiingSkate, Rowing, Walking:
		return false
	}
	return true
}

// title is what people call an exercise of this sport.
func (s Sport) title() string {
	switch s {
	case Football:
		return "Football"
	case IceHockey:
		return "Ice hockey"
	case Floorball:
		return "Floorball"
	case Basketball:
		return "Basketball"
	case Handball:
		return "Handball"
	case Volleyball:
		return "Volleyball"
	case Rugby:
		return "Rugby"
	case Running:
		return "Running"
	case RunningTrail:
		return "Trail running"
	case RunningTrack:
		return "Track running"
	case RunningTreadmill:
		return "Treadmill"
	case CyclingRoad:
		return "Road cycling"
	case CyclingMountain:
		return "Mountain biking"
	case CyclingIndoor:
		return "Indoor bike"
	case SkiingClassic:
		return "Skiing, classic"
	case SkiingSkate:
		return "Skiing, skate"
	case Swimming:
		return "Swimming"
	case Rowing:
		return "Rowing"
	case RowingIndoor:
		return "Rowing machine"
	case Strength:
		return "Gym"
	case Walking:
		return "Walking"
	case Mobility:
		return "Mobility"
	}
	return ""
}
