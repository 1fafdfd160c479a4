package server

import "net/http"

// finding is where one of a kind of resources is found.
type finding struct {
	path   string
	query  [][2]string
	list   string // JSON pointer
	member string // of an item: its ID; "/…" is a pointer inside it
}

// findings says, by service and placeholder, where the first of each is.
func findings(api string) map[string]finding {
	switch api {
	case "firstbeat":
		return map[string]finding{
			"account":     {path: "/v1/sports/accounts", list: "/accounts", member: "accountId"},
			"athlete":     {path: "/v1/sports/accounts/{account}/athletes", list: "/athletes", member: "athleteId"},
			"coach":       {path: "/v1/sports/accounts/{account}/coaches", list: "/coaches", member: "coachId"},
			"team":        {path: "/v1/sports/accounts/{account}/teams", list: "/teams", member: "teamId"},
			"measurement": {path: "/v1/sports/accounts/{account}/athletes/{athlete}/measurements", list: "/measurements", member: "measurementId"},
			"session":     {path: "/v1/sports/accounts/{account}/teams/{team}/sessions", list: "/sessions", member: "sessionId"},
		}
	case "polar-teampro":
		return map[string]finding{
			"team":           {path: "/v1/teams", list: "/data", member: "id"},
			"player":         {path: "/v1/teams/{team}", list: "/data/players", member: "player_id"},
			"session":        {path: "/v1/teams/{team}/training_sessions", list: "/data", member: "id"},
			"player_session": {path: "/v1/teams/training_sessions/{session}", list: "/data/participants", member: "player_session_id"},
		}
	case "sweatstack":
		return map[string]finding{
			"activity": {path: "/api/v1/activities/", query: [][2]string{{"limit", "1"}}, list: "", member: "id"},
		}
	}
	return nil
}

// find is the first resource of a kind. What an earlier probe has found is not
// looked for again.
func (a *Asker) find(name string) string {
	memory, key := a.t.memory(), a.probe.API+" "+name
	if memory[key] != "" {
		return memory[key]
	}
	f, ok := findings(a.probe.API)[name]
	if !ok {
		a.Lack("nobody knows where %s of %s are found", name, a.probe.API)
	}
	var options []Option
	for _, q := range f.query {
		options = append(options, Query(q[0], q[1]))
	}
	r := a.Get(f.path, options...)
	if r.Status != http.StatusOK {
		a.Lack("there is no list of %s to choose from: status %d", name, r.Status)
	}
	for _, item := range r.List(f.list) {
		if id := member(item, f.member); id != "" {
			memory[key] = id
			return id
		}
	}
	a.Lack("the account has no %s", name)
	return ""
}
