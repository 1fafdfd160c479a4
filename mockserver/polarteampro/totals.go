package polarteampro

import "math"

// appendTotals appends what document 1.1.0 says of a team's session: means over
// those who took part, within the limits of the session. [confirmed: the members;
// inferred: that they are means, since the examples are those of one player]
func (x *sessionDetails) appendTotals(t *tenant, o *object) {
	n := float64(len(x.took))
	if n == 0 {
		return
	}
	var way, kcal, load, heart, cardio, interpretation, moved, powered float64
	var hearts, speeds, powers share
	for i := range x.took {
		e := t.part(x.took[i].Event, x.Start, x.End)
		if e.moved() {
			moved++
			way += e.outside().DistanceM
		}
		if e.powered() {
			powered++
		}
		kcal += e.calories()
		load += e.trainingLoad()
		heart += float64(e.heart.average)
		cardio += e.cardioLoad()
		interpretation += float64(class(e.cardioLoad(), e.duration()))
		hearts.add(e.hearts())
		speeds.add(e.speeds())
		powers.add(e.powers())
	}
	o.numberIf(moved > 0, "distance", way/max(1, moved), 1)
	o.number("kilocalories", math.Round(kcal/n), 0)
	o.number("training_load", load/n, 0)
	o.number("heart_rate_average", math.Round(heart/n), 0)
	o.number("cardio_load", cardio/n, 1)
	o.number("cardio_load_interpretation", math.Round(interpretation/n), 0)
	hearts.append(t, o, "heart_rate_zones", "in_zone_meters", n, 1)
	if moved > 0 {
		speeds.append(t, o, "speed_zones_kmh", "in_zone_meters", moved, 1)
	}
	if powered > 0 {
		powers.append(t, o, "power_zones", "in_zone_muscle_load", powered, 2)
	}
}

// add sums up shares. The limits of players differ by their maxima; those of the
// last one stand for all.
func (s *share) add(o share) {
	s.limits = o.limits
	for i := range s.seconds {
		s.seconds[i] += o.seconds[i]
		s.sums[i] += o.sums[i]
	}
}

func (s *share) append(t *tenant, o *object, name, sum string, people float64, decimals int) {
	o.array(name, len(s.seconds), func(i int, b []byte) []byte {
		z := t.open(b)
		z.zone(s, i)
		z.duration("in_zone", seconds(s.seconds[i]/people))
		z.number(sum, s.sums[i]/people, decimals)
		return z.close()
	})
}
