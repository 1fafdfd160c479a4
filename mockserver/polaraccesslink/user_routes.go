package polaraccesslink

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
)

type (
	userRoute struct {
		ID            string       `json:"id"`
		Route         *routeDetail `json:"route"`
		Created       utc          `json:"created"`
		Modified      utc          `json:"modified"`
		LegacyRouteID uint64s      `json:"legacyRouteId"`
	}
	routeDetail struct {
		Name                    string       `json:"name"`
		DistanceMeters          float64      `json:"distanceMeters"`
		RouteSource             string       `json:"routeSource"`
		SourceID                string       `json:"sourceId"`
		SourceVersionIdentifier string       `json:"sourceVersionIdentifier"`
		RoutePoints             []routePoint `json:"routePoints"`
		HasInstructions         bool         `json:"hasInstructions"`
		SportID                 int          `json:"sportId"`
	}
	routePoint struct {
		Location                 *routeLocation `json:"location"`
		DistanceFromStartMeters  float64        `json:"distanceFromStartMeters"`
		TimeOffsetFromStartMilli int64          `json:"timeOffsetFromStartMillis"`
		Instructions             []instruction  `json:"instructions"`
	}
	routeLocation struct {
		Longitude      float64 `json:"longitude"`
		Latitude       float64 `json:"latitude"`
		AltitudeMeters float64 `json:"altitudeMeters"`
	}
	// instruction is one of five. [inferred: protobuf's oneof; the page prints all]
	instruction struct {
		Turn             *turn       `json:"turn"`
		Fork             *fork       `json:"fork"`
		ContinueStraight *struct{}   `json:"continueStraight"`
		UTurn            *struct{}   `json:"uTurn"`
		RoundaboutExit   *roundabout `json:"roundaboutExit"`
	}
	turn struct {
		Direction enum `json:"direction"`
		Type      enum `json:"type"`
	}
	fork struct {
		Direction enum `json:"direction"`
	}
	roundabout struct {
		CurrentExitNumber int  `json:"currentExitNumber"`
		TargetExitNumber  int  `json:"targetExitNumber"`
		TotalExits        int  `json:"totalExits"`
		Orientation       enum `json:"orientation"`
	}
)

// routesEach is how many routes an athlete has. The last one comes from another
// service, and is not to be had. [confirmed: AccessLink v4 page, that such are not]
const (
	routesEach = 4
	thirdParty = routesEach - 1
)

func routePlace(athlete, n int) uint64 { return uint64(athlete)*routesEach + uint64(n) }

// getRoute is named by a favourite or a target. [confirmed: AccessLink v4 page]
func getRoute(t *tenant, c *caller) (any, error) {
	refuse := func(reason string) (any, error) {
		c.Call.Exchange.Decide("route", "refuse", reason)
		return nil, notFound("Route not found")
	}
	id := c.Vars["routeId"]
	for _, d := range id {
		if d < '0' || d > '9' || len(id) > 20 {
			return nil, c.bad("Value for key 'routeId' could not be parsed as uint64")
		}
	}
	place, ok := t.ids.place(ofRoute, id)
	if !ok || place/routesEach != uint64(c.athlete) {
		return refuse("no route of the person has this routeId")
	}
	n := int(place % routesEach)
	if n == thirdParty {
		return refuse("the route comes from another service")
	}
	created := t.routeCreated(c.athlete, n)
	return envelope{"userRoute", userRoute{
		ID: id, Route: t.route(c.athlete, n), Created: utc{created}, Modified: utc{created},
		LegacyRouteID: uint64s(t.ids.number(ofLegacyRoute, place)),
	}}, nil
}

func (t *tenant) routeCreated(athlete, n int) time.Time {
	days := draw.Chance(t.data.Seed(), saltRoute, routePlace(athlete, n)) * 200
	return t.data.Config().FirstDay.Add(-time.Duration(days*24*3600) * time.Second)
}

func (t *tenant) routeName(athlete, n int) string {
	return pick(t.personal(athlete, "route name", strconv.Itoa(n)), "Lake loop", "Round the hill", "To the harbour", "Forest lap", "Along the river", "Long one") + " " + strconv.Itoa(n+1)
}

// walker makes a route, leg by leg, in eight directions.
type walker struct {
	r                  *rand.Rand
	latitude           float64
	longitude          float64
	altitude, way      float64
	heading            int // eighths of a turn, clockwise from north
	perLongitudeDegree float64
	left               bool // where one drives
	out                []routePoint
}

