package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// fewRounds keep the whole table under three minutes.
const fewRounds = 5

// polar is a running simulator with a coach's and an athlete's tokens, and limits
// so high that requests are counted but none is refused.
type polar struct {
	*process
	id, secret     string
	coach, athlete polarUser
}

type polarUser struct {
	Scopes                    []string
	AccessToken, RefreshToken string
}

func polarSimulator(ctx context.Context, p programs, flags ...string) (*polar, error) {
	s, err := launch(ctx, p.ergodrome, append([]string{
		"serve", "--addr", "127.0.0.1:0", "--demo=false",
		"--switch", "polar-teampro.burst-size=1000000",
		"--switch", "polar-accesslink.short-limit=1000000", "--switch", "polar-accesslink.long-limit=10000000",
	}, flags...)...)
	if err != nil {
		return nil, err
	}
	all := &polar{process: s}
	if err := all.signIn(ctx); err != nil {
		s.stop()
		return nil, err
	}
	return all, nil
}

// signIn finds out who may do what.
func (s *polar) signIn(ctx context.Context) error {
	body, _, err := fetch(ctx, s.control+"/worlds/default/credentials", nil)
	if err != nil {
		return err
	}
	var all struct {
		Polar struct {
			ClientID, ClientSecret string
			Users                  []polarUser
		}
	}
	if err := json.Unmarshal(body, &all); err != nil {
		return err
	}
	s.id, s.secret = all.Polar.ClientID, all.Polar.ClientSecret
	for _, role := range []struct {
		scope string
		user  *polarUser
	}{{"team_read", &s.coach}, {"training_sessions:read", &s.athlete}} {
		i := slices.IndexFunc(all.Polar.Users, func(u polarUser) bool { return slices.Contains(u.Scopes, role.scope) })
		if i < 0 {
			return errors.New("nobody has the scope " + role.scope)
		}
		*role.user = all.Polar.Users[i]
	}
	return nil
}

func (s *polar) get(ctx context.Context, u polarUser, path string) ([]byte, error) {
	body, _, err := fetch(ctx, "http://"+s.addr+path, http.Header{"Authorization": {"Bearer " + u.AccessToken}})
	return body, err
}

// load is a request for path as raw bytes.
func (s *polar) load(u polarUser, path string) load {
	return load{s.addr, fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: application/json\r\n\r\n", path, s.addr, u.AccessToken), http.StatusOK}
}

// renewal is a request for new tokens as raw bytes.
func (s *polar) renewal() load {
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {s.coach.RefreshToken}}.Encode()
	r := http.Request{Header: http.Header{}}
	r.SetBasicAuth(s.id, s.secret)
	return load{s.addr, fmt.Appendf(nil, "POST /polar-auth/oauth/token HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		s.addr, r.Header.Get("Authorization"), len(form), form), http.StatusOK}
}

// polarServing measures Polar's short answers.
func polarServing(ctx context.Context, p programs) ([]row, error) {
	s, err := polarSimulator(ctx, p)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	time.Sleep(settle)
	before, err := s.memory()
	if err != nil {
		return nil, err
	}
	today := time.Now().UTC()
	day := func(n int) string { return today.AddDate(0, 0, n).Format(time.DateOnly) }
	answers := func(answers, _ float64) float64 { return answers }
	var rows []row
	for _, list := range []struct {
		name, path string
		user       polarUser
	}{
		{"Team Pro list of teams", "/polar-teampro/v1/teams", s.coach},
		{"AccessLink list of devices", "/polar-accesslink/v4/data/user-devices", s.athlete},
		{"AccessLink list of a week's sessions", "/polar-accesslink/v4/data/training-sessions/list?from=" + day(-8) + "&to=" + day(-1), s.athlete},
	} {
		body, err := s.get(ctx, list.user, list.path)
		if err != nil {
			return nil, err
		}
		r, err := againstBare(ctx, p, fewRounds, s.load(list.user, list.path), len(body), list.name, answers)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	r, err := againstBare(ctx, p, fewRounds, s.renewal(), 0, "refresh grant (form in, tokens out)", answers)
	if err != nil {
		return nil, err
	}
	after, err := s.memory()
	if err != nil {
		return nil, err
	}
	grown := (after - before) / (1 << 20)
	return append(rows, r, row{"memory after these, above idle", strconv.FormatFloat(grown, 'f', 1, 64) + " MiB", "at most 32 MiB", grown <= 32}), nil
}
