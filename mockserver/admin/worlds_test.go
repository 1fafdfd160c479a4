package admin_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestResetRefusesWhatItDoesNotKnow(t *testing.T) {
	d := newDesk(t, mockserver.Config{})
	_, before := d.call(t, "PATCH", "/worlds/default/clock", `{"advance":"1h"}`)
	for _, tt := range []struct{ name, body, field, message string }{
		{"half an object", `{`, "body", "is not JSON: unexpected EOF"},
		{"an array", `[]`, "body", "must be an object"},
		{"what is not UTF-8", "\xff", "body", "is not UTF-8 (byte 1)"},
		{"a member", `{"seed":2}`, "seed", "no such member; there are none"},
	} {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			status, body := d.call(t, "POST", "/worlds/default/reset", tt.body)
			require.Equal(t, 400, status)
			require.JSONEq(t, fmt.Sprintf(`{"error":{"code":"invalid","field":%q,"message":%q}}`, tt.field, tt.message), body)
			_, clock := d.call(t, "GET", "/worlds/default/clock", "")
			require.Equal(t, before, clock, "nothing is reset")
		})
	}
	status, body := d.call(t, "POST", "/worlds/default/reset", `{}`)
	require.Equal(t, 200, status, body)
}

// TestForkedCredentials compares the credentials of real services before and
// after forks and resets.
func TestForkedCredentials(t *testing.T) {
	server, err := mockserver.New(mockserver.Config{Services: mockserver.All(), World: world.Config{Time: start, Frozen: true}})
	require.NoError(t, err)
	d := &desk{server: server}
	credentials := func(name string) string {
		out := d.send(d.request(t, "GET", "/worlds/"+name+"/credentials", ""))
		require.Equal(t, 200, out.Code, out.Body)
		return out.Body.String()
	}
	for _, name := range []string{"early", "late"} { // before anybody asked, and after
		require.Equal(t, 201, d.send(d.request(t, "POST", "/worlds/default/fork", `{"name":"`+name+`"}`)).Code)
		require.Equal(t, credentials("default"), credentials(name))
		require.Equal(t, 200, d.send(d.request(t, "POST", "/worlds/"+name+"/reset", "")).Code)
		require.Equal(t, credentials("default"), credentials(name), "after a reset")
	}
	require.Equal(t, 201, d.send(d.request(t, "POST", "/worlds", `{"name":"other"}`)).Code)
	require.NotEqual(t, credentials("default"), credentials("other"))
}

// TestTimeThatEnds lets a world run to the end of time: everybody still sees
// all worlds.
func TestTimeThatEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, mockserver.Config{})
		status, body := d.call(t, "POST", "/worlds", `{"name":"fast","time":"2199-12-31T23:59:59Z","rate":1e6}`)
		require.Equal(t, 201, status, body)
		time.Sleep(1000 * time.Hour)
		status, body = d.call(t, "GET", "/worlds", "")
		require.Equal(t, 200, status, body)
		require.Contains(t, body, `"now":"2200-01-01T00:00:00Z"`)
	})
}