// compass is how far north and east a metre in each direction leads.
var compass = [...][2]float64{
	{1, 0},
	{math.Sqrt2 / 2, math.Sqrt2 / 2},
	{0, 1},
	{-math.Sqrt2 / 2, math.Sqrt2 / 2},
	{-1, 0},
	{-math.Sqrt2 / 2, -math.Sqrt2 / 2},
	{0, -1},
	{math.Sqrt2 / 2, -math.Sqrt2 / 2},
}

const (
	metresPerDegree = 111_195
	walkersPace     = 2.8 // m/s that a route is planned with
)

func (t *tenant) route(athlete, n int) *routeDetail {
	r := t.personal(athlete, "route", strconv.Itoa(n))
	town, home := t.town(athlete), t.data.Home(athlete)
	w := walker{r: r, altitude: home.AltitudeM + 30*r.Float64(), heading: r.IntN(8), perLongitudeDegree: town.perLongitudeDegree, left: town.left}
	w.latitude = home.Latitude + 0.02*r.Float64() - 0.01
	w.longitude = home.Longitude + 0.03*r.Float64() - 0.015
	instructed := n != 1
	w.mark(nil)
	for leg, legs := 0, 10+r.IntN(12); leg < legs; leg++ {
		length := 150 + 50*float64(r.IntN(14))
		for gone := 50.0; gone <= length; gone += 50 {
			w.step(50)
			var next *instruction
			if gone+50 > length && leg+1 < legs {
				next = w.bend(leg)
			}
			if !instructed {
				next = nil
			}
			w.mark(next)
		}
	}
	sport := dataset.Running
	if n == 2 {
		sport = dataset.RunningTrail
	}
	return &routeDetail{
		Name: t.routeName(athlete, n), DistanceMeters: w.way, RouteSource: "POLAR_FLOW", SourceID: t.uuid(athlete, "route", strconv.Itoa(n)),
		SourceVersionIdentifier: "1", RoutePoints: w.out, HasInstructions: instructed, SportID: sportID(sport),
	}
}

func (w *walker) step(metres float64) {
	w.way += metres
	w.latitude += metres * compass[w.heading][0] / metresPerDegree
	w.longitude += metres * compass[w.heading][1] / w.perLongitudeDegree
	w.altitude = max(1, w.altitude+2*w.r.Float64()-1)
}

// mark notes where one is, with what to do there.
func (w *walker) mark(next *instruction) {
	p := routePoint{
		Location:                &routeLocation{rounded(w.longitude, 7), rounded(w.latitude, 7), rounded(w.altitude, 1)},
		DistanceFromStartMeters: w.way, TimeOffsetFromStartMilli: int64(w.way / walkersPace * 1000), Instructions: []instruction{},
	}
	if next != nil {
		p.Instructions = append(p.Instructions, *next)
	}
	w.out = append(w.out, p)
}

// bend turns, and says how: at crossings, forks and roundabouts, or by turning back.
func (w *walker) bend(leg int) *instruction {
	by := []int{1, 2, 3, -1, -2, -3, 0, 2, -2}[w.r.IntN(9)]
	if leg%9 == 8 {
		by = 4
	}
	w.heading = (w.heading + by + 8) % 8
	side := enum("RIGHT")
	if by < 0 {
		side = "LEFT"
	}
	switch {
	case by == 4:
		return &instruction{UTurn: &struct{}{}}
	case by == 0 && w.r.IntN(2) == 0:
		return &instruction{Fork: &fork{"NO_DIRECTION"}}
	case by == 0:
		return &instruction{ContinueStraight: &struct{}{}}
	case leg%5 == 4:
		orientation := enum("COUNTERCLOCKWISE")
		if w.left {
			orientation = "CLOCKWISE"
		}
		total := 3 + w.r.IntN(3)
		return &instruction{RoundaboutExit: &roundabout{0, 1 + w.r.IntN(total-1), total, orientation}}
	case (by == 1 || by == -1) && w.r.IntN(2) == 0:
		return &instruction{Fork: &fork{side}}
	}
	sharpness := [...]enum{"SLIGHT", "REGULAR", "SHARP"}[max(by, -by)-1]
	return &instruction{Turn: &turn{side, sharpness}}
}

// rounded keeps so many digits after the point.
func rounded(v float64, digits int) float64 {
	scale := 1.0
	for range digits {
		scale *= 10
	}
	return math.Round(v*scale) / scale
}
