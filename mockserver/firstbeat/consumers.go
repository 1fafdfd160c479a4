package firstbeat

import (
	"encoding/json"
	"net/http"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// The lengths of a consumer's name, in characters. [confirmed: OpenAPI 1.1.0].
const (
	minName = 2
	maxName = 100
)

// registered answers a registration; it is the only time that the vendor shows
// the secret. [confirmed: OpenAPI 1.1.0].
type registered struct{ *consumer }

func (c registered) appendJSON(_ *tenant, b []byte) []byte {
	o := openObject(b)
	o.text("id", c.id)
	o.text("consumerName", c.name)
	o.text("sharedSecret", c.secret)
	return o.close()
}

// registerConsumer reads JSON whatever the Content-Type says: the vendor's own
// curl call sends it as a form. [confirmed: OpenAPI 1.0.0, registering].
func registerConsumer(t *tenant, r *httpx.Request) (any, error) {
	var body struct {
		ConsumerName *string `json:"consumerName"`
	}
	reason := ""
	if err := json.Unmarshal(r.Body, &body); err != nil {
		reason = "the body is not a JSON object with a string consumerName"
	} else if body.ConsumerName == nil {
		reason = "consumerName is missing"
	} else if n := utf8.RuneCountInString(*body.ConsumerName); n < minName || n > maxName {
		reason = "consumerName must have 2 to 100 characters, it has " + itoa(n)
	}
	if reason != "" {
		r.Call.Exchange.Decide("payload", "refuse", reason)
		return nil, badRequest()
	}
	c := t.consumers.register(*body.ConsumerName)
	t.hide(c.secret)
	return registered{c}, nil
}

// keyAnswer carries the API key under the name that the world chose.
type keyAnswer string

func (k keyAnswer) appendJSON(t *tenant, b []byte) []byte {
	o := openObject(b)
	o.text(t.set.apiKeyField, string(k))
	return o.close()
}

// getAPIKey wants the token only, and answers the same key each time. It lists
// no status but 401, and no limits. [confirmed: OpenAPI 1.1.0].
func getAPIKey(t *tenant, r *httpx.Request) (any, error) {
	if err := t.refuseHead(r); err != nil {
		return nil, err
	}
	c, err := t.authenticate(r, currentSecret)
	if err != nil {
		return nil, t.charge(r, nil, err)
	}
	if t.standing(r, c) != nil {
		return nil, t.charge(r, c, unauthorized())
	}
	key := t.consumers.makeKey(c.id).key
	t.hide(key)
	return keyAnswer(key), nil
}

type secretAnswer string

func (s secretAnswer) appendJSON(_ *tenant, b []byte) []byte {
	o := openObject(b)
	o.text("sharedSecret", string(s))
	return o.close()
}

// getNewSecret hands out a secret that is good for its confirmation only; a
// second call replaces it. [confirmed: OpenAPI 1.0.0; the second call is inferred].
func getNewSecret(t *tenant, c *caller) (any, error) {
	changed := t.consumers.change(c.consumer.id, func(n *consumer) bool {
		n.rotations++
		n.pending = uuid(stream(t.consumers.seed, service, "secret", n.id, itoa(n.rotations)))
		return true
	})
	if changed == nil {
		c.Call.Exchange.Decide("token", "refuse", "the consumer is gone")
		return nil, unauthorized()
	}
	t.hide(changed.pending)
	return secretAnswer(changed.pending), nil
}

// confirmNewSecret takes a token signed with the new secret, which replaces the
// old one at once. Its answer has no documented body. [confirmed: OpenAPI 1.0.0].
func confirmNewSecret(t *tenant, r *httpx.Request) (any, error) {
	c, err := t.authenticate(r, pendingSecret)
	if err != nil {
		return nil, t.charge(r, nil, err)
	}
	if err := t.admit(r, c); err != nil {
		return nil, err
	}
	confirmed := false
	t.consumers.change(c.id, func(n *consumer) bool {
		// Another confirmation, or another new secret, may have come first.
		if confirmed = n.pending != "" && n.pending == c.pending; confirmed {
			n.secret, n.pending = n.pending, ""
		}
		return confirmed
	})
	if !confirmed {
		r.Call.Exchange.Decide("token", "refuse", "the secret that signed the token no longer waits for confirmation")
		return nil, unauthorized()
	}
	return httpx.Response{Status: http.StatusOK}, nil
}
