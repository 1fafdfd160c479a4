package source

import "github.com/muktihari/fit/profile/typedef"

// disciplines are sports as FIT files name them. The first of equal names is the
// one that is written. [confirmed: FIT profile]
func disciplines() []discipline {
	return []discipline{
		{"cycling.trainer", typedef.SportCycling, typedef.SubSportIndoorCycling},
		{"cycling.trainer", typedef.SportCycling, typedef.SubSportSpin},
		{"cycling.trainer", typedef.SportCycling, typedef.SubSportVirtualActivity},
		{"cycling.road", typedef.SportCycling, typedef.SubSportRoad},
		{"cycling.mountainbike", typedef.SportCycling, typedef.SubSportMountain},
		{"cycling.gravel", typedef.SportCycling, typedef.SubSportGravelCycling},
		{"cycling.cyclocross", typedef.SportCycling, typedef.SubSportCyclocross},
		{"cycling.track", typedef.SportCycling, typedef.SubSportTrackCycling},
		{"cycling", typedef.SportCycling, typedef.SubSportGeneric},
		{"running.treadmill", typedef.SportRunning, typedef.SubSportTreadmill},
		{"running.treadmill", typedef.SportRunning, typedef.SubSportIndoorRunning},
		{"running.road", typedef.SportRunning, typedef.SubSportStreet},
		{"running.trail", typedef.SportRunning, typedef.SubSportTrail},
		{"running.track", typedef.SportRunning, typedef.SubSportTrack},
		{"running", typedef.SportRunning, typedef.SubSportGeneric},
		{"swimming.pool", typedef.SportSwimming, typedef.SubSportLapSwimming},
		{"swimming.open_water", typedef.SportSwimming, typedef.SubSportOpenWater},
		{"swimming", typedef.SportSwimming, typedef.SubSportGeneric},
		{"cross_country_skiing.skate", typedef.SportCrossCountrySkiing, typedef.SubSportSkateSkiing},
		{"cross_country_skiing", typedef.SportCrossCountrySkiing, typedef.SubSportGeneric},
		{"rowing.ergometer", typedef.SportRowing, typedef.SubSportIndoorRowing},
		{"rowing.ergometer", typedef.SportFitnessEquipment, typedef.SubSportIndoorRowing},
		{"rowing", typedef.SportRowing, typedef.SubSportGeneric},
		{"walking.hiking", typedef.SportHiking, typedef.SubSportGeneric},
		{"walking", typedef.SportWalking, typedef.SubSportGeneric},
		{"generic", typedef.SportGeneric, typedef.SubSportGeneric},
	}
}

type discipline struct {
	name string
	fit  typedef.Sport
	sub  typedef.SubSport
}

// sportName is the name of a sport of a FIT file: of the discipline, else of the
// sport alone, else generic.
func sportName(sport typedef.Sport, sub typedef.SubSport) string {
	name := "generic"
	for _, d := range disciplines() {
		switch {
		case d.fit == sport && d.sub == sub:
			return d.name
		case d.fit == sport && d.sub == typedef.SubSportGeneric:
			name = d.name
		}
	}
	return name
}

// fitSport is the FIT file's for a name; of what it does not know, the sport above.
func fitSport(name string) (typedef.Sport, typedef.SubSport) {
	best := discipline{fit: typedef.SportGeneric, sub: typedef.SubSportGeneric}
	for _, d := range disciplines() {
		if d.name == name {
			return d.fit, d.sub
		}
		if len(name) > len(d.name) && name[:len(d.name)+1] == d.name+"." && len(d.name) > len(best.name) {
			best = d
		}
	}
	return best.fit, best.sub
}
