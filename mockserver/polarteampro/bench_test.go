package polarteampro_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/polarauth"
	"github.com/ergodrome/ergodrome/mockserver/polarteampro"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// stage is a world without a network.
type stage struct {
	tenant world.Tenant
	token  string
	team   dataset.Team
	data   *dataset.Set
}

func newStage(b *testing.B) *stage {
	b.Helper()
	w, err := world.New(world.Config{Seed: new(uint64(7)), Time: start, Frozen: true, Limits: world.LimitsOff}, []world.Service{polarauth.Service(), polarteampro.Service()})
	require.NoError(b, err)
	tenant, err := w.Tenant(service)
	require.NoError(b, err)
	return &stage{tenant, tokenWith(b, w, "team_read"), w.Data.Team(w.Data.Organization(1).FirstTeam), w.Data}
}

func (s *stage) answer(b *testing.B, path string) httpx.Response {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+s.token)
	resp := s.tenant.Answer(s.tenant.Match(r), r, httpx.Call{Now: start, Exchange: &journal.Exchange{}})
	require.NoError(b, resp.Bug)
	require.Less(b, resp.Status, 300)
	return resp
}

func BenchmarkTeams(b *testing.B) {
	s := newStage(b)
	for b.Loop() {
		s.answer(b, "/v1/teams")
	}
}

func BenchmarkTeamSessions(b *testing.B) {
	s := newStage(b)
	path := "/v1/teams/" + polarteampro.TeamID(s.tenant, s.team.Index) + "/training_sessions"
	for b.Loop() {
		s.answer(b, path)
	}
}

func BenchmarkPlayerSessions(b *testing.B) {
	s := newStage(b)
	path := "/v1/players/" + polarteampro.PlayerID(s.tenant, s.team.Members[0]) + "/training_sessions"
	for b.Loop() {
		s.answer(b, path)
	}
}

func BenchmarkSamples(b *testing.B) {
	s := newStage(b)
	for e := range s.data.Events(s.team.Members[0], s.data.Config().FirstDay, start) {
		if !e.GPS {
			continue
		}
		path := "/v1/training_sessions/" + polarteampro.PlayerSessionID(s.tenant, e.Ref) + "?samples=all"
		n := &counter{}
		require.NoError(b, s.answer(b, path).Stream(b.Context(), n))
		b.SetBytes(int64(n.n))
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, s.answer(b, path).Stream(b.Context(), io.Discard))
		}
		return
	}
	b.Fatal("no workout with satellite positioning")
}
