package runner

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// notApplicable says why a case is not run against a subject; "" when it is.
func notApplicable(c *conformance.Case, h subject.Hello, mode conformance.Mode) string {
	modes := []conformance.Mode{mode}
	if mode == conformance.InProcess {
		modes = append(modes, conformance.Adapter, conformance.Decode)
	}
	if !slices.ContainsFunc(c.Modes, func(m conformance.Mode) bool { return slices.Contains(modes, m) }) {
		return fmt.Sprintf("not for mode %s", mode)
	}
	if !slices.ContainsFunc(c.Services(), h.Speaks) {
		return "the subject does not announce API " + strings.Join(c.Services(), " or ")
	}
	for _, f := range c.Features {
		if !h.Declares(f) {
			return "the subject does not declare feature " + f
		}
	}
	return ""
}

// runNotApplicable says why one run of a case is left out; "" when it is not.
// Inside a profile that the run claims, a missing operation is a failure
// instead, and the run is made so that the failure has a record: unless another
// variant shows the same without it, or only the pure decoding is missing.
func runNotApplicable(c, run *conformance.Case, h subject.Hello, claimed []string) string {
	if !h.Speaks(run.ServiceName()) {
		return "the subject does not announce API " + run.ServiceName()
	}
	missing := lacks(run, h)
	if missing == "" {
		return ""
	}
	why := "the subject does not announce operation " + missing
	if !slices.ContainsFunc(c.InProfiles(), func(p string) bool { return slices.Contains(claimed, p) }) {
		return why
	}
	instead := func(other *conformance.Case) bool {
		return other.ServiceName() == run.ServiceName() && lacks(other, h) == ""
	}
	if slices.ContainsFunc(c.Runs(), instead) || len(c.Runs()) > 1 && strings.HasPrefix(missing, "decode.") {
		return why
	}
	return ""
}

// lacks is the first operation of a run that a subject does not announce.
func lacks(run *conformance.Case, h subject.Hello) string {
	for _, op := range run.OpNames() {
		if !h.Has(op) {
			return op
		}
	}
	return ""
}
