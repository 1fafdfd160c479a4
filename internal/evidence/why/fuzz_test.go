package why_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/internal/evidence/why"
	"github.com/ergodrome/ergodrome/mockserver"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// FuzzExplain gives it whatever a journal may have kept of a caller's and an answer's bytes.
func FuzzExplain(f *testing.F) {
	for _, seed := range [][2]string{
		{"/v1/teams?per_page=5&%zz", `{"data":[{"id":"a","players":[{}]}],"page":{"number":1}}`},
		{"/x?features=a,b,c&features=", `[{"sport":"running","metrics":["power",null]}`},
		{"?", "PAR1\x04\x00\x00\x00PAR1"},
		{"", "{\"a\":{\"a\":[[[{}]]]}}\n{\"a\":1}\n"},
		{"/oauth/token", "grant_type=code&code=%"},
	} {
		f.Add(seed[0], []byte(seed[1]), "application/json")
		f.Add(seed[0], []byte(seed[1]), "application/x-ndjson")
	}
	r, err := world.NewRegistry(1, 1, world.Config{Time: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), Frozen: true}, mockserver.All())
	require.NoError(f, err)
	operations := [][2]string{{"polar-teampro", "listTeams"}, {"sweatstack", "getBackfillStatus"}, {"sweatstack", "getActivityData"}, {"polar-auth", "requestToken"}, {"polar-accesslink", "listTrainingSessions"}, {"firstbeat", ""}}
	f.Fuzz(func(t *testing.T, url string, body []byte, kind string) {
		for _, o := range operations {
			h := http.Header{"Content-Type": {kind}, kind: {url}}
			a, err := why.Explain(evidence.Load(), r.Default(), &journal.Exchange{
				ID: 1, Service: o[0], Operation: o[1], URL: url, Status: 200, RequestHeader: h, ResponseHeader: h,
				RequestBody: body, ResponseBody: body, ResponseBytes: int64(len(body)),
			})
			require.NoError(t, err)
			require.LessOrEqual(t, len(a.Body.Members), 2000)
			require.LessOrEqual(t, len(a.Asked), 2000)
			require.LessOrEqual(t, len(a.Undescribed), 200)
			for _, m := range a.Body.Members {
				require.NotZero(t, m.Grade)
				require.NotEmpty(t, m.Date)
			}
		}
	})
}
