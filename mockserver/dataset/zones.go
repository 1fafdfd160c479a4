package dataset

import (
	"embed"
	"path"
	"sync"
	"sync/atomic"
	"time"
)

// zoneinfo holds the zones below, of release 2025c of the IANA time zone database,
// which is in the public domain. All machines have the same ones, whatever database
// is theirs; the whole of it (package time/tzdata) is seventy times as much.
//
//go:embed zoneinfo/*.tzif
var zoneinfo embed.FS

// zoneCount is the number of time zones that people live in.
const zoneCount = 5

// zones loads each time zone once.
type zones [zoneCount]atomic.Pointer[time.Location]

// loaded are the zones of all populations: what has been read of the zone database
// never changes, and is more than the rest of a population.
var loaded = sync.OnceValue(func() *zones { return &zones{} })

func zoneName(i int) string {
	switch i {
	case 1:
		return "Europe/London"
	case 2:
		return "America/New_York"
	case 3:
		return "America/Denver"
	case 4:
		return "Australia/Sydney"
	}
	return "Europe/Helsinki"
}

func (z *zones) at(i int) *time.Location {
	if l := z[i].Load(); l != nil {
		return l
	}
	name := zoneName(i)
	data, err := zoneinfo.ReadFile("zoneinfo/" + path.Base(name) + ".tzif")
	if err != nil {
		panic("dataset: " + err.Error()) // the zones are part of the program: this is a broken build
	}
	l, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		panic("dataset: " + err.Error())
	}
	if !z[i].CompareAndSwap(nil, l) {
		return z[i].Load()
	}
	return l
}

// place is where the people of a zone train: degrees, metres, and the mean
// temperature of the year with half its swing, in degrees Celsius.
type place struct {
	latitude, longitude, altitude float64
	warmth, swing                 float64
}

func placeOf(zone int) place {
	switch zone {
	case 1:
		return place{51.515, -0.245, 25, 11.5, 7}
	case 2:
		return place{40.785, -73.965, 20, 12.5, 12.5}
	case 3:
		return place{39.745, -105.035, 1609, 10.5, 12.5}
	case 4:
		return place{-33.895, 151.225, 25, 18, 5.5}
	}
	return place{60.205, 24.885, 15, 6, 12}
}
