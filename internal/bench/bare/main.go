// Command bare is what ergodrome's speed is compared with: net/http answering
// from memory, and handing out one token; or handing on to a URL.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strconv"
)

func main() {
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(l.Addr())
	if up, err := url.Parse(os.Args[1]); err == nil && up.Host != "" {
		panic(http.Serve(l, &httputil.ReverseProxy{
			Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(up) },
			Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64},
		}))
	}
	size, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	body := bytes.Repeat([]byte("x"), size)
	panic(http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			token(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})))
}

// token decodes a form and answers as a token endpoint does, whoever asks.
func token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.PostForm.Get("refresh_token") == "" {
		http.Error(w, "no refresh_token", http.StatusBadRequest)
		return
	}
	body, err := json.Marshal(struct {
		AccessToken  string `json:"access_token"`
		TokenType    string `json:"token_type"`
		RefreshToken string `json:"refresh_token"`
		ExpiresIn    int    `json:"expires_in"`
		Scope        string `json:"scope"`
		JTI          string `json:"jti"`
	}{
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", "bearer", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", 43199, "team_read", "2dede3ca-0b04-4e41-b655-752dcd979713",
	})
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}
