package polarteampro

import (
	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// What tests from outside need to know: which identifier stands for whom.

func TeamID(t world.Tenant, team int) string { return t.(*tenant).ids.team(team) }

func PlayerID(t world.Tenant, athlete int) string           { return t.(*tenant).ids.player(athlete) }
func SessionID(t world.Tenant, r dataset.SessionRef) string { return t.(*tenant).ids.session(r) }
func PlayerSessionID(t world.Tenant, r dataset.Ref) string  { return t.(*tenant).ids.playerSession(r) }
