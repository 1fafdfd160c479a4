//go:build !race

package polarteampro_test

const raceDetector = false
