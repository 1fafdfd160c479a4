package sweatstack

import "github.com/ergodrome/ergodrome/mockserver/internal/consent"

func (t *tenant) orderConsent(_ map[string]string, body []byte) (any, error) {
	return t.orders.Accept(body, consent.Rules{Client: t.clientOf, Grant: func(user string, scopes []string) error {
		if user != "" {
			if _, err := t.userOf(user); err != nil {
				return err
			}
		}
		return checkScopes(scopes)
	}})
}

func (t *tenant) listConsents(map[string]string, []byte) (any, error) {
	return t.orders.List(t.server().Consents()), nil
}

func (t *tenant) clearConsents(map[string]string, []byte) (any, error) {
	t.orders.Clear()
	return nil, nil
}
