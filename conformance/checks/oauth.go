package checks

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

// Form is about one field of a form that is posted.
type Form struct {
	conformance.Match `yaml:",inline"`
	Name              string `yaml:"name"`
	Pattern           string `yaml:"pattern"` // regular expression over the whole value
	Absent            bool   `yaml:"absent"`
	// Of demands the value that a query parameter of the same name had in the last
	// request of this kind.
	Of *conformance.Match `yaml:"of"`
}

// Differs demands another value each time.
type Differs struct {
	conformance.Match `yaml:",inline"`
	Name              string `yaml:"name"`
	MinLength         int    `yaml:"min_length"`
}

// Endpoint names a token endpoint.
type Endpoint struct {
	conformance.Match `yaml:",inline"`
}

// Modes demands who may read what a subject keeps.
type Modes struct {
	Most uint32 `yaml:"most"` // bits: 0o600
}

func (a *Form) validate() error {
	if a.Name == "" || a.Pattern == "" && !a.Absent && a.Of == nil {
		return errors.New("needs a name, and one of pattern, absent and of")
	}
	if _, err := regexp.Compile(a.Pattern); err != nil {
		return err
	}
	return checkMatch(a.Match)
}

func (a *Differs) validate() error {
	if a.Name == "" {
		return errors.New("names no parameter")
	}
	return checkMatch(a.Match)
}

func (a *Endpoint) validate() error { return checkMatch(a.Match) }

func oauth() []Spec {
	return []Spec{
		define("body_form", "A field of the form in every request of a kind: {match…, name, pattern | absent | of: {match}}.", bodyForm),
		define("query_differs", "A parameter has another value, and a long one, in every request of a kind: {match…, name, min_length}.", queryDiffers),
		define("basic_credentials", "Every request of a kind carries the world's client ID and secret as Basic authentication: {match…}.", basicCredentials),
		define("refresh_follows", "Each refresh sends the refresh token that the last answer which had one gave: {match…}.", refreshFollows),
		define("state_modes", "What the subject keeps in its folder is for no more people than this: {most: 0600}.", stateModes),
	}
}

// formOf reads a form; one that is none is empty.
func formOf(x *conformance.Exchange) url.Values {
	if media, _, _ := strings.Cut(x.Header.Get("Content-Type"), ";"); strings.TrimSpace(media) != "application/x-www-form-urlencoded" {
		return nil
	}
	form, _ := url.ParseQuery(string(x.Body)) // what cannot be read is absent
	return form
}

func bodyForm(e *conformance.Evidence, a *Form) conformance.Outcome {
	want := fmt.Sprintf("the form of %s to have %s", describe(a.Match), a.Name)
	pattern := a.Pattern
	switch {
	case a.Absent:
		want = fmt.Sprintf("the form of %s to have no %s", describe(a.Match), a.Name)
	case a.Of != nil:
		want += " as " + describe(*a.Of) + " had it"
		asked := e.Select(*a.Of)
		if len(asked) == 0 {
			return unreached(want, "no "+describe(*a.Of))
		}
		values := params(asked[len(asked)-1], a.Name, false)
		if len(values) != 1 {
			return unreached(want, fmt.Sprintf("it had %d", len(values)))
		}
		pattern = regexp.QuoteMeta(values[0])
	default:
		want += " of the form " + pattern
	}
	re, err := regexp.Compile("^(?:" + pattern + ")$")
	if err != nil {
		return conformance.Outcome{Fault: err.Error()}
	}
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		form := formOf(x)
		if form == nil {
			return "the body is no form"
		}
		got := form[a.Name]
		switch {
		case a.Absent && len(got) > 0:
			return "has " + a.Name
		case a.Absent:
			return ""
		case len(got) != 1:
			return fmt.Sprintf("has %d of %s", len(got), a.Name)
		case !re.MatchString(got[0]):
			return a.Name + " is another"
		}
		return ""
	})
}

func queryDiffers(e *conformance.Evidence, a *Differs) conformance.Outcome {
	want := fmt.Sprintf("%s to have another %s each time, of at least %d characters", describe(a.Match), a.Name, a.MinLength)
	seen := map[string]bool{}
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		got := params(x, a.Name, false)
		switch {
		case len(got) != 1:
			return fmt.Sprintf("has %d of %s", len(got), a.Name)
		case len(got[0]) < a.MinLength:
			return fmt.Sprintf("has %s of %d characters", a.Name, len(got[0]))
		case seen[got[0]]:
			return "has the same " + a.Name + " again"
		}
		seen[got[0]] = true
		return ""
	})
}

func basicCredentials(e *conformance.Evidence, a *Endpoint) conformance.Outcome {
	c := e.World.Credentials
	want := describe(a.Match) + " to carry the client's ID and secret as Basic authentication"
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		scheme, coded, _ := strings.Cut(x.Header.Get("Authorization"), " ")
		raw, err := base64.StdEncoding.DecodeString(coded)
		switch {
		case !strings.EqualFold(scheme, "Basic"):
			return "has no Basic authentication"
		case err != nil:
			return "is not base64"
		case string(raw) != c.ClientID+":"+c.ClientSecret && formDecoded(string(raw)) != c.ClientID+":"+c.ClientSecret:
			return "has another ID or secret"
		}
		return ""
	})
}

// formDecoded is an ID and a secret as RFC 6749, section 2.3.1, encodes them: as forms do,
// which lets clients encode more than they must. The vendor's document does not say so.
func formDecoded(pair string) string {
	id, secret, _ := strings.Cut(pair, ":")
	id, err := url.QueryUnescape(id)
	secret, err2 := url.QueryUnescape(secret)
	if err != nil || err2 != nil {
		return ""
	}
	return id + ":" + secret
}

// refreshFollows walks through what was asked of a token endpoint, and what it said.
func refreshFollows(e *conformance.Evidence, a *Endpoint) conformance.Outcome {
	want := describe(a.Match) + " to refresh with the newest refresh token"
	out := conformance.Outcome{Want: want, Met: true, Saw: "no refresh", Marks: map[int]string{}}
	newest := e.World.Tokens.RefreshToken
	for _, x := range e.Select(a.Match) {
		if form := formOf(x); form.Get("grant_type") == "refresh_token" {
			out.Reached = true
			if sent := form.Get("refresh_token"); sent != newest && newest != "" {
				out.Met = false
				out.Marks[x.N] = "another refresh token"
			} else {
				out.Marks[x.N] = ""
			}
		}
		var body struct {
			RefreshToken string `json:"refresh_token"`
		}
		if x.Status == 200 && json.Unmarshal(x.RespBody, &body) == nil && body.RefreshToken != "" {
			newest = body.RefreshToken
		}
	}
	if out.Reached {
		out.Saw = fmt.Sprintf("so in all %d", len(out.Marks))
	}
	if !out.Met {
		out.Saw = "one that had been replaced, or none"
	}
	return out
}

func stateModes(e *conformance.Evidence, a *Modes) conformance.Outcome {
	out := conformance.Outcome{Want: fmt.Sprintf("files that nobody may use beyond %04o", a.Most), Met: true, Reached: len(e.Files) > 0, Saw: "no files"}
	var wrong []string
	for name, mode := range e.Files {
		if extra := uint32(mode.Perm()) &^ a.Most; extra != 0 {
			wrong = append(wrong, fmt.Sprintf("%s is %04o", name, mode.Perm()))
		}
	}
	if out.Reached {
		out.Saw = fmt.Sprintf("so in all %d", len(e.Files))
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		out.Met, out.Saw = false, listed(wrong)
	}
	return out
}
