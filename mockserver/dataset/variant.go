package dataset

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"

// variant is the discipline that a season allows: cyclists move indoors in
// winter, skiers run and cycle in summer.
func variant(s Sport, d date, k chance.Key) Sport {
	draw := k.With("variant").Float64()
	switch s {
	case CyclingRoad:
		switch {
		case !d.warmSeason() && draw < 0.7:
			return CyclingIndoor
		case draw > 0.9:
			return CyclingMountain
		}
	case SkiingSkate, SkiingClassic:
		switch {
		case d.warmSeason() && draw < 0.6:
			return Running
		case d.warmSeason() && draw < 0.8:
			return CyclingRoad
		case d.warmSeason():
			return RunningTrail
		case draw < 0.3:
			return SkiingClassic
		}
		return SkiingSkate
	case Running, RunningTrail:
		switch {
		case draw < 0.2:
			return RunningTrail
		case !d.warmSeason() && draw > 0.9:
			return RunningTreadmill
		}
		return Running
	case Rowing:
		if !d.warmSeason() {
			return RowingIndoor
		}
	}
	return s
}

// variantFor moves a runner's intervals to the track.
func variantFor(s Sport, f form) Sport {
	if s == Running && f == formIntervals {
		return RunningTrack
	}
	return s
}

// complement is what players of games do besides.
func complement(d date, k chance.Key) Sport {
	outdoors := [...]Sport{Running, CyclingRoad, Strength, Mobility, CyclingIndoor}
	inside := [...]Sport{CyclingIndoor, Strength, RunningTreadmill, Mobility, Swimming}
	n := k.With("complement").IntN(len(inside))
	if d.warmSeason() {
		return outdoors[n]
	}
	return inside[n]
}
