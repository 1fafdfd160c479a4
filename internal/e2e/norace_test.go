//go:build !race

package e2e

// raceDetector is whether this is the race detector's run.
const raceDetector = false
