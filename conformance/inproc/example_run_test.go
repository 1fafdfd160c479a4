package inproc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/inproc"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// The example is what people copy: it fails nothing that it can be asked.
func TestTheExampleConforms(t *testing.T) {
	r := inproc.RunConformance(t, func() subject.Subject { return acme{} }, inproc.Lenient(), inproc.Only("FB-AUTH-*", "FB-RATE-*"))
	require.GreaterOrEqual(t, r.Counts[conformance.Pass], 5)
	require.Equal(t, 1, r.Counts[conformance.Warn], "it does not pace itself")
}
