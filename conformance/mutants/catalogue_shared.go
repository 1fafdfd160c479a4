package mutants

// sharedMutants are the defects of mutants/caller, and of other clients, that
// cases about all services notice.
func sharedMutants() []Mutant {
	return []Mutant{
		{"5xx-not-retried", "takes a failure of the server for the last word", []string{"X-RETRY-001"}, []string{"X-RETRY-003"}},
		{"5xx-retried-at-once", "asks again at once after a failure of the server", []string{"X-RETRY-001"}, nil},
		{"token-per-call", "takes one token for all tries of a call", []string{"X-RETRY-003"}, nil},
		{"sleep-ignores-deadline", "sleeps between tries whatever its caller wants", []string{"X-RETRY-004"}, nil},
		{"refused-crash", "crashes when nobody listens", []string{"X-NET-001"}, []string{"X-NET-002", "X-NET-003", "X-NET-004", "X-NET-005"}},
		{"reset-not-retried", "takes a broken connection for the last word", []string{"X-NET-002"}, nil},
		{"cut-body-accepted", "takes what came of an answer for all of it", []string{"X-NET-003", "X-NET-004", "X-NET-005"}, []string{"X-NET-008"}},
		{"no-timeouts", "waits for ever", []string{"X-NET-007", "X-NET-008"}, nil},
		{"html-is-empty", "takes a page for people for an empty answer", []string{"X-NET-009"}, nil},
		{"connection-per-call", "opens a connection for every call", []string{"X-NET-010"}, nil},
		{"token-in-error", "prints its token in errors", []string{"X-SEC-001"}, []string{"AL-DATA-015", "AL-RATE-001", "AL-RATE-002", "AL-SCOPE-001", "AL-SCOPE-002", "PO-AUTH-012", "PO-AUTH-014", "SS-DATA-004", "SS-ERR-001", "TP-DATA-012", "X-NET-003", "X-NET-004", "X-NET-005", "X-NET-007", "X-NET-008", "X-NET-009", "X-RETRY-002", "X-SEC-005", "X-TLS-*"}},
		{"key-follows-redirects", "takes its API key along to wherever it is sent", []string{"X-SEC-002", "X-SEC-003"}, nil},
		{"bearer-follows-redirects", "takes its token along to wherever it is sent", []string{"X-SEC-003"}, nil},
		{"certificates-unchecked", "believes any certificate", []string{"X-TLS-001", "X-TLS-002", "X-TLS-003"}, nil},
		{"token-in-query", "sends its token in the query too", []string{"X-SEC-004"}, []string{"AL-DATA-001", "AL-DATA-002", "AL-DATA-003", "AL-DATA-004", "AL-DATA-005", "AL-DATA-006", "AL-DATA-007", "AL-DATA-008", "AL-DATA-009", "AL-DATA-010", "AL-DATA-011", "AL-DATA-012", "AL-DATA-013", "AL-DATA-014", "AL-DATA-015", "AL-DATA-017", "AL-RANGE-001", "AL-RANGE-002", "AL-RANGE-003", "AL-RANGE-004", "AL-RANGE-005", "AL-RANGE-006", "AL-RANGE-007", "AL-RANGE-008", "AL-RANGE-009", "AL-RATE-001", "AL-RATE-002", "AL-SCOPE-001", "AL-SCOPE-002", "PO-AUTH-007", "PO-AUTH-008", "PO-AUTH-009", "PO-AUTH-010", "PO-AUTH-011", "PO-AUTH-012", "PO-AUTH-013", "PO-AUTH-014", "PO-AUTH-016", "SS-AUTH-001", "SS-AUTH-002", "SS-AUTH-003", "SS-DATA-001", "SS-DATA-002", "SS-DATA-003", "SS-DATA-004", "SS-DATA-005", "SS-ERR-001", "SS-FILT-001", "SS-FILT-002", "SS-PAGE-001", "SS-PAGE-002", "SS-PAGE-003", "SS-PQT-001", "SS-PQT-002", "SS-PQT-003", "SS-PQT-004", "SS-PQT-005", "SS-PQT-006", "TP-DATA-001", "TP-DATA-002", "TP-DATA-003", "TP-DATA-004", "TP-DATA-005", "TP-DATA-006", "TP-DATA-007", "TP-DATA-008", "TP-DATA-009", "TP-DATA-010", "TP-DATA-011", "TP-DATA-012", "TP-FILT-001", "TP-PAGE-001", "TP-PAGE-002", "TP-PAGE-003", "TP-PAGE-004", "TP-PAGE-005", "TP-PAGE-006", "TP-PAGE-007", "TP-RATE-001", "TP-RATE-002", "X-JSON-001", "X-JSON-002", "X-JSON-003", "X-JSON-004", "X-JSON-005", "X-NET-001", "X-NET-002", "X-NET-003", "X-NET-004", "X-NET-005", "X-NET-006", "X-NET-007", "X-NET-008", "X-NET-009", "X-NET-010", "X-RETRY-001", "X-RETRY-002", "X-RETRY-003", "X-RETRY-004", "X-SEC-001", "X-SEC-003", "X-SEC-005", "X-SEC-006", "X-SEC-007", "X-TIME-001", "X-TIME-002", "X-TLS-*"}},
		{"token-redirect-followed", "follows a redirect with its secret", []string{"X-SEC-005"}, nil},
		{"basic-everywhere", "sends its secret with every request", []string{"X-SEC-006"}, []string{"AL-DATA-016", "X-SEC-003"}},
		{"token-file-for-all", "writes token files that everybody can read", []string{"X-SEC-007"}, nil},
		{"strict-decode", "refuses members that it does not know", []string{"X-JSON-001"}, []string{"AL-DATA-012"}},
		{"null-list-crash", "crashes on a list that is null", []string{"X-JSON-002"}, nil},
		{"lenient-json", "reads what is no JSON", []string{"X-JSON-003"}, []string{"X-JSON-004"}},
		{"nesting-crash", "crashes on values within values", []string{"X-JSON-004"}, nil},
		{"millis-only", "reads instants with milliseconds only", []string{"X-TIME-001"}, []string{"AL-DATA-005", "SS-DATA-002"}},
	}
}
