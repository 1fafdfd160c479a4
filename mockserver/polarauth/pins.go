package polarauth

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// pins are what a program of the user's has hard-coded: its client, and users.
type pins struct {
	Client struct {
		ClientID     string   `json:"clientId"`
		ClientSecret string   `json:"clientSecret"`
		RedirectURIs []string `json:"redirectUris"` // the first is the default
	} `json:"client"`
	Users []userPin `json:"users"`
}

// userPin says who has an account. One of Athlete and Coach is given: a number
// in the population.
type userPin struct {
	UserID  string `json:"userId"`
	Athlete *int   `json:"athlete"`
	Coach   *int   `json:"coach"`
}

func (u userPin) person() (person, error) {
	switch {
	case (u.Athlete == nil) == (u.Coach == nil):
		return person{}, errors.New(`say who it is: either "athlete" or "coach", with a number of the population, from 0`)
	case u.Athlete != nil:
		return person{roleAthlete, *u.Athlete}, nil
	}
	return person{roleCoach, *u.Coach}, nil
}

const pinField = "pins." + Name

func parsePins(raw json.RawMessage) (pins, error) {
	var p pins
	if err := world.DecodePins(Name, raw, &p); err != nil {
		return p, err
	}
	if len(p.Users) > maxPinned {
		return p, &world.Invalid{Field: pinField + ".users", Reason: fmt.Sprintf("%d users: at most %d can be pinned", len(p.Users), maxPinned)}
	}
	return p, nil
}

// maxPinned bounds the users who are handed out with tokens.
const maxPinned = 100

// plan refuses configuration that cannot be met.
func (s *shared) plan(c *world.Config) error {
	if _, err := s.settings(c); err != nil {
		return err
	}
	p, err := parsePins(c.Pins[Name])
	if err != nil || len(c.Pins[Name]) == 0 {
		return err
	}
	data, _, err := c.Foresee()
	if err != nil {
		return err
	}
	if err := newPeople(data.Seed(), data).pin(p); err != nil {
		return err
	}
	if err := oauth.CheckClient(p.client("id", "secret")); err != nil {
		return &world.Invalid{Field: pinField + ".client", Reason: err.Error()}
	}
	return nil
}

// pin gives the pinned users their accounts. Its errors are *world.Invalid.
func (p *people) pin(pinned pins) error {
	for i, u := range pinned.Users {
		who, err := u.person()
		if err == nil {
			err = p.register(u.UserID, who)
		}
		if err != nil {
			return &world.Invalid{Field: fmt.Sprintf("%s.users[%d]", pinField, i), Reason: err.Error()}
		}
	}
	return nil
}

// count is how many users of a role are pinned.
func (p *pins) count(role string) int {
	n := 0
	for _, u := range p.Users {
		if who, err := u.person(); err == nil && who.role == role {
			n++
		}
	}
	return n
}

// demoRedirects are where the demo client listens. The ports are next to the
// simulator's own.
var demoRedirects = [...]string{"http://127.0.0.1:8788/callback", "http://localhost:8788/callback"}

// client is the one whose credentials are handed out.
func (p *pins) client(id, secret string) oauth.Client {
	c := oauth.Client{ID: id, Secret: secret, Name: "ergodrome demo", RedirectURIs: demoRedirects[:]}
	if p.Client.ClientID != "" {
		c.ID = p.Client.ClientID
	}
	if p.Client.ClientSecret != "" {
		c.Secret = p.Client.ClientSecret
	}
	if len(p.Client.RedirectURIs) > 0 {
		c.RedirectURIs = p.Client.RedirectURIs
	}
	return c
}
