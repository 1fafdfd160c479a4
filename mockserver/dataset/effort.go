package dataset

import "math"

// runSpeed is the speed in m/s that takes up vo2 ml/kg/min on a slope (the
// American College of Sports Medicine's equation for running).
func runSpeed(vo2, slope float64) float64 {
	return max(0, (vo2-3.5)/(0.2+float64(0.9*slope))/60)
}

// walkSpeed is the same for walking.
func walkSpeed(vo2, slope float64) float64 {
	return max(0, (vo2-3.5)/(0.1+float64(1.8*max(0, slope)))/60)
}

// bikePower is the power in W that takes up vo2 ml/kg/min (the same source's
// equation for leg cycling).
func bikePower(vo2, mass float64) float64 { return max(0, (vo2-7)*mass/10.8) }

// bikeSpeed is the speed at which a rider of mass, on 9 kg of bicycle, needs
// power on a slope, found from the speed a second before.
func bikeSpeed(power, mass, slope, before float64) float64 {
	const air, rolling, gravity = 0.5 * 1.2 * 0.34, 0.005, 9.81
	weight := float64((mass + 9) * gravity)
	v := max(before, 2)
	for range 3 { // Newton's method
		drag := float64(air * v * v)
		f := float64(v*(drag+float64(weight*(rolling+slope)))) - power
		df := float64(3*drag) + float64(weight*(rolling+slope))
		if df < 1 {
			df = 1
		}
		v = min(24, max(1, v-f/df))
	}
	return v
}

// rowPower is the power in W that takes up vo2 ml/kg/min on a rowing machine.
func rowPower(vo2, mass float64) float64 { return max(0, (vo2-9)*mass/14) }

// rowSpeed is the speed of a boat that takes power.
func rowSpeed(power float64) float64 { return cubeRoot(power / 2.8) }

func cubeRoot(x float64) float64 {
	if x <= 0 {
		return 0
	}
	r := math.Sqrt(x)
	for range 12 {
		r = (float64(2*r) + x/float64(r*r)) / 3
	}
	return r
}
