package cli

import (
	"context"
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver"
)

// judged performs run with a check of the simulator's answers when validate asks for
// it, and without otherwise. A program without a judge hands the whole command over.
// When there is nobody to judge, the exit code is that of trouble.
func judged(ctx context.Context, env Env, validate bool, trouble int, run func(Check) error) error {
	switch {
	case !validate:
		return run(nil)
	case env.Judge != nil:
		check, err := env.Judge(mockserver.Names())
		if err != nil {
			return &exitError{trouble, fmt.Errorf("--validate: %w", err)}
		}
		return run(check)
	}
	return handedOver(ctx, env, "--validate", trouble)
}
