package polarauth

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/internal/wirejson"
	"github.com/ergodrome/ergodrome/mockserver/oauth"
)

// The shapes in this package are this simulator's reading of the vendor's
// documents. The client has its own reading, on purpose.

// tokenBody is a token answer, in the documents' order. [confirmed: both documents].
type tokenBody struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	RefreshToken string `json:"refresh_token,omitempty"`
	ExpiresIn    int64  `json:"expires_in"`
	Scope        string `json:"scope"`
	UserID       int64  `json:"x_user_id,omitempty"` // [seen by two public clients]
	JTI          string `json:"jti"`
}

// json is what encoding/json makes of b, without reflection. A test compares the two.
func (b *tokenBody) json() []byte {
	out := append(make([]byte, 0, 512), `{"access_token":`...)
	out = wirejson.AppendString(out, b.AccessToken)
	out = wirejson.AppendString(append(out, `,"token_type":`...), b.TokenType)
	if b.RefreshToken != "" {
		out = wirejson.AppendString(append(out, `,"refresh_token":`...), b.RefreshToken)
	}
	out = wirejson.AppendInt(append(out, `,"expires_in":`...), b.ExpiresIn)
	out = wirejson.AppendString(append(out, `,"scope":`...), b.Scope)
	if b.UserID != 0 {
		out = wirejson.AppendInt(append(out, `,"x_user_id":`...), b.UserID)
	}
	return append(wirejson.AppendString(append(out, `,"jti":`...), b.JTI), '}')
}

// issued is the answer to a token request.
type issued struct{ oauth.Tokens }

// redirect sends a browser elsewhere.
type redirect struct {
	to      string
	cookies []string
}

// encode spells a handler's value.
func encode(t *tenant, r *httpx.Request, v any) (httpx.Response, error) {
	switch v := v.(type) {
	case issued:
		body := t.spellTokens(v.Tokens, r.Call.Now)
		return neverStored(http.StatusOK, body.json()), nil
	case page:
		return t.spellPage(v), nil
	case redirect:
		h := http.Header{"Location": {v.to}, "Cache-Control": {"no-store"}, "Pragma": {"no-cache"}, "Referrer-Policy": {"no-referrer"}}
		if len(v.cookies) > 0 {
			h["Set-Cookie"] = v.cookies
		}
		return httpx.Response{Status: http.StatusFound, Header: h}, nil // [confirmed: both documents]
	}
	return httpx.Response{}, fmt.Errorf("%T has no spelling", v)
}

func (t *tenant) spellTokens(v oauth.Tokens, now time.Time) tokenBody {
	b := tokenBody{
		AccessToken:  v.AccessToken,
		TokenType:    "bearer", // [confirmed: both documents, in lower case]
		RefreshToken: v.RefreshToken,
		// What is left when the answer is written, in whole seconds: 43199 of twelve
		// hours. [confirmed: both documents]
		ExpiresIn: max(0, int64((v.Expires.Sub(now)-1)/time.Second)),
		Scope:     strings.Join(t.scopeOrder(v.Scopes), " "), // [confirmed: recorded answer]
		JTI:       v.ID,
	}
	if t.set.userID.In(t.x) {
		b.UserID, _ = strconv.ParseInt(v.User.ID, 10, 64) // user IDs are whole numbers
	}
	return b
}

// scopeOrder is the order of a hash table: not that of the request.
// [confirmed: recorded answer].
func (t *tenant) scopeOrder(scopes []string) []string {
	if t.set.askedWise.In(t.x) {
		return scopes
	}
	hash := func(s string) uint32 {
		h := fnv.New32a()
		_, _ = h.Write([]byte(s)) // a hash never fails
		return h.Sum32()
	}
	out := slices.Clone(scopes)
	sort.Slice(out, func(i, j int) bool { return hash(out[i]) < hash(out[j]) })
	return out
}
