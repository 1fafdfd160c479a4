// Package main packs files of its folder into an archive that package packed opens: pack ARCHIVE PATTERN...
//
// A pattern may name a folder, all of which is packed then. An archive of the same files is left as it is, however
// another release of the library would squeeze them.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/klauspost/compress/zstd"

	"github.com/ergodrome/ergodrome/internal/packed"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: pack ARCHIVE PATTERN...")
		os.Exit(2)
	}
	if err := pack(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(archive string, patterns []string) error {
	here := os.DirFS(".")
	paths, err := packed.Select(here, patterns...)
	if err != nil {
		return err
	}
	plain, err := packed.Join(paths, func(path string) ([]byte, error) { return fs.ReadFile(here, path) })
	if err != nil {
		return err
	}
	old, err := os.ReadFile(archive)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		return err
	}
	defer decoder.Close()
	if was, err := decoder.DecodeAll(old, nil); err == nil && slices.Equal(was, plain) {
		return nil
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	return os.WriteFile(archive, encoder.EncodeAll(plain, nil), 0o644)
}
