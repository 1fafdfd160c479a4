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

func TestWhatThisProgramIsLinkedWithoutIsHandedOver(t *testing.T) {
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
		{"a recorder", "record --upstream http://127.0.0.1:9 --out rec", Env{Full: full(130, nil)}, exitInterrupted, "handed over: record --upstream http://127.0.0.1:9 --out rec", ""},
		{"a recorder of nothing", "record --out rec", Env{Full: full(0, nil)}, exitUsage, "", "--upstream URL and --out DIR"},
		{"a replay", "replay rec", Env{Full: full(0, nil)}, exitOK, "handed over: replay rec", ""},
		{"a recording to verify", "fixtures verify rec", Env{Full: full(1, nil)}, exitFailure, "handed over: fixtures verify rec", ""},
		{"a recording to seal", "fixtures seal rec", Env{Full: full(0, nil)}, exitOK, "handed over: fixtures seal rec", ""},
		{"drift between descriptions", "drift spec --from firstbeat --to new.yaml", Env{Full: full(12, nil)}, 12, "handed over: drift spec --from firstbeat --to new.yaml", ""},
		{"drift in a recording", "drift recording rec", Env{Full: full(13, nil)}, 13, "handed over: drift recording rec", ""},
		{"drift of a service", "drift live --api firstbeat --target http://127.0.0.1:9", Env{Full: full(10, nil)}, 10, "handed over: drift live --api firstbeat --target http://127.0.0.1:9", ""},
		{"drift in no known form", "drift live --format pdf", Env{Full: full(0, nil)}, exitUsage, "", "--format"},
		{"all that a vendor may change", "check run --api firstbeat --vendor-change all", Env{Full: full(1, nil)}, exitFailure, "handed over: check run --api firstbeat --vendor-change all", ""},
		{"nobody who could rehearse", "check run --vendor-change all", Env{}, conformance.ExitSuite, "", "use ergodrome-full"},
		{"nobody who could record", "record --upstream http://127.0.0.1:9 --out rec", Env{}, exitFailure, "", "record: this program is linked without it; use ergodrome-full"},
		{"nobody who could replay", "replay rec", Env{}, exitFailure, "", "use ergodrome-full"},
		{"nobody who could verify", "fixtures verify rec", Env{}, exitFailure, "", "use ergodrome-full"},
		{"nobody who could seal", "fixtures seal rec", Env{}, exitFailure, "", "use ergodrome-full"},
		{"nobody who could read a service", "drift live --api firstbeat --target http://127.0.0.1:9", Env{}, exitFailure, "", "use ergodrome-full"},
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
