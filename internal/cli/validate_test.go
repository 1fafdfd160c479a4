package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
)

func TestACommandThatNeedsAJudgeIsHandedOver(t *testing.T) {
	t.Parallel()
	broken := func([]string) (Check, error) { return nil, errors.New("specs/firstbeat.yaml: not valid") }
	full := func(code int, err error) func(context.Context, Env) (int, error) {
		return func(_ context.Context, env Env) (int, error) {
			_, _ = env.Stdout.Write([]byte("handed over: " + strings.Join(env.Args, " ")))
			return code, err
		}
	}
	for _, test := range []struct {
		name, args   string
		env          Env
		code         int
		stdout, says string
	}{
		{"serve", "serve --validate --seed 7", Env{Full: full(0, nil)}, exitOK, "handed over: serve --validate --seed 7", ""},
		{"what it says of its end", "serve --validate", Env{Full: full(2, nil)}, exitUsage, "handed over: serve --validate", ""},
		{"check", "check run --validate", Env{Full: full(1, nil)}, exitFailure, "handed over: check run --validate", ""},
		{"the matrix", "check matrix FB-POLL-001", Env{Full: full(0, nil)}, exitOK, "handed over: check matrix FB-POLL-001", ""},
		{"nobody who could prove", "check matrix", Env{}, conformance.ExitSuite, "", "use ergodrome-full"},
		{"nobody to hand over to", "serve --validate", Env{}, exitFailure, "", "use ergodrome-full"},
		{"a program that cannot be found", "serve --validate", Env{Full: full(0, errors.New("none is installed"))}, exitFailure, "handed over: serve --validate", "--validate: none is installed"},
		{"the same in a check", "check run --validate", Env{Full: full(0, errors.New("none is installed"))}, conformance.ExitSuite, "handed over: check run --validate", "--validate: none is installed"},
		{"a judge that cannot be made", "serve --validate", Env{Judge: broken, Full: full(0, nil)}, exitFailure, "", "not valid"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			env := test.env
			env.Args, env.Stdin, env.Stdout, env.Stderr = strings.Fields(test.args), strings.NewReader(""), &stdout, &stderr
			env.Getenv = func(string) string { return "" }
			require.Equal(t, test.code, Main(t.Context(), env))
			require.Equal(t, test.stdout, stdout.String())
			if test.says == "" {
				require.Empty(t, stderr.String(), "the other program has said what there is to say")
				return
			}
			require.Contains(t, stderr.String(), test.says)
		})
	}
}
