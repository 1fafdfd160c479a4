package fidelity_test

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/fixtures"
)

const exceptionsFile = "../../fixtures/fidelity-exceptions.yaml"

// exception is a set of differences between an exchange of fixtures/ and what the simulator answers to its request.
type exception struct {
	Fixture string   `yaml:"fixture"` // "service/name", or "service/*" for what may be in any answer
	Why     string   `yaml:"why"`     // name of a reason
	Missing []string `yaml:"missing"`
	Added   []string `yaml:"added"`
	Changed []string `yaml:"changed"`
}

// differences are those of an exception as differ spells them.
func (x *exception) differences() []string {
	var out []string
	for sign, list := range map[string][]string{"-": x.Missing, "+": x.Added, "~": x.Changed} {
		for _, at := range list {
			out = append(out, sign+at)
		}
	}
	return out
}

type reason struct {
	Why      string `yaml:"why"`
	Evidence string `yaml:"evidence"`
}

// exceptions are fixtures/fidelity-exceptions.yaml.
type exceptions struct {
	Reasons    map[string]reason `yaml:"reasons"`
	Exceptions []exception       `yaml:"exceptions"`
}

func readExceptions(t *testing.T) *exceptions {
	t.Helper()
	text, err := os.ReadFile(exceptionsFile)
	require.NoError(t, err)
	var x exceptions
	require.NoError(t, yaml.UnmarshalWithOptions(text, &x, yaml.Strict()))
	return &x
}

// of are the differences that are accepted in a fixture, or in all of a service.
func (x *exceptions) of(fixture string) map[string]bool {
	out := map[string]bool{}
	for i := range x.Exceptions {
		if x.Exceptions[i].Fixture == fixture {
			for _, d := range x.Exceptions[i].differences() {
				out[d] = true
			}
		}
	}
	return out
}

// comparison is the exchanges of one service against a simulator.
type comparison struct {
	*exceptions
	service   string
	exchanges []fixtures.Exchange

	mu       sync.Mutex
	compared map[string]bool
	used     map[string]bool // of what is accepted in the whole service
}

// compare reads the exchanges of a service. When all of them have been compared, and the test ends, what is accepted in any
// answer must have been in one.
func compare(t *testing.T, service string) *comparison {
	t.Helper()
	exchanges, err := fixtures.Exchanges(service)
	require.NoError(t, err)
	c := &comparison{exceptions: readExceptions(t), service: service, exchanges: exchanges, compared: map[string]bool{}, used: map[string]bool{}}
	t.Cleanup(func() {
		if len(c.compared) < len(exchanges) {
			return // -run left some out
		}
		for d := range c.of(service + "/*") {
			if !c.used[d] {
				t.Errorf("%s/*: %s is in no answer: take the line out of %s", service, words(d), exceptionsFile)
			}
		}
	})
	return c
}

// requireLike holds what the simulator answered to an exchange: nothing differs but what is accepted, and nothing is
// accepted that does not differ.
func (c *comparison) requireLike(t *testing.T, e *fixtures.Exchange, ours shape) {
	t.Helper()
	theirs := shape{}
	theirs.read(t, e.Status, e.Header, e.Body)
	everywhere, here := c.of(c.service+"/*"), c.of(e.Name)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.compared[e.Name] = true
	for _, d := range differ(theirs, ours) {
		switch {
		case here[d]:
			delete(here, d)
		case everywhere[d]:
			c.used[d] = true
		default:
			at := d[1:]
			t.Errorf("%s: %s\n  the exchange: %s\n  the simulator: %s\nMend what is wrong of the two, or name the difference with its reason in %s.",
				e.Name, words(d), theirs[at], ours[at], exceptionsFile)
		}
	}
	for _, d := range slices.Sorted(maps.Keys(here)) {
		t.Errorf("%s: %s no longer holds: take the line out of %s", e.Name, words(d), exceptionsFile)
	}
}

// words say what differ found.
func words(difference string) string {
	return map[byte]string{'-': "missing", '+': "added", '~': "changed"}[difference[0]] + " " + difference[1:]
}

func (k kinds) String() string {
	if len(k) == 0 {
		return "nothing"
	}
	return strings.Join(slices.Sorted(maps.Keys(k)), ", ")
}

func TestEveryExceptionHasAReasonWithItsEvidenceAndAnExchange(t *testing.T) {
	x := readExceptions(t)
	used, seen := map[string]bool{}, map[string]bool{}
	for _, e := range x.Exceptions {
		require.NotEmpty(t, e.differences(), e.Fixture)
		require.Contains(t, x.Reasons, e.Why, e.Fixture)
		used[e.Why] = true
		for _, d := range e.differences() {
			require.False(t, seen[e.Fixture+d], "%s: %s stands there twice", e.Fixture, words(d))
			seen[e.Fixture+d] = true
		}
		if path.Base(e.Fixture) == "*" {
			_, err := fixtures.Exchanges(path.Dir(e.Fixture))
			require.NoError(t, err)
			continue
		}
		_, err := fixtures.Load(e.Fixture)
		require.NoError(t, err)
	}
	for name, r := range x.Reasons {
		require.True(t, used[name], "the reason %q is given for nothing", name)
		require.NotEmpty(t, r.Why, name)
		require.NotEmpty(t, r.Evidence, name)
	}
}
