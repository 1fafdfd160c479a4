package stdio_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
	"github.com/ergodrome/ergodrome/conformance/subject/stdio"
)

// program is the program under judgement, behaving in one way.
func program(how string) int {
	switch how {
	case "good":
		if err := stdio.Serve(context.Background(), good{}, os.Stdin, os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	case "crash-at-start":
		fmt.Fprintln(os.Stderr, "no configuration")
		return 3
	case "silent":
		_, _ = io.Copy(io.Discard, os.Stdin)
		return 0
	case "deaf":
		<-time.After(time.Hour)
	case "banner":
		fmt.Println("Welcome!")
		_, _ = io.Copy(io.Discard, os.Stdin)
		return 0
	}
	return converse(how)
}

// answers are what bad programs say to hello, and to their first call.
var answers = map[string]struct{ hello, call string }{
	"protocol-2":    {hello: `{"id":1,"ok":{"protocol":2,"name":"p","version":"1","language":"go","apis":[],"ops":[]}}`},
	"one-at-a-time": {hello: `{"id":1,"ok":{"protocol":1,"name":"p","version":"1","language":"go","apis":[],"ops":[],"features":["concurrent"]}}`},
	"wrong-id":      {call: `{"id":41,"ok":{"value":1}}`},
	"twice":         {call: `{"id":3,"ok":{"value":1}}` + "\n" + `{"id":3,"ok":{"value":1}}`},
	"class":         {call: `{"id":3,"err":{"class":"oops"}}`},
	"garbage":       {call: "Traceback (most recent call last):"},
	"latin-1":       {call: "{\"id\":3,\"ok\":{\"value\":\"\xe9\"}}"},
	"too-long":      {call: strings.Repeat("x", 17<<20)},
	"half":          {call: `{"id":3`},
}

// converse answers by hand, so that nothing keeps it from being wrong.
func converse(how string) int {
	lines := bufio.NewScanner(os.Stdin)
	if how == "stays" {
		signal.Ignore(syscall.SIGTERM)
	}
	for id := 1; lines.Scan(); id++ {
		line, a := lines.Bytes(), answers[how]
		switch {
		case bytes.Contains(line, []byte(`"cmd":"hello"`)):
			if a.hello == "" {
				a.hello = `{"id":1,"ok":{"protocol":1,"name":"p","version":"1","language":"go","apis":["firstbeat"],"ops":["op"]}}`
			}
			fmt.Println(a.hello)
		case bytes.Contains(line, []byte(`"cmd":"call"`)):
			if code, over := misbehave(how, a.call); over {
				return code
			}
		default:
			fmt.Printf(`{"id":%d,"ok":{}}`+"\n", id)
		}
	}
	switch how {
	case "stays":
		<-time.After(time.Hour)
	case "leaves-angry":
		return 5
	}
	return 0
}

func misbehave(how, answer string) (code int, over bool) {
	switch how {
	case "half":
		fmt.Print(answer)
		return 0, true
	case "crash":
		return 4, true
	case "quiet-end":
		return 0, true
	case "hang":
		<-time.After(time.Hour)
	case "closes-stdin":
		_ = os.Stdin.Close()
		fmt.Println(`{"id":3,"ok":{"value":1}}`)
		<-time.After(time.Hour)
	case "closes-stdout":
		_ = os.Stdout.Close()
		<-time.After(time.Hour)
	case "flood":
		for {
			fmt.Println(`{"id":3,"ok":{"value":1}}`)
		}
	case "chatty":
		_, _ = os.Stderr.Write(bytes.Repeat([]byte("chat\n"), 4<<20))
		answer = `{"id":3,"ok":{"value":true}}`
	}
	fmt.Println(answer)
	return 0, false
}

// good is a Go subject behind Serve.
type good struct{}

func (good) Hello(context.Context) (subject.Hello, error) {
	return subject.Hello{
		Name: "good", Version: "1", Language: "go", APIs: []string{"firstbeat"}, Features: []string{"concurrent", "cancel"},
		Ops: []string{"echo", "config", "fail", "say", "pid", "restarts", "environment", "block", "unblock"}, Concurrency: 2,
	}, nil
}

func (good) Open(_ context.Context, cfg subject.Config) (subject.Client, error) {
	return &goodClient{cfg: cfg, open: make(chan struct{})}, nil
}

type goodClient struct {
	cfg  subject.Config
	open chan struct{}

	mu       sync.Mutex
	restarts int
	blocked  bool
}

func (c *goodClient) Close() error { return nil }

func (c *goodClient) RestartState(context.Context) error { c.restarts++; return nil }

func (c *goodClient) Call(ctx context.Context, op string, args map[string]any) (any, error) {
	switch op {
	case "echo":
		return args, nil
	case "config":
		info, err := os.Stat(c.cfg.StateDir)
		return map[string]any{
			"baseUrl": c.cfg.BaseURL, "consumerId": c.cfg.Credentials.ConsumerID, "deadline": c.cfg.Deadline.String(), "stateDir": err == nil && info.IsDir(),
		}, nil
	case "fail":
		return nil, &subject.Error{Class: subject.RateLimited, Status: 429, RetryAfter: 37 * time.Second, Message: "slow down"}
	case "say":
		_, err := fmt.Fprintln(c.cfg.Log, args["text"])
		return nil, err
	case "pid":
		return os.Getpid(), nil
	case "restarts":
		return c.restarts, nil
	case "environment":
		env := map[string]any{}
		for _, v := range os.Environ() {
			name, value, _ := strings.Cut(v, "=")
			env[name] = value
		}
		return env, nil
	case "block":
		c.mu.Lock()
		c.blocked = true
		c.mu.Unlock()
		select {
		case <-c.open:
			return nil, nil
		case <-ctx.Done():
			return nil, &subject.Error{Class: subject.Canceled, Message: "given up"}
		}
	case "unblock":
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.blocked {
			close(c.open)
		}
		return c.blocked, nil
	}
	return nil, &subject.Unsupported{Reason: "no such operation: " + op}
}
