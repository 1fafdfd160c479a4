package firstbeat

// asDocumented gives variables the units, rates and widths that the documents
// print, where published answers have others. [confirmed: variables page; API
// document, time series vectors].
func asDocumented(list []variable) []variable {
	for i := range list {
		v := &list[i]
		v.unit = documentedUnit(v)
		of := v.series
		switch v.name {
		case "heartRatePercentageSeries":
			v.series = func(p *part) series { return of(p).widened() }
		case "energyConsumptionRelativeFatSeries", "movementLoadSeries":
			v.rate, v.series = "0.2Hz", func(p *part) series { return of(p).everyFifth() }
		case "rmssd1MinSeries":
			v.rate = "0.02Hz" // one a minute, rounded
		}
	}
	return list
}

func documentedUnit(v *variable) string {
	switch v.unit {
	case perMinute, beats:
		return "1/min"
	case power:
		return "ms^2"
	case litres:
		return "liter/min"
	case "":
	default:
		return v.unit
	}
	switch v.name {
	case "trimp", "acuteTrainingLoad", "chronicTrainingLoad", "movementLoad", "averageMovementIntensity",
		"quickRecoveryTestScore", "sleepRecoveryIndexAbsolute":
		return "index"
	case "acwr":
		return "(ratio)"
	case "aerobicTrainingEffect", "anaerobicTrainingEffect":
		return "0.0 - 5.0"
	case "playerStatusScore", "firstbeatPointsStressBalance":
		return "0-100"
	case "perceivedRecovery":
		return "1-5"
	case "movementEfficiency":
		return "m"
	case "heartRatePercentageSeries":
		return "1/min"
	}
	return ""
}

// widened is single values as doubles.
func (s series) widened() series {
	out := series{f64: make([]float64, len(s.f32))}
	for i, v := range s.f32 {
		out.f64[i] = float64(v)
	}
	return out
}

// everyFifth is a series at 1 Hz as one at 0.2 Hz.
func (s series) everyFifth() series {
	var out series
	for i := 0; i < len(s.u8); i += 5 {
		out.u8 = append(out.u8, s.u8[i])
	}
	for i := 0; i < len(s.f64); i += 5 {
		out.f64 = append(out.f64, s.f64[i])
	}
	return out
}
