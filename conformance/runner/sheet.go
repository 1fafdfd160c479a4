package runner

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

// sheet is what a client gets to get in with, by the names of the members of
// subject.Credentials and subject.Tokens.
type sheet map[string]string

func sheetOf(c subject.Credentials, t subject.Tokens) sheet {
	out := sheet{}
	for _, part := range []any{c, t} {
		raw, err := json.Marshal(part)
		if err == nil {
			err = json.Unmarshal(raw, &out)
		}
		if err != nil {
			panic(err) // both are structs of strings, and of a time that prints as one
		}
	}
	return out
}

// read is the sheet as subjects get it.
func (s sheet) read() (c subject.Credentials, t subject.Tokens, err error) {
	raw, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err == nil {
		err = json.Unmarshal(raw, &t)
	}
	return c, t, err
}

// tokens are the names of those members that an authorization gives.
func tokens() []string { return []string{"accessToken", "refreshToken", "expiresAt"} }

// members are all names.
func members() []string {
	return append([]string{"consumerId", "sharedSecret", "apiKey", "clientId", "clientSecret", "redirectUri"}, tokens()...)
}

// without withholds members.
func (s sheet) without(names []string) error {
	for _, name := range names {
		switch {
		case name == "all":
			clear(s)
		case name == "tokens":
			_ = s.without(tokens())
		case slices.Contains(members(), name):
			delete(s, name)
		default:
			return fmt.Errorf("client: without %q is not one of %v, tokens or all", name, members())
		}
	}
	return nil
}

// sheetFor is what a case gives to a client.
func (p *performance) sheetFor(set conformance.ClientSetup) (sheet, error) {
	given := p.stage.Given()
	s := sheetOf(given.Credentials, given.Tokens)
	if err := s.without(append(slices.Clone(given.Fetched), set.Without...)); err != nil {
		return nil, err
	}
	for name, text := range set.With {
		if !slices.Contains(members(), name) {
			return nil, fmt.Errorf("client: with %q is not one of %v", name, members())
		}
		v, err := p.resolve(text)
		if err != nil {
			return nil, err
		}
		s[name] = fmt.Sprint(subject.Spell(v))
	}
	return s, nil
}

// secretMembers are what must never be printed, and what people call it.
func secretMembers() map[string]string {
	return map[string]string{
		"sharedSecret": "shared secret", "apiKey": "API key", "clientSecret": "client secret",
		"accessToken": "access token", "refreshToken": "refresh token",
	}
}

// secrets names what must never be printed.
func (s sheet) secrets() map[string]string {
	out := map[string]string{}
	for member, name := range secretMembers() {
		if v := s[member]; v != "" {
			out[name] = v
		}
	}
	return out
}
