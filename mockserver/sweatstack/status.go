package sweatstack

import (
	"net/http"
	"slices"
)

// issue is the one thing that an app should tell a user. [confirmed: models of the
// vendor's client]
type issue struct {
	code, status, message, destination string
	of                                 []string // the capabilities that are not ready
	are                                string   // what these are instead
}

// The states of an issue and of a capability. [confirmed: models of the vendor's
// client]
const (
	capable      = "ready"
	syncing      = "syncing"
	needsAction  = "action_required"
	notAvailable = "unavailable"
)

// syncPending is the issue of a history that is loaded.
const syncPending = "sync_pending"

// capabilities are what an account can supply. [confirmed: models of the vendor's
// client]
func capabilities() []string {
	return []string{"activities", "activity_history", "dailies", "workouts"}
}

// issues are all that there are. [confirmed: codes, states and destinations, by the
// models and the change log of the vendor's client; inferred: the words, and what the
// capabilities are meanwhile]
func issues() []issue {
	mend := func(code, message, are string, of ...string) issue {
		return issue{code, needsAction, message, portalIntegrations, of, are}
	}
	return []issue{
		mend("no_source_connected", "Connect a device or service to see your data here.", notAvailable, capabilities()...),
		mend("activities_not_granted", "Allow access to your activities.", needsAction, "activities", "activity_history"),
		mend("activities_blocked_upstream", "The service you connected holds your activities back. Connect it again.", needsAction, "activities", "activity_history"),
		mend("activity_history_not_granted", "Allow access to your earlier activities.", needsAction, "activity_history"),
		mend("dailies_not_granted", "Allow access to your daily values.", needsAction, "dailies"),
		mend("dailies_no_source", "Connect a service that has daily values.", notAvailable, "dailies"),
		mend("workouts_not_granted", "Allow workouts to be sent to your device.", needsAction, "workouts"),
		mend("workouts_no_source", "Connect a service that takes workouts.", notAvailable, "workouts"),
		{syncPending, syncing, "Your earlier activities are being loaded.", "", []string{"activity_history"}, syncing},
	}
}

func issueCodes() []string {
	var codes []string
	for _, one := range issues() {
		codes = append(codes, one.code)
	}
	return codes
}

// issueOf is what a user has to be told: what the control plane said, or that the
// history is loaded. Most have nothing to be told.
func (t *tenant) issueOf(c *caller) *issue {
	code := t.store.issueOf(c.user.id)
	if b, under := t.store.backfill(c.user.id); code == "" && under && c.Call.Now.Before(b.began.Add(b.takes)) {
		code = syncPending
	}
	all := issues()
	if i := slices.IndexFunc(all, func(one issue) bool { return one.code == code }); i >= 0 {
		return &all[i]
	}
	return nil
}

// appendIssue appends what is to be told, or null. A token that acts for somebody
// else leads nowhere. [confirmed: the vendor's client]
func (t *tenant) appendIssue(c *caller, o *object) {
	told := t.issueOf(c)
	if told == nil {
		o.null("issue")
		return
	}
	o.key("issue")
	in := open(o.b)
	in.text("code", told.code)
	in.text("status", told.status)
	in.text("message", told.message)
	if c.access.User.Role != "" {
		in.null("destination")
	} else {
		in.textOr("destination", told.destination)
	}
	o.b = in.close()
}

// getStatus tells what an account can supply. Nothing here takes workouts, which
// is no issue. [confirmed: models of the vendor's client]
func getStatus(t *tenant, c *caller) (any, error) {
	told := t.issueOf(c)
	o := open(nil)
	t.appendIssue(c, &o)
	o.key("capabilities")
	in := open(o.b)
	for _, name := range capabilities() {
		switch {
		case told != nil && slices.Contains(told.of, name):
			in.text(name, told.are)
		case name == "workouts":
			in.text(name, notAvailable)
		default:
			in.text(name, capable)
		}
	}
	o.b = in.close()
	return reply(http.StatusOK, o.close()), nil
}

// issueOf is what the control plane said that a user has to be told.
func (s *store) issueOf(user string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.issues[user]
}

// setIssue says what a user has to be told; nothing takes it back.
func (s *store) setIssue(user, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if code == "" {
		delete(s.issues, user)
		return
	}
	if s.issues == nil {
		s.issues = map[string]string{}
	}
	if len(s.issues) < maxRecords {
		s.issues[user] = code
	}
}
