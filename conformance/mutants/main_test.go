package mutants_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain has garbage collected less often: thousands of worlds are made and let go,
// little of each is ever kept, and a fifth of the time went into looking.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
