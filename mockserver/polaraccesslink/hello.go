package polaraccesslink

import "github.com/ergodrome/ergodrome/mockserver/internal/httpx"

// getHello greets whoever asks. It is not counted: nobody knows whose client it is.
// [confirmed: AccessLink v4 page, plain text and no token; inferred: the words]
func getHello(t *tenant, _ *caller) (any, error) {
	return httpx.Response{ContentType: mediaText, Body: []byte(t.set.greeting.In(t.x))}, nil
}
