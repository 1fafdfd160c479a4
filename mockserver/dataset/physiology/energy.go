package physiology

import "github.com/ergodrome/ergodrome/mockserver/dataset/internal/detmath"

// FatPercent is the share of energy from fat at an intensity (a fraction of the
// maximal oxygen uptake) after some seconds of exercise.
func FatPercent(intensity float64, second int) float64 {
	hard := hardness(intensity)
	return fatPercent(hard, detmath.Pow(hard, 1.25), second)
}

// hardness is 0 at rest and 1 at the maximal oxygen uptake.
func hardness(intensity float64) float64 { return detmath.Clamp((intensity-0.36)/0.64, 0, 1) }

// fatPercent is FatPercent at a hardness, whose power with 1.25 is curved.
func fatPercent(hard, curved float64, second int) float64 {
	base := 57.0
	if hard > 0 {
		base -= float64(33 * curved)
		base += float64(6 * detmath.Clamp(float64(second)/7200, 0, 1))
	}
	return detmath.Clamp(base, 15, 80)
}

// EnergyPerHour is the kcal/h that an oxygen uptake (ml/kg/min) of a body of
// mass kg burns (Weir's abbreviated equation; the respiratory quotient follows
// from the share of fat).
func EnergyPerHour(vo2, mass, fatPercent float64) float64 {
	quotient := 1 - float64(0.00293*fatPercent)
	return float64(vo2 * mass * 0.06 * (3.941 + float64(1.106*quotient)))
}

// Energy is what a 1 Hz oxygen uptake costs.
type Energy struct {
	Rate        []uint16 // kcal/h at 0.2 Hz
	Fat         []uint8  // percent of energy, 1 Hz
	Carbs, Fats float64  // kcal
}

// inBlock is how many seconds are worked on at once.
const inBlock = 64

// Burn makes Energy of an oxygen uptake in ml/kg/min.
func Burn(vo2 []float32, vo2Max, mass float64) Energy {
	e := Energy{Rate: make([]uint16, (len(vo2)+4)/5), Fat: make([]uint8, len(vo2))}
	share := 57.0
	five, count := 0.0, 0
	var hard, curved [inBlock]float64
	for from := 0; from < len(vo2); from += inBlock {
		block := vo2[from:min(from+inBlock, len(vo2))]
		for k, v := range block {
			hard[k] = hardness(float64(v) / vo2Max)
		}
		detmath.Pows(curved[:], hard[:len(block)], 1.25)
		for k, v := range block {
			i := from + k
			share += (fatPercent(hard[k], curved[k], i) - share) / 20
			rate := EnergyPerHour(float64(v), mass, share)
			e.Fat[i] = uint8(detmath.Round(share))
			e.Fats += float64(rate*share) / 360000
			e.Carbs += float64(rate*(100-share)) / 360000
			five, count = five+rate, count+1
			if count == 5 || i == len(vo2)-1 {
				e.Rate[i/5] = uint16(detmath.Clamp(detmath.Round(five/float64(count)), 0, 65535))
				five, count = 0, 0
			}
		}
	}
	e.Carbs, e.Fats = Dyadic(e.Carbs), Dyadic(e.Fats)
	return e
}

// Ventilation is the litres of air a minute that go with an oxygen uptake.
func Ventilation(vo2, vo2Max, mass float64) float64 {
	x := vo2 / vo2Max
	return float64(vo2 * mass / 1000 * (23 + float64(15*x*x*x)))
}
