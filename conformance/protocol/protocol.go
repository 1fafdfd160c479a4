// Package protocol is the language in which a program under judgement is spoken to through its stdin and stdout.
//
// One JSON object a line, in UTF-8, at most MaxLine bytes. Members that a side
// does not know are ignored. Every request has an id, which its reply repeats.
// docs/testing-your-client.md shows a conversation; Schema is the exact form.
package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

const (
	// Version is the one that this package speaks.
	Version = 1
	// MaxLine is the longest line, its end included.
	MaxLine = 16 << 20
)

// The commands.
const (
	CmdHello   = "hello"
	CmdOpen    = "open"
	CmdCall    = "call"
	CmdCancel  = "cancel"
	CmdRestart = "restart-state"
	CmdClose   = "close"
	CmdBye     = "bye"
)

// Request is what the suite asks. Which members there are depends on Cmd.
type Request struct {
	ID       int64          `json:"id"`
	Cmd      string         `json:"cmd"`
	Protocol int            `json:"protocol,omitempty"`
	Suite    string         `json:"suite,omitempty"`
	Case     string         `json:"case,omitempty"`
	Client   string         `json:"client,omitempty"`
	Config   *Config        `json:"config,omitempty"`
	Op       string         `json:"op,omitempty"`
	Args     map[string]any `json:"args,omitzero"`
	Target   int64          `json:"target,omitempty"`
}

// Config is what a client is opened with: subject.Config, spelled.
type Config struct {
	API         string              `json:"api"`
	BaseURL     string              `json:"baseUrl"`
	AuthURL     *string             `json:"authUrl"`
	CAFile      *string             `json:"caFile"`
	Credentials subject.Credentials `json:"credentials"`
	Tokens      subject.Tokens      `json:"tokens"`
	DeadlineMs  *int64              `json:"deadlineMs"`
	StateDir    string              `json:"stateDir"`
}

// Reply is what a subject answers: exactly one of OK, Err and Unsupported.
type Reply struct {
	ID          int64        `json:"id"`
	OK          *OK          `json:"ok,omitempty"`
	Err         *Failure     `json:"err,omitempty"`
	Unsupported *Unsupported `json:"unsupported,omitempty"`
}

// OK is a success. A call has a value, hello an introduction, the rest neither.
type OK struct {
	Introduction
	Value any
}

// Introduction is the answer to hello.
type Introduction struct {
	Protocol int `json:"protocol"`
	subject.Hello
	Clock string `json:"clock,omitempty"`
}

// MarshalJSON spells the value of a call, or an introduction, or nothing.
func (o OK) MarshalJSON() ([]byte, error) {
	switch {
	case o.Protocol != 0:
		return json.Marshal(o.Introduction)
	case o.Value != nil:
		return json.Marshal(map[string]any{"value": o.Value})
	}
	return []byte(`{"value":null}`), nil
}

// UnmarshalJSON keeps the digits of a value's numbers.
func (o *OK) UnmarshalJSON(raw []byte) error {
	var value struct {
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		return err
	}
	if value.Value == nil {
		return json.Unmarshal(raw, &o.Introduction)
	}
	dec := json.NewDecoder(bytes.NewReader(value.Value))
	dec.UseNumber()
	return dec.Decode(&o.Value)
}

// Failure is an error in a class of the closed list.
type Failure struct {
	Class        subject.Class  `json:"class"`
	Status       int            `json:"status,omitempty"`
	RetryAfterMs int64          `json:"retryAfterMs,omitempty"`
	Message      string         `json:"message"`
	Values       map[string]any `json:"values,omitempty"`
}

// Error is the failure as the judge knows it.
func (f *Failure) Error() *subject.Error {
	return &subject.Error{
		Class: f.Class, Status: f.Status, RetryAfter: time.Duration(f.RetryAfterMs) * time.Millisecond, Message: f.Message, Values: f.Values,
	}
}

// Unsupported is the answer to a call of an operation that the subject lacks.
type Unsupported struct {
	Reason string `json:"reason"`
	Issue  string `json:"issue,omitempty"`
}

// WriteRequest spells a request as one line, after checking it.
func WriteRequest(r Request) ([]byte, error) { return line("request", r) }

// WriteReply spells the reply to a command as one line, after checking it.
func WriteReply(cmd string, r Reply) ([]byte, error) { return line(replyTo(cmd), r) }

// ReadRequest reads what the suite asks.
func ReadRequest(text []byte) (Request, error) {
	var r Request
	return r, decode("request", text, &r)
}

// ReadReply reads the reply to a command.
func ReadReply(cmd string, text []byte) (Reply, error) {
	var r Reply
	return r, decode(replyTo(cmd), text, &r)
}

// ReplyID finds which request a line answers, before anything else is known of it.
func ReplyID(text []byte) (int64, error) {
	v, err := parse(text)
	if err != nil {
		return 0, err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return 0, fmt.Errorf("not a JSON object: %s", Excerpt(text))
	}
	n, ok := m["id"].(json.Number)
	if v, there := m["id"]; there && !ok {
		return 0, fmt.Errorf("id is %s, not the number that was asked with: %s", kind(v), Excerpt(text))
	}
	if !ok {
		return 0, fmt.Errorf("no member id: %s", Excerpt(text))
	}
	id, err := n.Int64()
	if err != nil {
		return 0, fmt.Errorf("id %s is not a number that was asked with", Excerpt([]byte(n)))
	}
	return id, nil
}

// Check holds a line to a definition of Schema, such as "request" or "callReply".
func Check(definition string, text []byte) error {
	v, err := parse(text)
	if err != nil {
		return err
	}
	return check(definition, v)
}

func replyTo(cmd string) string {
	switch cmd {
	case CmdHello:
		return "helloReply"
	case CmdCall:
		return "callReply"
	}
	return "plainReply"
}

func line(definition string, message any) ([]byte, error) {
	text, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	if err := Check(definition, text); err != nil {
		return nil, err
	}
	if len(text)+1 > MaxLine {
		return nil, fmt.Errorf("a line of %d bytes is longer than the %d that are allowed", len(text)+1, MaxLine)
	}
	return append(text, '\n'), nil
}

func decode(definition string, text []byte, into any) error {
	if err := Check(definition, text); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	return dec.Decode(into)
}

// parse reads one JSON value that is a whole line.
func parse(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("not UTF-8: %s", Excerpt(text))
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("not JSON (%w): %s", err, Excerpt(text))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("more than one JSON value in a line: %s", Excerpt(text))
	}
	return v, nil
}

// Excerpt is the beginning of a line, for messages.
func Excerpt(text []byte) string {
	const most = 120
	s := strings.ToValidUTF8(string(text[:min(len(text), most)]), "?")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, strings.TrimSpace(s))
	if len(text) > most {
		s += "…"
	}
	return s
}
