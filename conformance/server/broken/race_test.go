//go:build race

package broken_test

// raceDetector says that these tests run ten times as long.
const raceDetector = true
