//go:build race

package polaraccesslink_test

const raceDetector = true
