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
	"github.com/ergodrome/ergodrome/conformance/checks"
)

func TestEveryCaseLoads(t *testing.T) {
	all, err := cases.Load(checks.New())
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
		"transport":        {conformance.Must: 15, conformance.Should: 9, conformance.May: 1},
	} {
		require.Equal(t, want, levels[api], "the catalogue's rows for %s, by level", api)
	}
}

// Every fixture that belongs to a case is met in both ways.
func TestFixturesAreExpanded(t *testing.T) {
	all, err := cases.Load(checks.New())
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

func TestTheBombIsValidGzip(t *testing.T) {
	all, err := cases.Load(checks.New())
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
