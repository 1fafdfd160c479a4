package firstbeat

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
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
	name, reason := consumerName(r.Body)
	if reason == "" && t.set.blankName.In(t.x) != 0 && strings.TrimSpace(name) == "" {
		reason = "consumerName is blank"
	}
	if reason != "" {
		r.Call.Exchange.Decide("payload", "refuse", reason)
		return nil, badRequest()
	}
	c := t.consumers.register(name)
	t.hide(c.secret)
	return registered{c}, nil
}

// consumerName reads the name that a registration asks for, or says why there
// is none. The member's name has case, and JSON is UTF-8. [confirmed: RFC 8259].
func consumerName(body []byte) (name, reason string) {
	var given *string
	err := members{"consumerName": &given}.read(body)
	switch {
	case err != nil:
		return "", "the body is not a JSON object with a string consumerName"
	case given == nil:
		return "", "consumerName is missing"
	case !utf8.Valid(body):
		return "", "the body is not UTF-8"
	}
	if n := utf8.RuneCountInString(*given); n < minName || n > maxName {
		return "", "consumerName must have 2 to 100 characters, it has " + strconv.Itoa(n)
	}
	return *given, ""
}

// refuseBody answers a body that is too long or does not arrive whole: an
// invalid payload, for which 400 is documented. [confirmed: OpenAPI 1.1.0,
// registering; that it covers these bodies is inferred].
func refuseBody(reason string) httpx.Handler[*tenant] {
	return func(_ *tenant, r *httpx.Request) (any, error) {
		r.Call.Exchange.Decide("payload", "refuse", reason)
		return nil, badRequest()
	}
}

// keyAnswer carries the API key under the name that the world chose.
type keyAnswer string

func (k keyAnswer) appendJSON(t *tenant, b []byte) []byte {
	o := openObject(b)
	o.text(t.set.apiKeyField.In(t.x), string(k))
	return o.close()
}

// getAPIKey wants the token only, and answers the same key each time. It lists
// no status but 401, and no limits: a world may say otherwise of both.
// [confirmed: OpenAPI 1.1.0].
func getAPIKey(t *tenant, r *httpx.Request) (any, error) {
	if err := t.refuseHead(r); err != nil {
		return nil, err
	}
	c, err := t.authenticate(r, currentSecret)
	if err != nil {
		return nil, t.charge(r, nil, err)
	}
	if t.standing(r, c) != nil {
		return nil, t.charge(r, c, refusal(t.set.unapprovedKey.In(t.x)))
	}
	if !t.set.exemptAccount.In(t.x) {
		if err := t.take(r, c.id); err != nil {
			return nil, err
		}
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
		n.pending = draw.UUID(draw.Stream(t.consumers.seed, service, "secret", n.id, strconv.Itoa(n.rotations)))
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
func confirmNewSecret(t *tenant, c *caller) (any, error) {
	confirmed := false
	t.consumers.change(c.consumer.id, func(n *consumer) bool {
		// Another confirmation, or another new secret, may have come first.
		if confirmed = n.pending != "" && n.pending == c.consumer.pending; confirmed {
			n.secret, n.pending = n.pending, ""
		}
		return confirmed
	})
	if !confirmed {
		c.Call.Exchange.Decide("token", "refuse", "the secret that signed the token no longer waits for confirmation")
		return nil, unauthorized()
	}
	return httpx.Response{Status: http.StatusOK}, nil
}
