package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
)

// tokenLife is the longest that a Firstbeat token may live
// [confirmed: Sports Cloud API document, JSON Web Token].
const tokenLife = 300 * time.Second

// credentials sets what a service is usually asked with.
func (a *Asker) credentials(r *request) {
	switch r.api {
	case "firstbeat":
		r.header.Set("Authorization", "Bearer "+a.JWT(nil))
		if r.template != "/v1/account/api-key" {
			r.header.Set("X-Api-Key", a.apiKey())
		}
	case "polar-auth":
		r.header.Set("Authorization", basic(a.Keys().ClientID, a.Keys().ClientSecret))
	default:
		r.header.Set("Authorization", "Bearer "+a.Keys().AccessToken)
	}
}

func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

// JWT is a token that Firstbeat must take, unless edit spoils its claims.
func (a *Asker) JWT(edit func(claims map[string]any)) string {
	return a.signed("HS256", a.Keys().SharedSecret, edit)
}

func (a *Asker) signed(alg, secret string, edit func(claims map[string]any)) string {
	now := a.Now()
	claims := map[string]any{"iss": a.Keys().ConsumerID, "iat": now.Unix(), "exp": now.Add(tokenLife).Unix()}
	if edit != nil {
		edit(claims)
	}
	text := part(map[string]any{"alg": alg, "typ": "JWT"}) + "." + part(claims)
	if alg == "none" {
		return text + "."
	}
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(text)) // a hash never fails
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func part(v map[string]any) string {
	raw, err := json.Marshal(v)
	if err != nil { // maps of texts and numbers always can be
		raw = []byte("{}")
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// apiKey is the one that was given, or the one that the service hands out.
func (a *Asker) apiKey() string {
	if a.Keys().APIKey == "" {
		r := a.Get("/v1/account/api-key")
		if r.Status != http.StatusOK {
			a.Lack("no API key was given, and the service hands out none: status %d", r.Status)
		}
		key, _ := r.At("/apikey")
		if key == nil {
			key, _ = r.At("/apiKey")
		}
		a.Keys().APIKey = text(key)
	}
	return a.Keys().APIKey
}
