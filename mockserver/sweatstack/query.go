package sweatstack

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/effort"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
)

// wordErrors is how closed sets of words were declared that are not enumerations
// by name.
func (s *settings) wordErrors(x *journal.Exchange) fastapi.Kind {
	if s.literals.In(x) {
		return fastapi.Literal
	}
	return fastapi.Enum
}

// curveMetrics are those that curves are made of. [confirmed: the vendor's client]
func curveMetrics() []string { return []string{"power", "speed"} }

// usualMetrics are the columns of data unless asked. [confirmed: document]
func usualMetrics() []string { return []string{"duration", "power", "speed", "heart_rate"} }

// curveMetric reads power, speed, or nothing.
func (c *caller) curveMetric(t *tenant, name string) (effort.Metric, bool) {
	return effort.ParseMetric(c.query.Word(name, t.set.wordErrors(t.x), curveMetrics()))
}

// metrics reads the columns: each once, and duration always. [confirmed: document
// of the longitudinal data]
func (c *caller) metrics(t *tenant) []effort.Metric {
	out := []effort.Metric{effort.Duration}
	var names []string
	if t.set.current.In(t.x) { // an open set [confirmed: models of the vendor's client]
		if names = c.query.Texts("metrics"); len(names) == 0 {
			names = usualMetrics()
		}
	} else {
		names = c.query.Words("metrics", effort.Names(), usualMetrics(), false)
	}
	for _, name := range names {
		if m, ok := effort.ParseMetric(name); ok && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// samplingName is the parameter that chooses the metric of adaptive sampling.
// [confirmed: document; its later names by the vendor's client]
func (s *settings) samplingName(x *journal.Exchange) string {
	if s.current.In(x) {
		return "segmentation_on"
	}
	return "adaptive_sampling_on"
}

// maxDurations bounds the durations of one curve.
const maxDurations = 1_000

// durations reads seconds with commas between; since 2026 also "all".
func (c *caller) durations(t *tenant, name string) (chosen []int, all bool) {
	text, ok := c.query.Text(name)
	if !ok || text == "" {
		return nil, false
	}
	if text == "all" && t.set.current.In(t.x) {
		return nil, true
	}
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 1 || len(chosen) == maxDurations {
			const why = "durations must be a comma-separated list of positive whole seconds"
			c.query.Refuse(name, "value_error", "Value error, "+why, text, fastapi.Pair{Name: "error"})
			return nil, false
		}
		chosen = append(chosen, n)
	}
	slices.Sort(chosen)
	return slices.Compact(chosen), false
}
