package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
)

const (
	defaultControl = "http://" + defaultAddr + "/_ergodrome"
	controlTimeout = 10 * time.Second
	controlMaxBody = 8 << 20
)

// newEnv prints what a program needs to reach a running simulator.
func newEnv(env Env) *cobra.Command {
	var control, world, format string
	cmd := &cobra.Command{
		Use:   "env",
		Short: "print base URLs and demo credentials of a running simulator",
		Long: `env asks a running simulator for one world's base URLs and demo credentials and
prints them as ERGODROME_… variables:

  eval "$(ergodrome env)"

The credentials are invented by the simulator and are worth nothing elsewhere.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if control == "" {
				control = firstOf(env.Getenv("ERGODROME_CONTROL_URL"), defaultControl)
			}
			vars, err := worldVariables(cmd.Context(), control, world)
			if err != nil {
				return err
			}
			return printVariables(cmd.OutOrStdout(), vars, format)
		},
	}
	cmd.Flags().StringVar(&control, "control", "", "control plane of the simulator (default $ERGODROME_CONTROL_URL or "+defaultControl+")")
	cmd.Flags().StringVar(&world, "world", "default", "the world to describe")
	cmd.Flags().StringVar(&format, "format", "sh", "sh, dotenv or json")
	return cmd
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// variable is one exported name and its value.
type variable struct{ name, value string }

// worldVariables asks the control plane for a world and names what it answers.
func worldVariables(ctx context.Context, control, world string) ([]variable, error) {
	at := strings.TrimRight(control, "/") + "/worlds/" + url.PathEscape(world)
	var description struct {
		URLs map[string]string `json:"urls"`
	}
	if err := controlGet(ctx, at, &description); err != nil {
		return nil, err
	}
	var credentials map[string]map[string]any
	if err := controlGet(ctx, at+"/credentials", &credentials); err != nil {
		return nil, err
	}
	vars := []variable{{"ERGODROME_CONTROL_URL", control}, {"ERGODROME_WORLD", world}}
	for service, url := range description.URLs {
		vars = append(vars, variable{variableName(service, "url"), url})
	}
	for service, c := range credentials {
		vars = append(vars, flatten(service, c)...)
		vars = append(vars, ofServices(service, c)...)
	}
	others := vars[2:]
	sort.SliceStable(others, func(i, j int) bool { return others[i].name < others[j].name })
	return vars, nil
}

// flatten names the members of one service's credentials; of a list of users it
// takes the first, which is the one that demos use. What somebody is called is for
// people: no program needs it.
func flatten(service string, credentials map[string]any) []variable {
	var vars []variable
	for key, value := range credentials {
		switch v := value.(type) {
		case string:
			if key != "name" {
				vars = append(vars, variable{variableName(service, key), v})
			}
		case []any:
			if len(v) == 0 {
				continue
			}
			if first, ok := v[0].(map[string]any); ok {
				vars = append(vars, flatten(service, first)...)
			}
		}
	}
	return vars
}

// ofServices names, for each service that takes these credentials, the first user
// who can use it: not every user of an authorization server can use everything.
func ofServices(client string, credentials map[string]any) []variable {
	var vars []variable
	users, _ := credentials["users"].([]any)
	for _, s := range oauthServices() {
		if s.client != client || s.name == client { // the latter has its variables already
			continue
		}
		for _, u := range users {
			user, _ := u.(map[string]any)
			granted, _ := user["scopes"].([]any)
			if slices.ContainsFunc(granted, func(scope any) bool { word, ok := scope.(string); return ok && slices.Contains(s.scopes, word) }) {
				vars = append(vars, flatten(s.name, user)...)
				break
			}
		}
	}
	return vars
}

// variableName spells ("polar-auth", "clientId") as ERGODROME_POLAR_AUTH_CLIENT_ID.
func variableName(service, key string) string {
	var b strings.Builder
	b.WriteString("ERGODROME_")
	b.WriteString(strings.ToUpper(strings.ReplaceAll(service, "-", "_")))
	b.WriteByte('_')
	for i, r := range key {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

func printVariables(w io.Writer, vars []variable, format string) error {
	switch format {
	case "sh":
		for _, v := range vars {
			if _, err := fmt.Fprintf(w, "export %s=%s\n", v.name, shellQuote(v.value)); err != nil {
				return err
			}
		}
		return nil
	case "dotenv":
		for _, v := range vars {
			if _, err := fmt.Fprintf(w, "%s=%s\n", v.name, shellQuote(v.value)); err != nil {
				return err
			}
		}
		return nil
	case "json":
		object := map[string]string{}
		for _, v := range vars {
			object[v.name] = v.value
		}
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(object)
	}
	return usage("--format %q: want sh, dotenv or json", format)
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// controlGet reads one JSON answer of the control plane.
func controlGet(ctx context.Context, url string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, controlTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return usage("control plane URL: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return failure("no simulator answers at %s: start one with `ergodrome serve`, or name it with --control: %w", url, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, controlMaxBody))
	if err != nil {
		return failure("read %s: %w", url, err)
	}
	if resp.StatusCode != http.StatusOK {
		return failure("%s: %w", url, controlError(resp.Status, body))
	}
	if err := json.Unmarshal(body, into); err != nil {
		return failure("%s did not answer as an ergodrome control plane: %w", url, err)
	}
	return nil
}

// controlError is what a refusal of the control plane says.
func controlError(status string, body []byte) error {
	var refusal struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &refusal) == nil && refusal.Error.Message != "" {
		return errors.New(refusal.Error.Message)
	}
	return errors.New(status)
}
