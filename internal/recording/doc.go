// Package recording keeps HTTP exchanges as HAR 1.2 with body files, written and read as streams.
//
// A recording is a folder:
//
//	recording.har   HAR 1.2, one entry a line; it is valid JSON after each entry
//	bodies/         bodies as they were sent, of which recording.har has the names
//	seal.json       what was proven about the two, see package seal
//	originals.fp    keyed fingerprints of what was replaced, see package redact
//
// Reader also reads HAR files of browsers, mitmproxy, Playwright, Postman and others.
//
//	r, err := recording.Open("a-folder-or.har", recording.Limits{})
//	defer r.Close()
//	for entry, err := range r.Entries() {
//		body, err := r.ResponseBody(entry) // a stream, without content coding
//	}
package recording
