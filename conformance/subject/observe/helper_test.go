package observe

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"testing"
)

// TestMain is the tests, or one of the programs that they observe.
func TestMain(m *testing.M) {
	play := programs()[os.Getenv("OBSERVED")]
	if play == nil {
		os.Exit(m.Run())
	}
	play()
	os.Exit(0)
}

// programs behave as their names say, in the world of ERGODROME_BASE_URL.
func programs() map[string]func() {
	base := os.Getenv("ERGODROME_BASE_URL")
	return map[string]func(){
		"asks":       func() { get(base + "/v1/sports/accounts") },
		"ignores":    func() {},
		"hangs":      func() { get(base + "/v1/sports/accounts"); forever() },
		"never-ends": func() { get(base + "/v1/sports/accounts"); forever() },
		"strays":     func() { get(strings.TrimSuffix(base, "/firstbeat") + "/v1/sports/accounts") },
		"falls":      func() { get(base + "/v1/sports/accounts"); panic("no such key: accounts") },
		"falls-at-once": func() {
			panic("no such module, and the secret is " + os.Getenv("ERGODROME_CLIENT_SECRET"))
		},
		"leaks": func() {
			get(base + "/v1/sports/accounts")
			fmt.Println("secret:", os.Getenv("ERGODROME_CLIENT_SECRET"))
		},
		"falls-telling": func() {
			get(base + "/v1/sports/accounts")
			secret := os.Getenv("ERGODROME_CLIENT_SECRET")
			if err := os.WriteFile(os.Getenv("TOLD"), []byte(secret), 0o600); err != nil {
				panic(err)
			}
			panic("cannot sign with " + secret)
		},
		"writes": func() {
			get(base + "/v1/sports/accounts")
			line := strings.Repeat("all is well\n", 1<<12)
			for range (mostWritten / len(line)) + 2 {
				fmt.Print(line)
			}
			forever()
		},
		"floods": func() {
			for {
				get(base + "/v1/sports/accounts")
			}
		},
		"leaves-a-child": func() {
			get(base + "/v1/sports/accounts")
			if err := os.Setenv("OBSERVED", "never-ends"); err != nil {
				panic(err)
			}
			p, err := os.StartProcess(os.Args[0], os.Args[:1], &os.ProcAttr{Env: os.Environ(), Files: []*os.File{nil, os.Stdout, os.Stderr}})
			if err != nil {
				panic(err)
			}
			if err := os.WriteFile(os.Getenv("CHILD"), []byte(strconv.Itoa(p.Pid)), 0o600); err != nil {
				panic(err)
			}
		},
	}
}

// forever waits for what nobody sends.
func forever() {
	never := make(chan os.Signal, 1)
	signal.Notify(never, os.Interrupt)
	<-never
}

func get(url string) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, http.NoBody)
	if err != nil {
		panic(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	_ = resp.Body.Close()
}
