// Package firstbeat answers as the Firstbeat Sports Cloud API does.
//
// It is this project's reading of the vendor's public documents and of answers
// that the vendor published. Facts carry their evidence where they are enacted:
// confirmed (documented, or seen in programs that ran against the service),
// measured (in the vendor's published answers), inferred (our reading; a switch
// in quirks.go turns it).
package firstbeat
