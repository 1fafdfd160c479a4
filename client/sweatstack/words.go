package sweatstack

import (
	"slices"
	"strings"
)

// Metric is what is measured. The list is open: one that is not below is kept
// as it came. [confirmed: models of the vendor's Python client]
type Metric string

// The metrics, and their units.
const (
	MetricDuration        Metric = "duration"
	MetricLap             Metric = "lap"
	MetricPower           Metric = "power"            // W
	MetricSpeed           Metric = "speed"            // m/s
	MetricHeartRate       Metric = "heart_rate"       // beats a minute
	MetricRespirationRate Metric = "respiration_rate" // breaths a minute
	MetricSmO2            Metric = "smo2"             // %
	MetricCoreTemperature Metric = "core_temperature" // °C
	MetricElevation       Metric = "elevation"        // m
	MetricAltitude        Metric = "altitude"         // m
	MetricCadence         Metric = "cadence"          // a minute
	MetricTemperature     Metric = "temperature"      // °C
	MetricDistance        Metric = "distance"         // m
	MetricLongitude       Metric = "longitude"        // degrees
	MetricLatitude        Metric = "latitude"         // degrees
	MetricLactate         Metric = "lactate"          // mmol/l
	MetricRPE             Metric = "rpe"
	MetricNotes           Metric = "notes"
)

// Sport is a kind of activity: a path from the general to the special, as in
// cycling.road. Since June 2026 it may end in modifiers, as in
// cycling.road+race. The list is open. [confirmed: models and changelog of the
// vendor's Python client]
type Sport string

// The roots that both generations of the API have.
const (
	SportCycling  Sport = "cycling"
	SportRunning  Sport = "running"
	SportWalking  Sport = "walking"
	SportRowing   Sport = "rowing"
	SportSwimming Sport = "swimming"
	SportGeneric  Sport = "generic"
)

// parts are a sport's path and its modifiers.
func (s Sport) parts() (path string, modifiers []string) {
	path, rest, more := strings.Cut(string(s), "+")
	if more {
		modifiers = strings.Split(rest, "+")
	}
	return path, modifiers
}

// Root is the general sport: cycling of cycling.track.250m.
func (s Sport) Root() Sport {
	path, _ := s.parts()
	root, _, _ := strings.Cut(path, ".")
	return Sport(root)
}

// In reports whether s is the sport other or a kind of it, as the service's
// filters have it: the same path or one below, and all of other's modifiers.
func (s Sport) In(other Sport) bool {
	path, modifiers := s.parts()
	above, wanted := other.parts()
	if path != above && !strings.HasPrefix(path, above+".") {
		return false
	}
	return !slices.ContainsFunc(wanted, func(m string) bool { return !slices.Contains(modifiers, m) })
}
