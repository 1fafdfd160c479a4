package consent_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func anyone(consent.Order) bool { return true }

func TestOrdersAreTakenInTheirOrder(t *testing.T) {
	t.Parallel()
	var o consent.Orders
	for _, next := range []consent.Order{{Client: "a", User: "1", Times: 2}, {Client: "b", User: "2", Times: 1}, {Client: "a", User: "3", Times: 1}} {
		require.True(t, o.Add(next))
	}
	fork := o.Fork()
	var users []string
	for {
		next, ok := o.Take("a", anyone)
		if !ok {
			break
		}
		users = append(users, next.User)
	}
	require.Equal(t, []string{"1", "1", "3"}, users)
	_, ok := o.Take("b", func(consent.Order) bool { return false })
	require.False(t, ok, "what does not fit waits on")
	require.Len(t, o.All(), 1)
	require.Len(t, fork.All(), 3, "a fork has its own")
	o.Clear()
	require.Empty(t, o.All())
	for range consent.MaxOrders {
		require.True(t, o.Add(consent.Order{}))
	}
	require.False(t, o.Add(consent.Order{}))
}

func TestWhatIsWrongIsToldInOneOrder(t *testing.T) {
	t.Parallel()
	rules := consent.Rules{
		Client: func(id string) (oauth.Client, error) {
			if id == "nobody" {
				return oauth.Client{}, errors.New("client")
			}
			return oauth.Client{ID: "demo"}, nil
		},
		Grant: func(user string, scopes []string) error {
			switch {
			case user == "nobody":
				return errors.New("user")
			case len(scopes) > 0:
				return errors.New("scopes")
			}
			return nil
		},
	}
	var o consent.Orders
	for _, c := range []struct{ body, want string }{
		{`{"clientId":"nobody","more":1}`, "more"},
		{`{"clientId":"nobody","userId":"nobody"}`, "client"},
		{`{"userId":"nobody","scopes":["a"]}`, "user"},
		{`{"scopes":["a"],"decision":"perhaps"}`, "scopes"},
		{`{"decision":"perhaps","times":0}`, `"perhaps" is not a decision; use "approve" or "decline"`},
		{`{"times":0}`, "0 is not in 1 … 1000000"},
	} {
		_, err := o.Accept([]byte(c.body), rules)
		require.ErrorContains(t, err, c.want, c.body)
	}
	require.Empty(t, o.All())
	got, err := o.Accept([]byte(`{"userId":"u","decision":"decline","times":3}`), rules)
	require.NoError(t, err)
	require.Equal(t, []consent.Order{{Client: "demo", User: "u", Decline: true, Times: 3, Why: "the control plane said so beforehand"}}, o.All())
	raw, err := json.Marshal([]any{got, o.List([]oauth.Consent{{ClientID: "demo", UserID: "v", Scopes: []string{"a"}}})})
	require.NoError(t, err)
	const order = `{"clientId":"demo","userId":"u","decision":"decline","times":3}`
	require.JSONEq(t, `[`+order+`,{"consents":[{"clientId":"demo","userId":"v","scopes":["a"]}],"waiting":[`+order+`]}]`, string(raw))
	for o.Add(consent.Order{}) {
	}
	_, err = o.Accept(nil, rules)
	require.ErrorAs(t, err, new(*world.Conflict))
}
