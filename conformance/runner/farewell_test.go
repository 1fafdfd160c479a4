package runner

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// A client that crashes, hangs or says nonsense when it is told to close, to forget or
// to open is the subject's trouble, not the suite's; one that answers with an error
// when it is closed has told what it had to.
func TestStepsThatClientsRefuseAreTheirs(t *testing.T) {
	t.Parallel()
	broken := func() error { return &subject.Broken{Reason: "did not answer close within 10s, toy-shared-secret"} }
	step := "ops: [{call: {op: good}}, {%s}]\n" + judged
	for _, tt := range []struct {
		name, text string
		closing    func() error
		verdict    conformance.Verdict
		saw        string
	}{
		{"closes", caseText("T-A-001", "good", "MUST", judged), nil, conformance.Pass, ""},
		{"hangs while it closes", caseText("T-A-001", "good", "MUST", judged), broken, conformance.SubjectError, "close: did not answer close within 10s, <shared secret>"},
		{"panics while it closes", caseText("T-A-001", "good", "MUST", judged), func() error { panic("gone") }, conformance.SubjectError, "close: panicked: gone"},
		{"answers with an error", caseText("T-A-001", "good", "MUST", judged), func() error { return errors.New("still dirty") }, conformance.Pass, ""},
		{"hangs in a step", replaceOnce(caseText("T-A-001", "good", "MUST", replaceOnce(step, "%s", "close: c1")), "op: {op: good}\n", ""), broken, conformance.SubjectError, "step 2: close: did not answer close within 10s, <shared secret>"},
		{"cannot open its state", replaceOnce(caseText("T-A-001", "good", "MUST", replaceOnce(step, "%s", "restart: c1")), "op: {op: good}\n", ""), func() error { return errors.New("no such file") }, conformance.SubjectError, "step 2: restart-state: no such file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, s := toyOptions(t, parse(t, tt.text)), toySubject()
			s.closing = tt.closing
			o.Subject = s
			r, err := Run(t.Context(), o)
			require.NoError(t, err)
			require.Equal(t, tt.verdict, r.Cases[0].Verdict, "%+v", r.Cases[0])
			var saw string
			for _, c := range r.Cases[0].Runs[0].Checks {
				if c.ID == healthCheck {
					saw = c.Saw
				}
			}
			require.Equal(t, tt.saw, saw)
		})
	}
}

// The reason of a case that is left out is about the service that the subject speaks.
func TestLeftOutForWhatTheSubjectLacks(t *testing.T) {
	t.Parallel()
	text := caseText("T-A-001", "$(op)", "MUST", judged+"variants: [{name: a, set: {op: unheard}}, {name: b, set: {op: good, service: firstbeat}}]\n")
	r, err := Run(t.Context(), toyOptions(t, parse(t, replaceOnce(text, "api: toy\n", "api: transport\nservice: $(service)\nvars: {service: toy}\n"))))
	require.NoError(t, err)
	require.Equal(t, conformance.NA, r.Cases[0].Verdict)
	require.Equal(t, "the subject does not announce operation unheard", r.Cases[0].Reason)
}

// What cannot be started in one world is not started in the next, and is told once.
func TestAProgramThatCannotBeStartedIsToldOnce(t *testing.T) {
	t.Parallel()
	world := &conformance.Case{ID: "T-A-001", API: "toy"}
	c := parse(t, caseText("T-A-001", "good", "MUST", judged))
	starts := 0
	o := toyOptions(t, c)
	o.Jobs = 1
	_, err := Observe(t.Context(), o, subject.Hello{Name: "program"}, []Observed{{Name: "one", World: world, Cases: c}, {Name: "two", World: world, Cases: c}},
		func(context.Context, *stage.Stage, subject.Config) (*Watched, error) {
			starts++
			return nil, &SubjectStartError{errors.New("it exited with status 1")}
		})
	require.EqualError(t, err, "the subject could not be started: it exited with status 1")
	require.Equal(t, 4, ExitCode(nil, err))
	require.Equal(t, 1, starts)
}
