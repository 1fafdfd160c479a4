//go:build !race

package decoding_test

// raceDetector says that these tests run ten times as long.
const raceDetector = false
