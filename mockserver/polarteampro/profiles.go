package polarteampro

import (
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

// sportProfile is how a team's recorders treat a sport. [confirmed: document
// 1.1.0; inferred: the values]
type sportProfile struct {
	sport   dataset.Sport
	created time.Time
}

func listTeamSportProfiles(t *tenant, c *caller) (any, error) {
	m, err := t.team(c)
	if err != nil {
		return nil, err
	}
	return several[sportProfile]{t.sportProfiles(&m)}, nil
}

// sportProfiles are those of the team's sport, and of what all teams do besides.
func (t *tenant) sportProfiles(m *dataset.Team) []sportProfile {
	list := []sportProfile{{m.Sport, t.founded(m.Index)}}
	for _, s := range []dataset.Sport{dataset.Running, dataset.Strength, dataset.CyclingIndoor} {
		if s != m.Sport {
			list = append(list, sportProfile{s, t.founded(m.Index)})
		}
	}
	return list
}

// typicalMaximum is the maximal heart rate that zones of a team are made from;
// those of a player have the player's own.
const typicalMaximum = 200

func (p sportProfile) appendJSON(t *tenant, b []byte) []byte {
	sprint := sprintSpeed(p.sport)
	o := t.open(b)
	o.text("sport", sportName(p.sport))
	o.utc("created", p.created)
	o.utc("modified", p.created)
	o.text("sprint_threshold_type", "SPEED")
	o.number("sprint_threshold", sprint, 1)
	gps, muscle := "GPS_ON_10_HZ", "OFF"
	if p.sport == dataset.Strength || p.sport == dataset.CyclingIndoor {
		gps = "OFF"
	}
	if onFoot(p.sport) {
		muscle = "ON"
	}
	o.text("gps_state", gps)
	o.text("muscle_load_setting", muscle)
	o.text("heart_rate_zone_type", "DEFAULT")
	o.text("speed_zone_type", "DEFAULT")
	o.text("power_zone_type", "DEFAULT")
	o.key("zones")
	z := t.open(o.b)
	z.limits(t, "heart_rate", heartZones(typicalMaximum))
	z.limits(t, "speed", speedZones(sprint))
	z.limits(t, "power", powerZones())
	o.b = z.close()
	o.key("acceleration_zones")
	a := t.open(o.b)
	a.key("free_acceleration_zones")
	a.b = append(a.b, "false"...)
	limits := accelerations()
	a.array("acceleration_zones", 4, func(i int, b []byte) []byte { return append(b, strconv.Itoa(limits[4+i])...) })
	a.array("deceleration_zones", 4, func(i int, b []byte) []byte { return append(b, strconv.Itoa(limits[3-i])...) })
	o.b = a.close()
	return o.close()
}

func (o *object) limits(t *tenant, name string, limits zones) {
	o.array(name, len(limits)-1, func(i int, b []byte) []byte {
		z := t.open(b)
		z.int("lower_limit", limits[i])
		z.int("higher_limit", limits[i+1])
		return z.close()
	})
}
