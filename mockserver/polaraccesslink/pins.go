package polaraccesslink

import (
	"encoding/json"
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// pins are identifiers that a client has hard-coded. They are given to athletes by
// their number in the population.
type pins struct {
	Athletes []pinnedAthlete `json:"athletes"`
}

type pinnedAthlete struct {
	Athlete          *int     `json:"athlete"`          // absent: the first ones of the first customer
	DeviceID         string   `json:"deviceId"`         // of the watch
	TrainingSessions []string `json:"trainingSessions"` // the oldest ones
	Routes           []string `json:"routes"`           // the favourite ones
}

// pinned is what pins fix besides numbers.
type pinned struct {
	devices map[int]string // the watch, by athlete
}

const pinField = "pins." + service

// parsePins reads and checks pins. Its errors are *world.Invalid.
func parsePins(raw json.RawMessage) (*pins, error) {
	p := &pins{}
	if err := world.DecodePins(service, raw, p); err != nil {
		return nil, err
	}
	return p, p.check()
}

func (p *pins) check() error {
	if len(p.Athletes) == 0 {
		return nil
	}
	number, device, seen := regexp.MustCompile(`^[1-9][0-9]{0,19}$`), regexp.MustCompile(`^[0-9A-F]{8}$`), map[string]string{}
	var found []error
	check := func(field, id string, form *regexp.Regexp, what string) {
		_, tooLarge := strconv.ParseUint(id, 10, 64)
		switch first, twice := seen[id]; {
		case !form.MatchString(id) || form == number && tooLarge != nil:
			found = append(found, &world.Invalid{Field: field, Reason: fmt.Sprintf("%.40q is not %s", id, what)})
		case twice:
			found = append(found, &world.Invalid{Field: field, Reason: id + " is pinned already, by " + first})
		}
		seen[id] = field
	}
	for i, a := range p.Athletes {
		at := fmt.Sprintf("%s.athletes[%d]", pinField, i)
		if a.DeviceID != "" {
			check(at+".deviceId", a.DeviceID, device, "eight hexadecimal digits in capitals")
		}
		for j, id := range a.TrainingSessions {
			check(fmt.Sprintf("%s.trainingSessions[%d]", at, j), id, number, "a whole number of 64 bits in quotes")
		}
		for j, id := range a.Routes {
			check(fmt.Sprintf("%s.routes[%d]", at, j), id, number, "a whole number of 64 bits in quotes")
		}
	}
	if len(found) > 0 {
		return found[0]
	}
	return nil
}

// check refuses what this service cannot do in a world. Its errors are
// *world.Invalid.
func (s *common) check(c *world.Config) error {
	set, err := s.settings(c)
	if err != nil {
		return err
	}
	p, err := parsePins(c.Pins[service])
	if err != nil || len(p.Athletes) == 0 {
		return err
	}
	data, now, err := c.Foresee()
	if err != nil {
		return err
	}
	t := &tenant{data: data, set: set, ids: newIDs(data.Seed(), data), pins: &pinned{}, people: newPeople(new(atomic.Uint64))}
	return t.pin(p, now)
}

// pin gives identifiers of one's own choice to what athletes have. Its errors are
// *world.Invalid.
func (t *tenant) pin(p *pins, now time.Time) error {
	first, seen := t.data.Organization(min(1, t.data.Organizations()-1)).FirstAthlete, map[int]int{}
	for i, a := range p.Athletes {
		at := fmt.Sprintf("%s.athletes[%d]", pinField, i)
		athlete := first + i
		if a.Athlete != nil {
			athlete = *a.Athlete
		}
		if athlete < 0 || athlete >= t.data.Athletes() {
			return &world.Invalid{Field: at + ".athlete", Reason: fmt.Sprintf("there is no athlete %d; the population has %d", athlete, t.data.Athletes())}
		}
		if before, twice := seen[athlete]; twice {
			return &world.Invalid{Field: at + ".athlete", Reason: fmt.Sprintf("athlete %d is pinned already, by %s.athletes[%d]", athlete, pinField, before)}
		}
		seen[athlete] = i
		if a.DeviceID != "" {
			if t.pins.devices == nil {
				t.pins.devices = map[int]string{}
			}
			t.pins.devices[athlete] = a.DeviceID
		}
		if len(a.Routes) > routesEach {
			return &world.Invalid{Field: at + ".routes", Reason: fmt.Sprintf("%d routes are pinned, an athlete has %d", len(a.Routes), routesEach)}
		}
		for j, id := range parsed(a.Routes) {
			t.ids.pins.Pin(t.ids.natural(ofRoute, routePlace(athlete, j)), id)
		}
		if err := t.ids.pins.PinOldest(at+".trainingSessions", t.oldestSessions(athlete, now), parsed(a.TrainingSessions)); err != nil {
			return err
		}
	}
	return nil
}

// oldestSessions are an athlete's by nature, as far as they are there.
func (t *tenant) oldestSessions(athlete int, now time.Time) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for e := range t.data.Events(athlete, t.data.Config().FirstDay.AddDate(0, 0, -2), now) {
			place := t.ids.event(e.Ref)
			if _, there := t.arrival(athlete, e.End, place, now); recorded(&e) && there && !yield(t.ids.natural(ofSession, place)) {
				return
			}
		}
	}
}

// parsed are numbers that were checked.
func parsed(ids []string) []uint64 {
	all := make([]uint64, len(ids))
	for i, id := range ids {
		all[i], _ = strconv.ParseUint(id, 10, 64)
	}
	return all
}
