package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ergodrome/ergodrome/mockserver/internal/strictjson"
)

func at() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// even is written as "4".
type even int

func (e *even) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n%2 != 0 {
		return errors.New(`use an even number such as "4"`)
	}
	*e = even(n)
	return nil
}

type team struct {
	ID       int64     `json:"teamId"`
	Sessions []*int    `json:"sessions"`
	Since    time.Time `json:"since"`
	Even     even      `json:"even"`
	hidden   int
}

type pinned struct {
	Teams []team                     `json:"teams"`
	Used  *int                       `json:"dayUsed"`
	Names map[string]map[string]bool `json:"names"`
	Raw   json.RawMessage            `json:"raw"`
	Share float64                    `json:"share"`
	Plain uint8
	Never int `json:"-"`
}

func TestDecode(t *testing.T) {
	var got pinned
	require.NoError(t, strictjson.Decode("", []byte(` {"teams":[{"teamId":7,"sessions":[1,null],"since":"2026-03-01T12:00:00Z","even":"4"},{}],"dayUsed":3,
		"names":{"a":{"b":true},"c":{}},"raw":{"x":[1]},"share":0.5,"Plain":9} `), &got))
	require.Equal(t, pinned{
		Teams: []team{{ID: 7, Sessions: []*int{new(1), nil}, Since: at(), Even: 4}, {}}, Used: new(3),
		Names: map[string]map[string]bool{"a": {"b": true}, "c": {}}, Raw: json.RawMessage(`{"x":[1]}`), Share: 0.5, Plain: 9,
	}, got)
	require.Zero(t, got.Teams[0].hidden)
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct{ name, body, field, reason string }{
		{"half an object", `{`, "", "is not JSON: unexpected EOF"},
		{"text", `hello`, "", "is not JSON: invalid character 'h' looking for beginning of value (byte 1)"},
		{"two values", `{} {}`, "", "more follows the JSON value"},
		{"an array for an object", `[]`, "", "must be an object"},
		{"nothing for an object", `null`, "", "must be an object"},
		{"what is not UTF-8", "{\"names\":{\"\xff\":{}}}", "", "is not UTF-8 (byte 12)"},
		{"an unknown member", `{"x":1}`, "x", "no such member; there are: teams, dayUsed, names, raw, share, Plain"},
		{"a member in other letters", `{"Teams":[]}`, "Teams", "no such member; there are: teams, dayUsed, names, raw, share, Plain"},
		{"a member in capitals further in", `{"teams":[{},{"TEAMID":1}]}`, "teams[1].TEAMID", "no such member; there are: teamId, sessions, since, even"},
		{"a member that is not for JSON", `{"Never":1}`, "Never", "no such member; there are: teams, dayUsed, names, raw, share, Plain"},
		{"a member that is not exported", `{"teams":[{"hidden":1}]}`, "teams[0].hidden", "no such member; there are: teamId, sessions, since, even"},
		{"a member twice", `{"dayUsed":1,"dayUsed":2}`, "dayUsed", "is there twice"},
		{"a name twice", `{"names":{"a":{},"\u0061":{}}}`, "names.a", "is there twice"},
		{"a string for a number", `{"dayUsed":"3"}`, "dayUsed", `"3" is not a whole number in range`},
		{"a fraction", `{"teams":[{"sessions":[1,2,2.5]}]}`, "teams[0].sessions[2]", "2.5 is not a whole number in range"},
		{"a number out of range", `{"Plain":256}`, "Plain", "256 is not a whole number in range"},
		{"a word for a number", `{"share":"half"}`, "share", `"half" is not a number in range`},
		{"a number for a truth", `{"names":{"a":{"b":1}}}`, "names.a.b", "1 is neither true nor false"},
		{"an object for an array", `{"teams":{}}`, "teams", "must be an array"},
		{"a number for an object", `{"teams":[3]}`, "teams[0]", "must be an object"},
		{"a date for a time", `{"teams":[{"since":"2026-03-01"}]}`, "teams[0].since", `"2026-03-01" is not an RFC 3339 time such as "2026-11-21T08:30:00Z"`},
		{"a number for what is written as text", `{"teams":[{"even":4}]}`, "teams[0].even", "4 is not a string"},
		{"what a text does not mean", `{"teams":[{"even":"3"}]}`, "teams[0].even", `"3": use an even number such as "4"`},
		{"a long name", `{"` + strings.Repeat("n", 200) + `":1}`, strings.Repeat("n", 80) + "...", "no such member; there are: teams, dayUsed, names, raw, share, Plain"},
		{"a long value", `{"share":"` + strings.Repeat("v", 200) + `"}`, "share", `"` + strings.Repeat("v", 79) + "... is not a number in range"},
	}
	for _, tt := range tests {
		t.Run("it refuses "+tt.name, func(t *testing.T) {
			require.Equal(t, &strictjson.Error{Field: tt.field, Reason: tt.reason}, strictjson.Decode("", []byte(tt.body), new(pinned)))
		})
	}
	t.Run("its errors begin with the root", func(t *testing.T) {
		for body, field := range map[string]string{`[{"a":1}]`: "rules[0].a", `{}`: "rules", `x`: "rules"} {
			bad, ok := errors.AsType[*strictjson.Error](strictjson.Decode("rules", []byte(body), &[]struct{}{}))
			require.True(t, ok)
			require.Equal(t, field, bad.Field)
		}
	})
	t.Run("it refuses a member of nothing", func(t *testing.T) {
		err := strictjson.Decode("", []byte(`{"a":1}`), &struct{}{})
		require.Equal(t, &strictjson.Error{Field: "a", Reason: "no such member; there are none"}, err)
	})
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"k%d":{},`, i)
	}
	return `{"names":{` + strings.TrimSuffix(b.String(), ",") + `}}`
}

func TestDecodeBoundsMembers(t *testing.T) {
	require.NoError(t, strictjson.Decode("", []byte(many(1000)), new(pinned)))
	want := &strictjson.Error{Field: "names", Reason: "has more than 1000 members"}
	require.Equal(t, want, strictjson.Decode("", []byte(many(1001)), new(pinned)))
	allocated := testing.AllocsPerRun(1, func() { require.Equal(t, want, strictjson.Decode("", []byte(many(80_000)), new(pinned))) })
	made := testing.AllocsPerRun(1, func() { many(80_000) })
	require.Less(t, allocated-made, 20_000.0, "the members that are too many are not looked at")
}

// TestDecodeAgrees holds what it accepts to what encoding/json makes of it.
func TestDecodeAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := pinned{Names: map[string]map[string]bool{}, Teams: []team{}}
		for range rapid.IntRange(0, 3).Draw(t, "teams") {
			want.Teams = append(want.Teams, team{ID: rapid.Int64().Draw(t, "id"), Sessions: []*int{new(rapid.Int().Draw(t, "session"))}, Since: at().Add(time.Duration(rapid.Int32().Draw(t, "since")))})
		}
		for _, name := range rapid.SliceOfN(rapid.StringN(0, 5, -1), 0, 4).Draw(t, "names") {
			want.Names[name] = map[string]bool{name: true}
		}
		want.Share = rapid.Float64().Draw(t, "share")
		whole := map[string]any{"names": want.Names, "share": want.Share, "Plain": want.Plain}
		var teams []map[string]any
		for _, x := range want.Teams {
			teams = append(teams, map[string]any{"teamId": x.ID, "sessions": x.Sessions, "since": x.Since})
		}
		if teams != nil {
			whole["teams"] = teams
		} else {
			want.Teams = nil
		}
		body, err := json.Marshal(whole)
		require.NoError(t, err)
		var got pinned
		require.NoError(t, strictjson.Decode("", body, &got))
		require.Equal(t, want, got)
	})
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{}`, `null`, `{"teams":[{"teamId":7,"even":"4"}]}`, `{"names":{"a":{"b":true}}}`, `{"dayUsed":null}`, "{\"\u00e9\":[[[1]]]}", `{"raw":{"x":1,"x":2}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var strict, loose pinned
		err := strictjson.Decode("root", body, &strict)
		if err == nil {
			if len(strings.TrimSpace(string(body))) > 0 && json.Unmarshal(body, &loose) != nil && !strings.Contains(string(body), "even") {
				t.Fatalf("%q is accepted", body)
			}
			return
		}
		invalid, ok := errors.AsType[*strictjson.Error](err)
		if !ok || !strings.HasPrefix(invalid.Field, "root") || strings.Contains(invalid.Reason, "Go ") || len(invalid.Reason) > 400 {
			t.Fatalf("%q: %v", body, err)
		}
	})
}
