package sweatstack

import (
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// corsMethods are those that apps of other origins may use. [inferred: all that
// Starlette has]
func corsMethods() []string {
	return []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
}

// preflight answers what a browser asks before it lets an app call. It comes before
// all else, paths that do not exist included. [confirmed: Starlette's middleware]
func (t *tenant) preflight(r *http.Request) (httpx.Response, bool) {
	method := r.Header.Get("Access-Control-Request-Method")
	if t.set.noCORS.In(t.x) || r.Method != http.MethodOptions || r.Header.Get("Origin") == "" || method == "" {
		return httpx.Response{}, false
	}
	h := http.Header{}
	t.allowOrigin(r, h)
	h.Set("Access-Control-Allow-Methods", strings.Join(corsMethods(), ", "))
	h.Set("Access-Control-Max-Age", "600")
	if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
	resp := httpx.Response{Status: http.StatusOK, Header: h, ContentType: "text/plain; charset=utf-8", Body: []byte("OK")}
	if !slices.Contains(corsMethods(), method) {
		resp.Status, resp.Body = http.StatusBadRequest, []byte("Disallowed CORS method")
	}
	return resp, true
}

func (t *tenant) allowOrigin(r *http.Request, h http.Header) {
	if t.set.anyOrigin.In(t.x) {
		h.Set("Access-Control-Allow-Origin", "*")
		return
	}
	h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Add("Vary", "Origin")
}

// seal adds to each answer what browsers of other origins want to see, and a name
// for the request. [confirmed: that the vendor's client reads X-Request-ID]
func seal(t *tenant, r *httpx.Request, resp *httpx.Response) error {
	cross := !t.set.noCORS.In(t.x) && r.Header.Get("Origin") != ""
	if !cross && t.set.noRequestID.In(t.x) {
		return nil
	}
	h := http.Header{}
	for k, v := range resp.Header {
		h[k] = v
	}
	if cross {
		t.allowOrigin(r.Request, h)
	}
	if !t.set.noRequestID.In(t.x) {
		n := t.asked.Add(1)
		var b [16]byte
		for i := range b {
			b[i] = byte(draw.Mix(t.seed^n^uint64(i/8)<<60) >> (8 * (i % 8)))
		}
		h.Set("X-Request-ID", hex.EncodeToString(b[:]))
	}
	resp.Header = h
	return nil
}
