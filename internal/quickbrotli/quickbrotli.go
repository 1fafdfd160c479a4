// Package quickbrotli writes brotli at its quickest, and brings no other level along.
package quickbrotli

import (
	"io"

	"github.com/andybalholm/brotli"
	"github.com/andybalholm/brotli/matchfinder"
)

// NewWriter is brotli.NewWriterV2 at level 1. A program that calls the library's own
// constructors is linked with all of their levels: 0.7 MiB.
func NewWriter(w io.Writer) *matchfinder.Writer {
	return &matchfinder.Writer{Dest: w, MatchFinder: &matchfinder.ZFast{MaxDistance: 1 << 20}, Encoder: &brotli.Encoder{}, BlockSize: 1 << 16}
}
