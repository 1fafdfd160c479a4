// Package redact replaces what is about people and secrets in recorded exchanges, consistently, and knows afterwards what must not be there.
//
// A pseudonym is a function of a random key and the value: the same person has the
// same name in every exchange, an identifier still joins across URLs, headers and
// bodies, and there is no table from which values could be read back. What was
// replaced is remembered as keyed fingerprints (Originals), so that a Scanner can
// say whether a value survives somewhere without anybody having kept it.
package redact
