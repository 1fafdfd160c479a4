package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"text/template"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// The demo needs a shell, curl and openssl: what a reader of the vendor's own
// guide has at hand.
const demo = `
ergodrome is ready. Control plane: {{.Control}}{{with .CAFile}}
Its CA certificate: {{.}} (curl: --cacert, Python: REQUESTS_CA_BUNDLE, Node: NODE_EXTRA_CA_CERTS){{end}}

Paste this into another shell for a working Firstbeat consumer:

  export ERGODROME_FIRSTBEAT_URL={{.URL}}
  export ERGODROME_FIRSTBEAT_CONSUMER_ID={{.ConsumerID}}
  export ERGODROME_FIRSTBEAT_SHARED_SECRET={{.SharedSecret}}
  export ERGODROME_FIRSTBEAT_API_KEY={{.APIKey}}
  b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
  jwt() { now=$(date +%s); t=$(printf '{"alg":"HS256","typ":"JWT"}' | b64).$(printf '{"iss":"%s","iat":%d,"exp":%d}' "$ERGODROME_FIRSTBEAT_CONSUMER_ID" $now $((now+300)) | b64)
          echo "$t.$(printf '%s' "$t" | openssl dgst -sha256 -hmac "$ERGODROME_FIRSTBEAT_SHARED_SECRET" -binary | b64)"; }
  curl -s{{with .CAFile}} --cacert {{.}}{{end}} -H "Authorization: Bearer $(jwt)" -H "x-api-key: $ERGODROME_FIRSTBEAT_API_KEY" $ERGODROME_FIRSTBEAT_URL/v1/sports/accounts

These credentials are invented and open nothing but this simulator. Ctrl-C stops it.

`

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
	view := struct {
		readyLine
		URL          string `json:"-"`
		ConsumerID   string `json:"consumerId"`
		SharedSecret string `json:"sharedSecret"`
		APIKey       string `json:"apiKey"`
	}{readyLine: ready, URL: ready.URLs["firstbeat"]}
	if err := json.Unmarshal(text, &view); err != nil {
		return failure("demo: %w", err)
	}
	t, err := template.New("demo").Parse(demo)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return t.Execute(w, view)
}
