package fidelity_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/fidelity"
	"github.com/ergodrome/ergodrome/internal/golden"
)

// What the program carries is what the descriptions say today.
func TestTheIndexIsUpToDate(t *testing.T) {
	x := &evidence.Index{Services: each(fidelity.Index)} // of its own, to be trimmed
	evidence.Trim(x)
	want, err := evidence.Pack(x)
	require.NoError(t, err)
	const file = "../evidence/index.br"
	if golden.Update(t) {
		var b bytes.Buffer
		w := brotli.NewWriterLevel(&b, brotli.BestCompression)
		_, err = w.Write(want)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
		return
	}
	packed, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Less(t, len(packed), 30<<10, "the program is to stay small")
	have, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, have), "internal/evidence/index.br is out of date; run go test ./internal/fidelity -run Index -update")

	read, err := evidence.Unpack(have)
	require.NoError(t, err)
	for name, s := range x.Services {
		require.Equal(t, s.Rows(), read.Services[name].Rows(), "%s comes back as it was", name)
	}
}
