//go:build race

package e2e

// raceDetector is whether this is the race detector's run, which takes a tenth of the people.
const raceDetector = true
