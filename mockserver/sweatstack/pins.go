package sweatstack

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// pins are what a program of the user's has hard-coded: its client, and users with
// their activities.
type pins struct {
	Client struct {
		ClientID     string   `json:"clientId"`
		ClientSecret string   `json:"clientSecret"`
		RedirectURIs []string `json:"redirectUris"` // the first is the default
	} `json:"client"`
	Users []userPin `json:"users"`
}

// userPin gives a user of whose credentials are handed out an identifier, and
// others to the oldest activities.
type userPin struct {
	UserID     string   `json:"userId"`
	Activities []string `json:"activities"`
}

const (
	pinField = "pins." + service
	// maxPinned bounds the users who are handed out with tokens.
	maxPinned = 100
)

// parsePins reads and checks pins. Its errors are *world.Invalid.
func parsePins(raw json.RawMessage) (*pins, error) {
	p := &pins{}
	if err := world.DecodeStrict(raw, p); err != nil {
		if bad, ok := errors.AsType[*world.Invalid](err); ok {
			return nil, &world.Invalid{Field: pinField + "." + bad.Field, Reason: bad.Reason}
		}
		return nil, err
	}
	if len(p.Users) > maxPinned {
		return nil, &world.Invalid{Field: pinField + ".users", Reason: fmt.Sprintf("%d users: at most %d can be pinned", len(p.Users), maxPinned)}
	}
	return p, p.check()
}

// check wants words of the forms that the vendor's identifiers may have, each once.
func (p *pins) check() error {
	seen := map[string]string{}
	check := func(field, id string) error {
		if !wordLike(id) {
			return &world.Invalid{Field: field, Reason: fmt.Sprintf("%.40q is not of 1 to 64 letters, digits, _ and -", id)}
		}
		if first, twice := seen[id]; twice {
			return &world.Invalid{Field: field, Reason: id + " is pinned already, by " + first}
		}
		seen[id] = field
		return nil
	}
	for i, u := range p.Users {
		at := fmt.Sprintf("%s.users[%d]", pinField, i)
		if err := check(at+".userId", u.UserID); err != nil {
			return err
		}
		for j, a := range u.Activities {
			if err := check(fmt.Sprintf("%s.activities[%d]", at, j), a); err != nil {
				return err
			}
		}
	}
	return nil
}

// wordLike says whether s may be an identifier.
func wordLike(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// plan refuses what this service cannot do in a world. Its errors are
// *world.Invalid.
func (s *shared) plan(c *world.Config) error {
	set, err := s.settings(c)
	if err != nil {
		return err
	}
	p, err := parsePins(c.Pins[service])
	if err != nil || len(c.Pins[service]) == 0 {
		return err
	}
	if err := oauth.CheckClient(p.client("id", "secret")); err != nil {
		return &world.Invalid{Field: pinField + ".client", Reason: err.Error()}
	}
	data, now, err := c.Foresee()
	if err != nil {
		return err
	}
	t := &tenant{data: data, set: set, ids: &ids{}}
	t.people = &people{data: data, ids: t.ids, seed: data.Seed()}
	return t.pin(p, now)
}

// pin gives identifiers of one's own choice to the first users and their oldest
// activities. Its errors are *world.Invalid.
func (t *tenant) pin(p *pins, now time.Time) error {
	users := t.people.shown(len(p.Users))
	if len(users) < len(p.Users) {
		return &world.Invalid{Field: pinField + ".users", Reason: fmt.Sprintf("%d users are pinned, there are %d; set population.athletes", len(p.Users), len(users))}
	}
	for i, u := range p.Users {
		if _, taken := t.people.find(u.UserID); taken {
			return &world.Invalid{Field: fmt.Sprintf("%s.users[%d].userId", pinField, i), Reason: u.UserID + " is somebody else's already"}
		}
		t.ids.pins.Pin(users[i].id, u.UserID)
		field := fmt.Sprintf("%s.users[%d].activities", pinField, i)
		if err := t.ids.pins.PinOldest(field, t.oldestActivities(users[i].athlete, now), u.Activities); err != nil {
			return err
		}
	}
	return nil
}

// oldestActivities are an athlete's by nature, as far as they are there.
func (t *tenant) oldestActivities(athlete int, now time.Time) iter.Seq[string] {
	return func(yield func(string) bool) {
		for e := range t.data.Events(athlete, t.beginning(), now) {
			if !recorded(&e) {
				continue
			}
			if a := t.generated(&e); !a.synced.After(now) && !yield(t.ids.natural(ofActivity, e.End, place(e.Ref))) {
				return
			}
		}
	}
}

// demoRedirects are where the demo client listens. The ports are next to the
// simulator's own.
func demoRedirects() []string {
	return []string{"http://127.0.0.1:8788/callback", "http://localhost:8788/callback"}
}

// client is the one whose credentials are handed out.
func (p *pins) client(id, secret string) oauth.Client {
	c := oauth.Client{ID: id, Secret: secret, Name: "ergodrome demo", RedirectURIs: demoRedirects()}
	if p.Client.ClientID != "" {
		c.ID = strings.TrimSpace(p.Client.ClientID)
	}
	if p.Client.ClientSecret != "" {
		c.Secret = p.Client.ClientSecret
	}
	if len(p.Client.RedirectURIs) > 0 {
		c.RedirectURIs = p.Client.RedirectURIs
	}
	return c
}
