package oauth

import (
	"slices"
	"sort"
)

// consentKey is who allowed whom.
type consentKey struct{ client, user string }

// Consent is what a person has allowed a client.
type Consent struct {
	ClientID string
	UserID   string
	Scopes   []string
}

// remember adds to what a person has allowed; s.mu is held.
func (s *Server) remember(client, user string, scopes []string) {
	k := consentKey{client, user}
	had, _ := s.consents.get(k)
	all := slices.Clone(had)
	for _, scope := range scopes {
		if !slices.Contains(all, scope) {
			all = append(all, scope)
		}
	}
	s.consents.put(k, all, nil)
}

// Consented are the scopes that a person has allowed a client so far.
func (s *Server) Consented(client, user string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	scopes, _ := s.consents.get(consentKey{client, user})
	return slices.Clone(scopes)
}

// Consents are all that are remembered, by client and user.
func (s *Server) Consents() []Consent {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]Consent, 0, len(s.consents.entries))
	for k, scopes := range s.consents.entries {
		all = append(all, Consent{k.client, k.user, slices.Clone(scopes)})
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		return a.ClientID < b.ClientID || a.ClientID == b.ClientID && a.UserID < b.UserID
	})
	return all
}

// Withdraw takes back what a person has allowed a client, or every client when
// client is empty: consents, codes and tokens. It answers how many families of
// tokens ended.
func (s *Server) Withdraw(client, user string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.withdraw(func(c, u string) bool { return u == user && (client == "" || c == client) })
}

// withdraw ends all that of says; s.mu is held.
func (s *Server) withdraw(of func(client, user string) bool) int {
	for k := range s.consents.entries {
		if of(k.client, k.user) {
			s.consents.remove(k)
		}
	}
	for value, c := range s.codes.entries {
		if of(c.client, c.user.ID) {
			s.codes.remove(value)
		}
	}
	return s.tokens.revokeAll(of)
}
