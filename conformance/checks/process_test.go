package checks

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

func TestAFallIsBlamedOnTheLastAnswer(t *testing.T) {
	t.Parallel()
	over := &Survives{conformance.Match{Operation: "results", Status: 204}}
	fell := &conformance.Process{Status: 1, Crash: "KeyError: 'variables'"}
	last := []conformance.Exchange{x(0, "GET /list", 200), x(time.Second, "GET /results", 204)}
	before := []conformance.Exchange{x(0, "GET /results", 204), x(time.Second, "GET /list", 200)}
	for name, c := range map[string]struct {
		xs                   []conformance.Exchange
		p                    *conformance.Process
		met, reached, broken bool
		saw                  string
	}{
		"it fell over the answer":        {last, fell, false, true, true, "after #2 it exited with status 1: KeyError"},
		"a signal ended it there":        {last, &conformance.Process{Status: -1, Signal: "segmentation fault"}, false, true, true, "segmentation fault"},
		"it hung there":                  {last, &conformance.Process{Status: -1, Stopped: "did not end within 2m0s"}, false, true, true, "did not end"},
		"it ended there":                 {last, &conformance.Process{}, true, true, false, "exited with status 0"},
		"it gave up there, in words":     {last, &conformance.Process{Status: 3}, true, true, false, "exited with status 3"},
		"it fell over something else":    {before, fell, true, true, false, "it went on"},
		"the answer never came":          {before[1:], fell, false, false, false, "no results requests answered 204"},
		"it is asked through an adapter": {last, nil, false, false, false, "adapter"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := wireOf(c.xs...)
			e.Process = c.p
			got := survives(e, over)
			require.Equal(t, []bool{c.met, c.reached, c.broken}, []bool{got.Met, got.Reached, got.Broken}, got.Saw)
			require.Contains(t, got.Saw, c.saw)
		})
	}
}

func TestWhatLooksAtReportsIsNotOnTheWire(t *testing.T) {
	t.Parallel()
	r := New()
	for name, c := range map[string]struct {
		args any
		want bool
	}{
		"gap_at_least":     {&Gap{}, true},
		"survives":         {&Survives{}, true},
		"error_class":      {&ErrorClass{}, false},
		"value_count":      {nil, false},
		"items_once":       {nil, false},
		"call_made":        {&Made{}, false},
		"variables_once":   {nil, false},
		"completes_within": {&Within{}, false},
		"reads_as":         {nil, false},
		"jwt_claims":       {&JWT{}, true},
		"no_request_after": {&After{After: &conformance.Match{}}, true},
	} {
		require.Equal(t, c.want, r.Wire(name, c.args), name)
	}
	require.False(t, r.Wire("jwt_claims", &JWT{SecretFrom: "call#/secret"}))
	require.False(t, r.Wire("no_request_after", &After{Call: "call"}))
}

func TestAClockThatRunsFasterIsReadLessExactly(t *testing.T) {
	t.Parallel()
	early := []conformance.Exchange{x(0, "GET /results", 202), x(4900*time.Millisecond, "GET /results", 200)}
	gap := &Gap{After: conformance.Match{Status: 202}, Min: 5 * time.Second, EarlyTolerance: 50 * time.Millisecond}
	for rate, met := range map[float64]bool{0: false, 1: false, 50: false, 200: true} {
		e := wireOf(early...)
		e.Rate = rate
		require.Equal(t, met, gapAtLeast(e, gap).Met, rate)
	}
}

func TestEachListIsWalkedForItself(t *testing.T) {
	t.Parallel()
	page := reply(`{"items":[1,2]}`)
	two := func(e *conformance.Exchange) { e.Operation = "list"; page(e) }
	check := &Follow{Match: conformance.Match{Operation: "list"}, Name: "offset", Items: "/items"}
	require.True(t, offsetsCountItems(wireOf(x(0, "GET /a", 200, two), x(1, "GET /a?offset=2", 200, two), x(2, "GET /b", 200, two)), check).Met)
	require.False(t, offsetsCountItems(wireOf(x(0, "GET /a", 200, two), x(1, "GET /a?offset=1", 200, two)), check).Met)
}

func TestAnIDAndASecretMayBeEncodedAsFormsAre(t *testing.T) {
	t.Parallel()
	require.Equal(t, "a-b:c_d", formDecoded("a%2Db:c%5Fd"))
	require.Equal(t, "a b:c", formDecoded("a+b:c"))
	require.Empty(t, formDecoded("a%zz:c"))
}
