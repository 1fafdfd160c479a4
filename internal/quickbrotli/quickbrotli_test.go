package quickbrotli_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/quickbrotli"
)

// It writes what the library's first level writes, and what can be read.
func TestWriter(t *testing.T) {
	text := strings.Repeat("one workout in four services, ", 10_000)
	var ours, theirs bytes.Buffer
	for _, w := range []io.WriteCloser{quickbrotli.NewWriter(&ours), brotli.NewWriterV2(&theirs, 1)} {
		_, err := io.WriteString(w, text)
		require.NoError(t, err)
		require.NoError(t, w.Close())
	}
	require.True(t, bytes.Equal(theirs.Bytes(), ours.Bytes()))
	back, err := io.ReadAll(brotli.NewReader(&ours))
	require.NoError(t, err)
	require.Equal(t, text, string(back))
}
