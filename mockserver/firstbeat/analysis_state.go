package firstbeat

import (
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// accepted answers 202: the analysis has been started. [confirmed: a public
// program retries when it reads this message].
type accepted struct{}

func (accepted) response() httpx.Response {
	return httpx.Response{Status: 202, ContentType: mediaJSON, Body: appendMessage(nil, "Accepted")}
}

// noContent answers 204: the analysis has failed. [confirmed: API document].
func noContent() httpx.Response { return httpx.Response{Status: 204} }

// subject is what an analysis is of.
type subject struct {
	kind subjectKind
	id   int64 // the vendor's identifier
}

type subjectKind uint8

const (
	ofMeasurement subjectKind = iota
	ofSession
	ofLap
)

// analysisState is how an analysis stands.
type analysisState string

const (
	ready  analysisState = "ready"
	cold   analysisState = "cold"
	failed analysisState = "failed"
)

// order is what the control plane says of a subject.
type order struct {
	state analysisState
	// coldFirst makes a failed analysis answer 202 before 204.
	coldFirst bool
}

// job is one computation that a request has started.
type job struct {
	subject   subject
	variables uint64 // hash of the set of names; 0 for all
}

// analyses knows which results are ready. It is safe for use by many goroutines.
type analyses struct {
	seed uint64
	set  *settings

	mu         sync.Mutex
	orders     map[subject]order
	young, old map[job]time.Time // when jobs were started, in two generations
}

const (
	// coldAge is how long results stay computed without being asked for.
	// [inferred; that older ones are cold is confirmed: troubleshooting page].
	coldAge = 30 * 24 * time.Hour
	// coldShare is the part of older results that are cold.
	coldShare = 0.75
	// failedShare is the part of measurements that cannot be analysed, where
	// the world has such.
	failedShare = 1.0 / 250
	// jobsKept bounds the computations that are remembered, in one generation.
	jobsKept = 8192
)

func newAnalyses(seed uint64, s *settings) *analyses { return &analyses{seed: seed, set: s} }

// order sets the state of a subject by hand.
func (a *analyses) order(of subject, o order) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.orders == nil {
		a.orders = map[subject]order{}
	}
	a.orders[of] = o
	forget := func(j job, _ time.Time) bool { return j.subject == of }
	maps.DeleteFunc(a.young, forget)
	maps.DeleteFunc(a.old, forget)
}

// state tells how the analysis of a subject that ended at end stands for a
// request of these variables, and starts it when it is cold.
func (a *analyses) state(of subject, end time.Time, variables []string, now time.Time, x *journal.Exchange) analysisState {
	a.mu.Lock()
	defer a.mu.Unlock()
	said, byHand := a.orders[of]
	final, starts := ready, a.coldBySeed(of, end, now, x)
	switch {
	case byHand:
		final, starts = said.state, said.state == cold || said.coldFirst
	case a.failsBySeed(of, x):
		final = failed
	}
	if final == cold {
		final = ready
	}
	if starts && !a.computed(a.job(of, variables, x), now, x) {
		return cold
	}
	return final
}

// computed says whether a job has been done and is still remembered; it starts
// one that has not been, or not lately. Jobs from the future of a clock that
// was turned back never happened.
func (a *analyses) computed(j job, now time.Time, x *journal.Exchange) bool {
	started, ok := a.young[j]
	if !ok {
		started, ok = a.old[j]
	}
	done := started.Add(a.set.readyAfter.In(x))
	if !ok || now.Before(started) || !now.Before(done.Add(a.set.warmFor.In(x))) {
		if len(a.young) >= jobsKept || a.young == nil {
			a.old, a.young = a.young, map[job]time.Time{}
		}
		a.young[j] = now
		return a.set.readyAfter.In(x) == 0
	}
	return !now.Before(done)
}

func (a *analyses) job(of subject, variables []string, x *journal.Exchange) job {
	j := job{subject: of}
	if a.set.perVariables.In(x) {
		names := slices.Clone(variables)
		slices.Sort(names)
		h := fnv.New64a()
		_, _ = h.Write([]byte(strings.Join(slices.Compact(names), ",")))
		j.variables = h.Sum64()
	}
	return j
}

func (a *analyses) coldBySeed(of subject, end, now time.Time, x *journal.Exchange) bool {
	switch a.set.cold.In(x) {
	case "all":
		return true
	case "none":
		return false
	}
	return now.Sub(end) > coldAge && draw.Chance(a.seed, 'c', uint64(of.id)<<2|uint64(of.kind)) < coldShare
}

func (a *analyses) failsBySeed(of subject, x *journal.Exchange) bool {
	return a.set.failures.In(x) == "rare" && of.kind == ofMeasurement && draw.Chance(a.seed, 'f', uint64(of.id)) < failedShare
}

// fails says whether a measurement's analysis has failed, whether or not it
// would have to be computed first: a session leaves such ones out.
func (a *analyses) fails(of subject, x *journal.Exchange) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if said, ok := a.orders[of]; ok {
		return said.state == failed
	}
	return a.failsBySeed(of, x)
}

func (a *analyses) fork() *analyses {
	a.mu.Lock()
	defer a.mu.Unlock()
	return &analyses{seed: a.seed, set: a.set, orders: maps.Clone(a.orders), young: maps.Clone(a.young), old: maps.Clone(a.old)}
}
