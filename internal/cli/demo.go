package cli

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The demo needs a shell, curl and openssl: what a reader of the vendor's own
// guide has at hand.
const demo = `
ergodrome is ready. Control plane: CONTROL
CANOTE
Paste this into another shell for a working Firstbeat consumer:

  export ERGODROME_FIRSTBEAT_URL=URL
  export ERGODROME_FIRSTBEAT_CONSUMER_ID=CONSUMER
  export ERGODROME_FIRSTBEAT_SHARED_SECRET=SECRET
  export ERGODROME_FIRSTBEAT_API_KEY=KEY
  b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
  jwt() { now=$(NOW); t=$(printf '{"alg":"HS256","typ":"JWT"}' | b64).$(printf '{"iss":"%s","iat":%d,"exp":%d}' "$ERGODROME_FIRSTBEAT_CONSUMER_ID" $now $((now+300)) | b64)
          echo "$t.$(printf '%s' "$t" | openssl dgst -sha256 -hmac "$ERGODROME_FIRSTBEAT_SHARED_SECRET" -binary | b64)"; }
  curl -sCAFLAG -H "Authorization: Bearer $(jwt)" -H "x-api-key: $ERGODROME_FIRSTBEAT_API_KEY" $ERGODROME_FIRSTBEAT_URL/v1/sports/accounts

These credentials are invented and open nothing but this simulator. Ctrl-C stops it.

`

// worldsNow asks the world for its time, in the words of either family of date.
const worldsNow = `n=$(curl -sCAFLAG CONTROL/worlds/default/clock | sed 's/.*"now":"\([^.Z"]*\).*/\1/'); date -ud "$n" +%s 2>/dev/null || date -juf %Y-%m-%dT%H:%M:%S "$n" +%s`

// tellNow is what tells a shell the time that tokens are checked by.
func tellNow(c clock.State) string {
	if ahead := time.Until(c.Now).Abs(); c.Frozen || c.Rate != 1 || ahead > time.Second {
		return worldsNow
	}
	return "date +%s"
}

// printDemo shows people what they can do with a simulator that has just
// started.
func printDemo(w io.Writer, ready readyLine, in *world.World) error {
	tenant, err := in.Tenant("firstbeat")
	if err != nil {
		return failure("demo: %w", err)
	}
	// The control plane's JSON is the only form of credentials that is a
	// contract.
	text, err := json.Marshal(tenant.Credentials())
	if err != nil {
		return failure("demo: %w", err)
	}
	var credentials struct{ ConsumerID, SharedSecret, APIKey string }
	if err := json.Unmarshal(text, &credentials); err != nil {
		return failure("demo: %w", err)
	}
	var note, flag string
	if ready.CAFile != "" {
		note = "Its CA certificate: " + ready.CAFile + " (curl: --cacert, Python: REQUESTS_CA_BUNDLE, Node: NODE_EXTRA_CA_CERTS)\n"
		flag = " --cacert " + ready.CAFile
	}
	// The words in capitals stand for values. (A template engine would do it too,
	// and keep every method of every type in the program.)
	_, err = strings.NewReplacer(
		"CONTROL", ready.Control, "CANOTE\n", note, "CAFLAG", flag, "=URL", "="+ready.URLs["firstbeat"],
		"=CONSUMER", "="+credentials.ConsumerID, "=SECRET", "="+credentials.SharedSecret, "=KEY", "="+credentials.APIKey,
	).WriteString(w, strings.Replace(demo, "NOW", tellNow(in.Clock.State()), 1))
	return err
}
