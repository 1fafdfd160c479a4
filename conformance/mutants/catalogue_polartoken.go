package mutants

// polarTokenMutants are the defects of mutants/polartoken.
func polarTokenMutants() []Mutant {
	return []Mutant{
		{"state-omitted", "sends no state", []string{"PO-AUTH-001"}, nil},
		{"state-constant", "sends the same state with every login", []string{"PO-AUTH-001"}, nil},
		{"response-type-token", "asks for a token where only codes are given", []string{"PO-AUTH-001"}, []string{"AL-SCOPE-002", "PO-AUTH-002", "PO-AUTH-003", "PO-AUTH-004", "PO-AUTH-005", "PO-AUTH-006", "PO-AUTH-007", "PO-AUTH-008", "PO-AUTH-016", "X-RETRY-003"}},
		{"scopes-by-comma", "joins AccessLink's scopes with commas", []string{"PO-AUTH-002"}, []string{"AL-SCOPE-002", "PO-AUTH-001"}},
		{"secret-in-form", "sends its secret in the form", []string{"PO-AUTH-003"}, []string{"AL-SCOPE-002", "PO-AUTH-001", "PO-AUTH-002", "PO-AUTH-004", "PO-AUTH-005", "PO-AUTH-006", "PO-AUTH-007", "PO-AUTH-008", "PO-AUTH-009", "PO-AUTH-010", "PO-AUTH-011", "PO-AUTH-013", "X-RETRY-003", "X-SEC-006", "X-SEC-007"}},
		{"token-request-json", "asks for tokens with JSON", []string{"PO-AUTH-003"}, []string{"AL-SCOPE-002", "PO-AUTH-001", "PO-AUTH-002", "PO-AUTH-004", "PO-AUTH-005", "PO-AUTH-006", "PO-AUTH-007", "PO-AUTH-008", "PO-AUTH-009", "PO-AUTH-010", "PO-AUTH-011", "PO-AUTH-013", "SS-AUTH-002", "SS-AUTH-003", "X-RETRY-003", "X-SEC-006", "X-SEC-007"}},
		{"redirect-uri-dropped", "does not repeat the redirect URI", []string{"PO-AUTH-004"}, []string{"AL-SCOPE-002", "PO-AUTH-001", "PO-AUTH-002", "PO-AUTH-003", "PO-AUTH-005", "PO-AUTH-006", "PO-AUTH-007", "PO-AUTH-008", "X-RETRY-003"}},
		{"state-unchecked", "takes codes with any state", []string{"PO-AUTH-005"}, nil},
		{"callback-error-ignored", "exchanges an empty code after an error", []string{"PO-AUTH-006"}, nil},
		{"callback-error-unnamed", "does not say why a login was refused", []string{"PO-AUTH-006"}, nil},
		{"token-type-case", "takes token_type Bearer only", []string{"PO-AUTH-007"}, []string{"AL-SCOPE-002", "PO-AUTH-001", "PO-AUTH-002", "PO-AUTH-003", "PO-AUTH-004", "PO-AUTH-005", "PO-AUTH-006", "PO-AUTH-008", "PO-AUTH-009", "PO-AUTH-010", "PO-AUTH-011", "PO-AUTH-013", "PO-AUTH-014", "PO-AUTH-016", "X-RETRY-003", "X-SEC-006", "X-SEC-007"}},
		{"expires-in-millis", "takes the life of a token for milliseconds, and renews it all the time", []string{"PO-AUTH-008"}, []string{"PO-AUTH-013", "PO-AUTH-014", "SS-AUTH-002"}},
		{"never-refreshes", "never refreshes", []string{"PO-AUTH-008", "SS-AUTH-002"}, []string{"PO-AUTH-009", "PO-AUTH-010", "PO-AUTH-011", "PO-AUTH-013", "PO-AUTH-016", "SS-AUTH-003", "X-RETRY-003", "X-SEC-006", "X-SEC-007"}},
		{"refresh-by-code", "sends the code again to refresh", []string{"PO-AUTH-009"}, []string{"PO-AUTH-008", "PO-AUTH-010", "PO-AUTH-011", "PO-AUTH-013", "SS-AUTH-002", "SS-AUTH-003", "X-RETRY-003", "X-SEC-006", "X-SEC-007"}},
		{"refresh-token-kept", "refreshes with its first refresh token for ever", []string{"PO-AUTH-010", "SS-AUTH-003"}, nil},
		{"rotation-not-stored", "does not store a new refresh token", []string{"PO-AUTH-010"}, nil},
		{"refresh-token-lost", "forgets a refresh token that was not replaced", []string{"PO-AUTH-011"}, nil},
		{"invalid-grant-loop", "goes on refreshing after invalid_grant", []string{"PO-AUTH-012"}, nil},
		{"invalid-grant-as-server", "takes invalid_grant for a failure of the server", []string{"PO-AUTH-012"}, nil},
		{"refresh-per-caller", "refreshes for each caller", []string{"PO-AUTH-013"}, nil},
		{"401-renewed-forever", "refreshes after every 401, without end", []string{"PO-AUTH-014"}, nil},
		{"code-replayed", "sends a code again that was answered 200", []string{"PO-AUTH-015"}, nil},
		{"token-5xx-loop", "asks a token endpoint that is down without end", []string{"PO-AUTH-015"}, nil},
		{"no-expiry-is-over", "takes a token without an end for one that is over", []string{"PO-AUTH-016"}, []string{"AL-SCOPE-001", "PO-AUTH-014", "SS-AUTH-001", "X-TLS-*"}},
	}
}
