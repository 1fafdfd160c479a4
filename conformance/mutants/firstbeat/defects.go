package firstbeat

import (
	"maps"
	"slices"
)

// documented says whether the oldest text of the documents lists a series.
func documented(name string) bool {
	switch name {
	case "artifactPercentageSeries", "rriSeries", "movementLoadSeries", "energyConsumptionRelativeFatSeries", "tomorrowScore", "tomorrowSeries":
		return false
	}
	return true
}

// byIndex gives the values, in the order sent, to the names in alphabetical
// order, as a reader that trusts the order of a sample would.
func byIndex(vars map[string]Variable, sent []wireVariable) {
	names := slices.Sorted(maps.Keys(vars))
	if len(names) != len(sent) {
		return
	}
	inOrder := make([]Variable, len(sent))
	for i, v := range sent {
		inOrder[i] = vars[v.Name]
	}
	for i, name := range names {
		vars[name] = inOrder[i]
	}
}

// zeros adds what was left out.
func zeros(vars map[string]Variable) {
	for _, name := range []string{"trimp", "vo2max", "movementLoad", "averageMovementIntensity", "distance", "playerStatusScore"} {
		if _, ok := vars[name]; !ok {
			vars[name] = Variable{Scalar: new(float64)}
		}
	}
}

// zip cuts all series of one sampling rate to the shortest.
func zip(vars map[string]Variable) {
	shortest := map[string]int{}
	for _, v := range vars {
		if n, ok := shortest[v.Rate]; v.Values != nil && (!ok || len(v.Values) < n) {
			shortest[v.Rate] = len(v.Values)
		}
	}
	for name, v := range vars {
		if v.Values != nil {
			v.Values = v.Values[:shortest[v.Rate]]
			vars[name] = v
		}
	}
}
