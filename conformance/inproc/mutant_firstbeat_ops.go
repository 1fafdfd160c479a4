package inproc

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	client "github.com/ergodrome/ergodrome/conformance/mutants/firstbeat"
)

type firstbeatMutantOp = operation[*client.Client]

func firstbeatMutantOps() map[string]firstbeatMutantOp {
	return map[string]firstbeatMutantOp{
		"fb.register": func(ctx context.Context, c *client.Client, a *arguments) (any, error) {
			return object(c.Register(ctx, a.id("name")))
		},
		"fb.api_key": func(ctx context.Context, c *client.Client, _ *arguments) (any, error) {
			key, err := c.APIKey(ctx)
			return map[string]any{"apiKey": key}, err
		},
		"fb.new_secret": func(ctx context.Context, c *client.Client, _ *arguments) (any, error) {
			secret, err := c.NewSecret(ctx)
			return map[string]any{"sharedSecret": secret}, err
		},
		"fb.confirm_secret": func(ctx context.Context, c *client.Client, a *arguments) (any, error) {
			return map[string]any{}, c.ConfirmSecret(ctx, a.text("secret"))
		},
		"fb.accounts": func(ctx context.Context, c *client.Client, _ *arguments) (any, error) {
			return objects(c.Accounts(ctx))
		},
		"fb.sports_types":   names("fb.sports_types", "/sports/sports-types"),
		"fb.event_types":    names("fb.event_types", "/sports/event-types"),
		"fb.athletes":       list("fb.athletes", "athletes", "athletes"),
		"fb.athlete":        one("fb.athlete", "athletes/{athlete}"),
		"fb.coaches":        list("fb.coaches", "coaches", "coaches"),
		"fb.coach":          one("fb.coach", "coaches/{coach}"),
		"fb.teams":          list("fb.teams", "teams", "teams"),
		"fb.team":           one("fb.team", "teams/{team}"),
		"fb.team_athletes":  list("fb.team_athletes", "teams/{team}/athletes", "athletes"),
		"fb.measurements":   list("fb.measurements", "athletes/{athlete}/measurements", "measurements"),
		"fb.sessions":       list("fb.sessions", "teams/{team}/sessions", "sessions"),
		"decode.fb_vector":  decodeVector,
		"decode.fb_results": decodeResults,

		"fb.measurement_results":     results("fb.measurement_results", "athletes/{athlete}/measurements/{measurement}/results"),
		"fb.measurement_lap_results": results("fb.measurement_lap_results", "athletes/{athlete}/measurements/{measurement}/laps/{lap}/results"),
		"fb.session_results":         results("fb.session_results", "teams/{team}/sessions/{session}/results"),
		"fb.session_lap_results":     results("fb.session_lap_results", "teams/{team}/sessions/{session}/laps/{lap}/results"),
	}
}

// path fills the arguments into a path below an account.
func path(a *arguments, template string) string {
	segments := []string{"", "sports", "accounts", url.PathEscape(a.id("account"))}
	for s := range strings.SplitSeq(template, "/") {
		if name, ok := strings.CutPrefix(s, "{"); ok {
			s = url.PathEscape(a.id(strings.TrimSuffix(name, "}")))
		}
		segments = append(segments, s)
	}
	return strings.Join(segments, "/")
}

func names(op, path string) firstbeatMutantOp {
	return func(ctx context.Context, c *client.Client, _ *arguments) (any, error) {
		all, err := c.Strings(ctx, op, path)
		return strs(all), err
	}
}

func one(op, template string) firstbeatMutantOp {
	return func(ctx context.Context, c *client.Client, a *arguments) (any, error) {
		p := path(a, template)
		if a.err != nil {
			return nil, a.err
		}
		return object(c.Get(ctx, op, p))
	}
}

func list(op, template, key string) firstbeatMutantOp {
	return func(ctx context.Context, c *client.Client, a *arguments) (any, error) {
		p := path(a, template)
		f := client.Filter{
			From: a.instant("from"), To: a.instant("to"), Sports: a.texts("sports_types"), Events: a.texts("event_types"),
			Title: a.text("title"), Kind: a.text("measurement_type"), IncludeLaps: a.yes("include_laps"),
		}
		if a.err != nil {
			return nil, a.err
		}
		return objects(c.List(ctx, op, p, key, f))
	}
}

func results(op, template string) firstbeatMutantOp {
	return func(ctx context.Context, c *client.Client, a *arguments) (any, error) {
		p, vars, format := path(a, template), a.texts("vars"), a.text("format")
		if a.err != nil {
			return nil, a.err
		}
		found, err := c.Results(ctx, op, p, vars, format)
		if err != nil {
			return nil, err
		}
		return resultsValue(found, strings.HasPrefix(op, "fb.session")), nil
	}
}

// decodeVector reads one variable as it stands in a body, given as JSON text.
func decodeVector(_ context.Context, c *client.Client, a *arguments) (any, error) {
	var v struct {
		Name, Unit, Type string
		Rate             string `json:"samplingRate"`
		Bits             int
		Value            json.RawMessage
	}
	if err := json.Unmarshal([]byte(a.id("json")), &v); err != nil {
		return nil, &client.Error{Class: "decode", Message: "the variable is not the expected JSON"}
	}
	got := c.Variable(v.Name, v.Unit, v.Rate, v.Type, v.Bits, v.Value)
	if got.Err != nil {
		return nil, got.Err
	}
	return variableValue(got), nil
}

// decodeResults reads a whole body of any of the four results operations.
func decodeResults(_ context.Context, c *client.Client, a *arguments) (any, error) {
	found, err := c.Decode([]byte(a.id("json")))
	if err != nil {
		return nil, err
	}
	return resultsValue(found, true), nil
}
