package protocol_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance/protocol"
	"github.com/ergodrome/ergodrome/conformance/subject"
)

func TestMessagesSurviveTheWay(t *testing.T) {
	deadline := int64(60000)
	for _, want := range []protocol.Request{
		{ID: 1, Cmd: protocol.CmdHello, Protocol: protocol.Version, Suite: "2026.12.0"},
		{ID: 2, Cmd: protocol.CmdOpen, Case: "FB-POLL-001", Client: "c1", Config: &protocol.Config{
			API: "firstbeat", BaseURL: "http://127.0.0.1:1", Credentials: subject.Credentials{ConsumerID: "a"}, DeadlineMs: &deadline, StateDir: "/s",
			Tokens: subject.Tokens{AccessToken: "t", ExpiresAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		}},
		{ID: 3, Cmd: protocol.CmdCall, Client: "c1", Op: "fb.accounts", Args: map[string]any{}},
		{ID: 4, Cmd: protocol.CmdCancel, Target: 3},
		{ID: 5, Cmd: protocol.CmdRestart, Client: "c1"},
		{ID: 6, Cmd: protocol.CmdClose, Client: "c1"},
		{ID: 7, Cmd: protocol.CmdBye},
	} {
		line, err := protocol.WriteRequest(want)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(line), "\n"))
		got, err := protocol.ReadRequest(line)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for cmd, want := range map[string]protocol.Reply{
		protocol.CmdHello: {ID: 1, OK: &protocol.OK{Introduction: protocol.Introduction{Protocol: 1, Hello: subject.Hello{
			Name: "n", Version: "1", Language: "go", APIs: []string{"firstbeat"}, Ops: []string{"fb.accounts"}, Concurrency: 2,
		}}}},
		protocol.CmdOpen: {ID: 2, OK: &protocol.OK{}},
		protocol.CmdCall: {ID: 3, Err: &protocol.Failure{Class: subject.NoData, Status: 204, RetryAfterMs: 1500, Message: "no"}},
	} {
		line, err := protocol.WriteReply(cmd, want)
		require.NoError(t, err)
		got, err := protocol.ReadReply(cmd, line)
		require.NoError(t, err)
		require.Equal(t, want, got)
		id, err := protocol.ReplyID(line)
		require.NoError(t, err)
		require.Equal(t, want.ID, id)
	}
}

func TestDigitsOfValuesAreKept(t *testing.T) {
	r, err := protocol.ReadReply(protocol.CmdCall, []byte(`{"id":3,"ok":{"value":[9007199254740993,0.1,{"$":"i64","v":"9007199254740995"}]}}`))
	require.NoError(t, err)
	v, err := subject.Normalize(r.OK.Value)
	require.NoError(t, err)
	require.Equal(t, []any{big.NewInt(9007199254740993), 0.1, big.NewInt(9007199254740995)}, v)
}

func TestWhatBreaksTheProtocolIsNotWritten(t *testing.T) {
	_, err := protocol.WriteRequest(protocol.Request{ID: 1, Cmd: "fly"})
	require.ErrorContains(t, err, "is none of: hello, open")
	_, err = protocol.WriteReply(protocol.CmdCall, protocol.Reply{ID: 1})
	require.ErrorContains(t, err, "is none of: ok, err, unsupported")
	_, err = protocol.WriteReply(protocol.CmdCall, protocol.Reply{ID: 1, OK: &protocol.OK{Value: strings.Repeat("x", protocol.MaxLine)}})
	require.ErrorContains(t, err, "is longer than the 16777216 that are allowed")
	_, err = protocol.WriteReply(protocol.CmdCall, protocol.Reply{ID: 1, OK: &protocol.OK{Value: func() {}}})
	require.Error(t, err)
}

func TestTheIDIsFoundFirst(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":"1"}`: "id is a string, not the number", `{}`: "no member id", `hello`: "not JSON", `[1]`: "not a JSON object", `{"id":1.5}`: "is not a number that was asked with",
		"\x1b[31mTraceback": "not JSON",
	} {
		_, err := protocol.ReplyID([]byte(text))
		require.ErrorContains(t, err, want, text)
		require.NotContains(t, err.Error(), "\x1b")
	}
}

func TestFailuresBecomeTheJudgesErrors(t *testing.T) {
	f := protocol.Failure{Class: subject.RateLimited, Status: 429, RetryAfterMs: 37000, Message: "slow down", Values: map[string]any{"n": json.Number("1")}}
	require.Equal(t, &subject.Error{
		Class: subject.RateLimited, Status: 429, RetryAfter: 37 * time.Second, Message: "slow down", Values: map[string]any{"n": json.Number("1")},
	}, f.Error())
}

func TestTheListOfClassesIsTheJudges(t *testing.T) {
	for _, class := range subject.Classes() {
		_, err := protocol.WriteReply(protocol.CmdCall, protocol.Reply{ID: 1, Err: &protocol.Failure{Class: class}})
		require.NoError(t, err, class)
	}
	require.Equal(t, len(subject.Classes()), strings.Count(fmt.Sprint(enum(t)), " ")+1)
}

func enum(t *testing.T) []string {
	var doc struct {
		Defs struct {
			Failure struct {
				Properties struct {
					Class struct{ Enum []string }
				}
			}
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(protocol.Schema(), &doc))
	return doc.Defs.Failure.Properties.Class.Enum
}

func ExampleCheck() {
	fmt.Println(protocol.Check("callReply", []byte(`{"id":3,"err":{"class":"oops"}}`)))
	// Output: /err/class: is "oops", not one of auth, forbidden, not_found, invalid_argument, rate_limited, processing_timeout, no_data, too_large, decode, network, timeout, tls, server, canceled, unsupported, other (#/$defs/failure/properties/class/enum of the protocol's schema)
}
