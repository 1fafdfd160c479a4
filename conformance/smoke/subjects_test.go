package smoke_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

// bad is a program that is wrong in one way: the seven of the suite's design, and
// some that only smoke has words for.
func bad(how string) int {
	switch how {
	case "crash-on-start":
		fmt.Fprintln(os.Stderr, "no configuration")
		return 3
	case "garbage-stdout":
		fmt.Println("Welcome to acme-sports 1.4.2")
	}
	lines, base := bufio.NewScanner(os.Stdin), ""
	for lines.Scan() {
		var r struct {
			ID      int
			Cmd, Op string
			Config  struct{ BaseURL string }
		}
		if json.Unmarshal(lines.Bytes(), &r) != nil {
			return 1
		}
		answer := `"ok":{}`
		switch r.Cmd {
		case "hello":
			api, op := "firstbeat", "fb.accounts"
			switch how {
			case "misspelt":
				op = "fb.acounts"
			case "no-such-api":
				api = "acme"
			}
			answer = fmt.Sprintf(`"ok":{"protocol":1,"name":%q,"version":"1","language":"go","apis":[%q],"ops":[%q,"fb.athletes"],"features":["paginate"]}`, how, api, op)
		case "open":
			base = r.Config.BaseURL
		case "call":
			answer = called(how, r.Op, base)
		}
		fmt.Printf("{\"id\":%d,%s}\n", r.ID, answer)
	}
	if how == "rude" {
		return 7
	}
	return 0
}

// called is a bad answer to a call.
func called(how, op, base string) string {
	const unsupported = `"unsupported":{"reason":"no such operation"}`
	there := op == "fb.accounts" || op == "fb.athletes"
	switch how {
	case "always-ok":
		return `"ok":{"value":{}}`
	case "always-error":
		return `"err":{"class":"other","message":"no"}`
	case "says-no":
		return `"unsupported":{"reason":"not today"}`
	}
	if !there {
		return unsupported
	}
	switch how {
	case "hang":
		<-time.After(time.Hour)
	case "flood":
		for {
			get(base + "/v1/sports/accounts")
		}
	case "elsewhere":
		get(strings.TrimSuffix(base, "/firstbeat") + "/v1/sports/accounts")
	}
	if op == "fb.athletes" {
		return `"ok":{"value":[{"athleteId":356255,"firstName":"Ada","lastName":"Ball"}]}`
	}
	return `"ok":{"value":[{"accountId":"3-4925","name":"Sports Club"}]}`
}

func get(url string) {
	if resp, err := http.Get(url); err == nil {
		_ = resp.Body.Close()
	}
}
