package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

func TestDecodeSaysWhere(t *testing.T) {
	type form struct {
		Teams []int `json:"teams"`
	}
	for _, tt := range []struct{ body, field, pin string }{
		{`{"teams":["x"]}`, "teams[0]", "pins.toy.teams[0]"},
		{`{"Teams":[]}`, "Teams", "pins.toy.Teams"},
		{`[]`, "body", "pins.toy"},
		{`{`, "body", "pins.toy"},
	} {
		var into form
		var bad *world.Invalid
		require.ErrorAs(t, world.DecodeStrict([]byte(tt.body), &into), &bad)
		require.Equal(t, tt.field, bad.Field, tt.body)
		require.ErrorAs(t, world.DecodePins("toy", []byte(tt.body), &into), &bad)
		require.Equal(t, tt.pin, bad.Field, tt.body)
	}
	for _, nothing := range []string{"", " \n"} {
		into := form{Teams: []int{1}}
		require.NoError(t, world.DecodeStrict([]byte(nothing), &into))
		require.NoError(t, world.DecodePins("toy", []byte(nothing), &into))
		require.Equal(t, form{Teams: []int{1}}, into, "nothing said, nothing changed")
	}
}
