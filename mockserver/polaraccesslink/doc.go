// Package polaraccesslink answers as the Polar AccessLink Dynamic API, version 4, does.
//
// Its callers carry tokens of the vendor's authorization server, which it asks
// by name as an oauth.Introspector. It is this project's reading of the vendor's
// page, of published answers and of public clients. Facts carry their evidence
// where they are enacted: confirmed (documented), measured (in a published
// answer), inferred (our reading; a switch in quirks.go turns it).
//
// Durations of trainings, exercises and laps are what lies between start and stop,
// pauses included; samples, statistics and zones have no time of pauses. [inferred:
// the page does not say whether durationMillis counts them]
package polaraccesslink
