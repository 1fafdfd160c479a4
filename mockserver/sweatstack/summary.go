package sweatstack

import (
	"math"

	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
)

// appendSummary appends the nine members of a summary, which are also those of a
// lap. [confirmed: document, models of the vendor's client]
func (f *figures) appendSummary(o *object, lap bool) {
	part := func(name string, m effort.Metric, spell func(*object, effort.Figures)) {
		if !f.has[m] {
			o.null(name)
			return
		}
		o.key(name)
		in := open(o.b)
		spell(&in, f.of[m])
		o.b = in.close()
	}
	peak := func(in *object, x effort.Figures) {
		in.float("mean", x.Mean)
		in.float("max", x.Max)
	}
	course := func(in *object, x effort.Figures) {
		in.float("mean", x.Mean)
		in.float("min", x.Min)
		in.float("max", x.Max)
		in.float("start", x.First)
		in.float("end", x.Last)
	}
	part("power", effort.Power, peak)
	part("speed", effort.Speed, peak)
	part("distance", effort.Distance, func(in *object, _ effort.Figures) { in.number("sum", round(f.way(lap), 2)) })
	part("altitude", effort.Altitude, func(in *object, x effort.Figures) {
		in.float("mean", x.Mean)
		in.number("gain", round(f.gain, 2))
		in.number("loss", round(f.loss, 2))
		in.number("min", round(x.Min, 2))
		in.number("max", round(x.Max, 2))
	})
	part("heart_rate", effort.HeartRate, course)
	part("cadence", effort.Cadence, peak)
	part("temperature", effort.Temperature, course)
	part("core_temperature", effort.CoreTemperature, course)
	part("smo2", effort.SmO2, course)
}

func round(v float64, decimals int) float64 {
	f := math.Pow10(decimals)
	return math.Round(v*f) / f
}
