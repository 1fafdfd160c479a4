package source

import "github.com/muktihari/fit/profile/typedef"

// disciplines are how sports are written into FIT files. [confirmed: FIT profile]
func disciplines() []discipline {
	return []discipline{
		{"cycling.trainer", typedef.SportCycling, typedef.SubSportIndoorCycling},
		{"cycling.road", typedef.SportCycling, typedef.SubSportRoad},
		{"cycling.mountainbike", typedef.SportCycling, typedef.SubSportMountain},
		{"cycling.gravel", typedef.SportCycling, typedef.SubSportGravelCycling},
		{"cycling.cyclocross", typedef.SportCycling, typedef.SubSportCyclocross},
		{"cycling.track", typedef.SportCycling, typedef.SubSportTrackCycling},
		{"cycling", typedef.SportCycling, typedef.SubSportGeneric},
		{"running.treadmill", typedef.SportRunning, typedef.SubSportTreadmill},
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

// sportName is the service's name for a sport of a FIT file. What was recorded where
// satellites are seen was done on a road, unless the file says more. [confirmed: the
// vendor's pyroparse 0.3.6, "the same heuristics as SweatStack"]
func sportName(sport typedef.Sport, sub typedef.SubSport, positions bool) string {
	on := func(sport string) string {
		if positions {
			return sport + ".road"
		}
		return sport
	}
	switch sport {
	case typedef.SportCycling:
		if name, ok := cyclings()[sub]; ok {
			return name
		}
		return on("cycling")
	case typedef.SportEBiking:
		return on("cycling")
	case typedef.SportRunning:
		if name, ok := runnings()[sub]; ok {
			return name
		}
		return on("running")
	case typedef.SportWalking:
		return "walking"
	case typedef.SportHiking:
		return "walking.hiking"
	case typedef.SportSwimming:
		return "swimming"
	case typedef.SportCrossCountrySkiing:
		if sub == typedef.SubSportSkateSkiing {
			return "cross_country_skiing.skate"
		}
		return "cross_country_skiing.classic"
	case typedef.SportRowing:
		if sub == typedef.SubSportIndoorRowing {
			return "rowing.ergometer"
		}
		return "rowing"
	case typedef.SportGeneric:
		return "generic"
	}
	return "unknown"
}

func cyclings() map[typedef.SubSport]string {
	return map[typedef.SubSport]string{
		typedef.SubSportIndoorCycling: "cycling.trainer", typedef.SubSportRoad: "cycling.road", typedef.SubSportMountain: "cycling.mountainbike",
		typedef.SubSportDownhill: "cycling.mountainbike", typedef.SubSportCyclocross: "cycling.cyclocross", typedef.SubSportTrackCycling: "cycling.track",
		typedef.SubSportGravelCycling: "cycling.gravel",
	}
}

func runnings() map[typedef.SubSport]string {
	return map[typedef.SubSport]string{
		typedef.SubSportTreadmill: "running.treadmill", typedef.SubSportTrack: "running.track", typedef.SubSportTrail: "running.trail",
	}
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
