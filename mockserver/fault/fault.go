// Package fault decides which exchanges go wrong, and how.
package fault

// Set is a world's fault rules. STUB.
type Set struct{}
