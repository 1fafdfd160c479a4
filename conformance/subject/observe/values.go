package observe

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// values are what a world hands out, by name.
type values map[string]string

// Names are those that programs may be given, in arguments and files as {NAME}, in the
// environment as ERGODROME_NAME.
func Names() []string { return slices.Sorted(maps.Keys(valuesOf(subject.Config{}))) }

// Unnamed finds in a text what looks like one of Names and is none, such as
// {CLIENTID}; "" is nothing.
func Unnamed(text string) string {
	for rest := text; ; {
		_, after, open := strings.Cut(rest, "{")
		name, _, closed := strings.Cut(after, "}")
		if !open || !closed {
			return ""
		}
		odd := func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') }
		if name != "" && strings.IndexFunc(name, odd) < 0 && !slices.Contains(Names(), name) {
			return "{" + name + "}"
		}
		rest = after
	}
}

func valuesOf(c subject.Config) values {
	first := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	v := values{
		"CASE": c.Case, "API": c.API, "BASE_URL": c.BaseURL, "AUTH_URL": c.AuthURL,
		// A consumer of Firstbeat is what others call a client.
		"CLIENT_ID":     first(c.Credentials.ClientID, c.Credentials.ConsumerID),
		"CLIENT_SECRET": first(c.Credentials.ClientSecret, c.Credentials.SharedSecret),
		"API_KEY":       c.Credentials.APIKey, "REDIRECT_URI": c.Credentials.RedirectURI,
		"ACCESS_TOKEN": c.Tokens.AccessToken, "REFRESH_TOKEN": c.Tokens.RefreshToken, "EXPIRES_AT": "", "STATE_DIR": c.StateDir,
		"CA_FILE": "",
	}
	if !c.Tokens.ExpiresAt.IsZero() {
		v["EXPIRES_AT"] = c.Tokens.ExpiresAt.UTC().Format(time.RFC3339)
	}
	return v
}

// fill replaces {NAME}. What is no name of ours stays.
func (v values) fill(s string) string {
	pairs := make([]string, 0, 2*len(v))
	for name, value := range v {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

func (v values) fillAll(list []string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = v.fill(list[i])
	}
	return out
}

// environment is the same as variables; what is not given is not there.
func (v values) environment() []string {
	var out []string
	given := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if v[name] != "" {
			out = append(out, "ERGODROME_"+name+"="+v[name])
			given[name] = v[name]
		}
	}
	blob, err := json.Marshal(given)
	if err != nil {
		panic(err) // a map of strings
	}
	return append(out, "ERGODROME_CONTEXT="+string(blob))
}

// maxTemplate bounds what is read of a template.
const maxTemplate = 1 << 20

// writeFiles makes files of templates. It never writes over one that is there.
func writeFiles(list []File, v values) (written []string, err error) {
	for _, f := range list {
		text, err := readTemplate(f.Template)
		if err != nil {
			return written, err
		}
		target := v.fill(f.Target)
		out, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the caller names it
		if errors.Is(err, fs.ErrExist) {
			return written, fmt.Errorf("--file: %s is there already, and would be lost: name another target, or move it away", target)
		}
		if err != nil {
			return written, fmt.Errorf("--file: %w", err)
		}
		written = append(written, target)
		_, err = io.WriteString(out, v.fill(text))
		if err = errors.Join(err, out.Close()); err != nil {
			return written, fmt.Errorf("--file: %w", err)
		}
	}
	return written, nil
}

func readTemplate(name string) (string, error) {
	in, err := os.Open(name) //nolint:gosec // the caller names it
	if err != nil {
		return "", fmt.Errorf("--file: %w", err)
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxTemplate+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("--file: %s: %w", name, err)
	case len(text) > maxTemplate:
		return "", fmt.Errorf("--file: %s is larger than %d bytes", name, maxTemplate)
	}
	return string(text), nil
}

func remove(files []string) {
	for _, f := range files {
		_ = os.Remove(f) // whoever removed it has saved us the work
	}
}
