// Package polarteampro answers as the Polar Team Pro API, version 1, does.
//
// Its callers carry tokens of the vendor's authorization server, which it asks
// by name as an oauth.Introspector. It is this project's reading of the vendor's
// documents 1.0.2 and 1.1.0. Facts carry their evidence where they are enacted:
// confirmed (documented, or seen in programs that ran against the service),
// inferred (our reading; a switch in quirks.go turns it).
//
// Answers with samples are sent as they are made, and never coded, whatever
// Accept-Encoding says: a server may always send what is not coded. Short answers
// are coded for those who ask, from 1,000 bytes on. [inferred: the documents do not speak of codings;
// RFC 9110, section 12.5.3]
package polarteampro
