package cases_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/cases"
)

func TestEveryCaseLoads(t *testing.T) {
	all, err := cases.Load()
	require.NoError(t, err)
	levels := map[string]map[conformance.Level]int{}
	for _, c := range all {
		if levels[c.API] == nil {
			levels[c.API] = map[conformance.Level]int{}
		}
		levels[c.API][c.Level]++
	}
	for api, want := range map[string]map[conformance.Level]int{
		"firstbeat":        {conformance.Must: 57, conformance.Should: 23, conformance.May: 8},
		"polar-accesslink": {conformance.Must: 18, conformance.Should: 10, conformance.May: 1, conformance.InfoLevel: 1},
		"polar-auth":       {conformance.Must: 12, conformance.Should: 3, conformance.May: 1},
		"polar-teampro":    {conformance.Must: 16, conformance.Should: 5, conformance.May: 1},
		"sweatstack":       {conformance.Must: 23, conformance.Should: 9, conformance.May: 3},
		"transport":        {conformance.Must: 18, conformance.Should: 9, conformance.May: 2, conformance.InfoLevel: 2},
	} {
		require.Equal(t, want, levels[api], "the catalogue's rows for %s, by level", api)
	}
}

// Every fixture that belongs to a case is met in both ways.
func TestFixturesAreExpanded(t *testing.T) {
	all, err := cases.Load()
	require.NoError(t, err)
	for _, c := range all {
		if c.Area() != "FB-VEC" {
			continue
		}
		require.Lenf(t, c.Runs(), 2, c.ID)
		decode, http := c.Runs()[0], c.Runs()[1]
		require.Equal(t, []string{"decode", "http"}, []string{decode.Variant, http.Variant})
		require.NotEmpty(t, decode.Ops)
		require.Len(t, http.Ops, len(decode.Ops))
		require.Len(t, http.Checks, len(decode.Checks))
		require.Len(t, http.World.Script, len(decode.Ops))
	}
}

// Files and streams of SweatStack reach a subject as they are, streams in their pieces.
func TestSweatStackFixturesAreExpanded(t *testing.T) {
	all, err := cases.Load()
	require.NoError(t, err)
	seen := 0
	for _, c := range all {
		switch c.ID {
		case "SS-PQT-005":
			require.Len(t, c.Runs(), 2)
			decode, http := c.Runs()[0], c.Runs()[1]
			require.Len(t, http.World.Script, len(decode.Ops))
			for i := range decode.Ops {
				file, err := base64.StdEncoding.DecodeString(decode.Ops[i].Call.Args["base64"].(string))
				require.NoError(t, err)
				require.Equal(t, "PAR1", string(file[:4]))
				require.Equal(t, decode.Ops[i].Call.Args["base64"], http.World.Script[i].Replies[0].Base64)
			}
		case "SS-NDJ-001":
			require.Len(t, c.Runs(), 1)
			pieces := 0
			for _, step := range c.Runs()[0].Ops {
				if step.Faults != nil {
					reply := step.Faults.Script[0].Replies[0]
					require.NotContains(t, reply.Body, "fixture:")
					pieces += len(reply.Chunks)
				}
			}
			require.Greater(t, pieces, 50)
		case "SS-PAGE-001":
			page, err := base64.StdEncoding.DecodeString(c.World.Script[2].Replies[0].Base64)
			require.NoError(t, err)
			var list []map[string]any
			require.NoError(t, json.Unmarshal(page, &list))
			require.Len(t, list, 20)
			require.Equal(t, "act_120", list[19]["id"])
		default:
			continue
		}
		seen++
	}
	require.Equal(t, 3, seen)
}

func TestTheBombIsValidGzip(t *testing.T) {
	all, err := cases.Load()
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(c *conformance.Case) bool { return c.ID == "FB-ENC-008" })
	require.GreaterOrEqual(t, i, 0)
	packed, err := base64.StdEncoding.DecodeString(all[i].World.Script[0].Replies[0].Base64)
	require.NoError(t, err)
	require.Less(t, len(packed), 2<<20)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	first := make([]byte, 1<<20)
	_, err = io.ReadFull(r, first)
	require.NoError(t, err)
	require.True(t, json.Valid(append(bytes.TrimRight(first, " "), '}')), "what it unpacks to is a body that a client would believe")
}
