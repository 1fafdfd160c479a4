package mutants

import "slices"

// firstbeatMutants are the defects of mutants/firstbeat.
func firstbeatMutants() []Mutant {
	return slices.Concat(credentialMutants(), limitMutants(), outcomeMutants(), listMutants(), codingMutants(), vectorMutants())
}

func credentialMutants() []Mutant {
	return []Mutant{
		{"key-dropped-on-coaches", "forgets x-api-key on one resource", []string{"FB-AUTH-001"}, nil},
		{"token-dropped-on-types", "forgets its token on one resource", []string{"FB-AUTH-001"}, nil},
		{"api-key-needs-key", "cannot fetch its API key before it has one", []string{"FB-AUTH-002"}, []string{"FB-AUTH-006"}},
		{"api-key-without-token", "asks for its API key without a token", []string{"FB-AUTH-002"}, []string{"FB-*", "X-JSON-001", "X-JSON-002", "X-TIME-001", "X-NET-001", "X-NET-002", "X-NET-010", "X-RETRY-001", "X-SEC-004", "X-TLS-*"}},
		{"token-life-600", "signs tokens that live ten minutes", []string{"FB-AUTH-003"}, []string{"FB-*", "X-JSON-001", "X-JSON-002", "X-TIME-001", "X-NET-001", "X-NET-002", "X-NET-010", "X-RETRY-001", "X-SEC-004", "X-TLS-*"}},
		{"alg-none", "sends unsigned tokens", []string{"FB-AUTH-004"}, []string{"FB-*", "X-JSON-001", "X-JSON-002", "X-TIME-001", "X-NET-001", "X-NET-002", "X-NET-010", "X-RETRY-001", "X-SEC-004", "X-TLS-*"}},
		{"jwt-std-base64", "writes tokens in padded standard base64", []string{"FB-AUTH-004"}, []string{"FB-*", "X-JSON-001", "X-JSON-002", "X-TIME-001", "X-NET-001", "X-NET-002", "X-NET-010", "X-RETRY-001", "X-SEC-004", "X-TLS-*"}},
		{"iss-missing", "does not name the issuer", []string{"FB-AUTH-004"}, []string{"FB-*", "X-JSON-001", "X-JSON-002", "X-TIME-001", "X-NET-001", "X-NET-002", "X-NET-010", "X-RETRY-001", "X-SEC-004", "X-TLS-*"}},
		{"register-get", "registers by GET", []string{"FB-AUTH-005"}, []string{"FB-AUTH-006"}},
		{"body-untyped", "does not say that it sends JSON", []string{"FB-AUTH-005"}, nil},
		{"register-form", "registers with a form instead of JSON", []string{"FB-AUTH-005"}, []string{"FB-AUTH-006"}},
		{"register-with-token", "sends a token when it registers", []string{"FB-AUTH-005"}, nil},
		{"register-keeps-old-secret", "signs with the configured secret after registering anew", []string{"FB-AUTH-006"}, nil},
		{"token-forever", "uses its first token for ever", []string{"FB-AUTH-007"}, []string{"FB-AUTH-008"}},
		{"token-per-operation", "signs once an operation, however long it polls", []string{"FB-AUTH-008"}, nil},
		{"401-loop", "signs anew at every 401, without end", []string{"FB-AUTH-009"}, nil},
		{"401-as-server", "takes 401 for a failure of the server", []string{"FB-AUTH-009"}, nil},
		{"remint-on-403", "takes 403 for a stale token", []string{"FB-AUTH-010"}, nil},
		{"403-as-server", "takes 403 for a failure of the server", []string{"FB-AUTH-010"}, nil},
		{"key-per-call", "fetches the API key before every call", []string{"FB-AUTH-011"}, []string{"FB-AUTH-010"}},
		{"key-prose-spelling-only", "knows only the spelling apikey", []string{"FB-AUTH-012"}, nil},
		{"key-openapi-spelling-only", "knows only the spelling apiKey", []string{"FB-AUTH-012"}, []string{"FB-*", "X-JSON-001", "X-JSON-002", "X-TIME-001", "X-NET-001", "X-NET-002", "X-NET-010", "X-RETRY-001", "X-SEC-004", "X-TLS-*"}},
		{"confirm-with-old-secret", "signs the confirmation with the old secret", []string{"FB-AUTH-013"}, nil},
		{"old-secret-dropped-early", "drops the old secret before the new one is confirmed", []string{"FB-AUTH-013"}, nil},
		{"new-secret-not-adopted", "confirms a new secret and goes on with the old", []string{"FB-AUTH-013"}, nil},
		{"skew-remint-loop", "signs anew without end when clocks differ", []string{"FB-CLK-001"}, []string{"FB-CLK-002"}},
		{"clock-blind", "does not look at the server's clock", []string{"FB-CLK-002"}, nil},
	}
}

func limitMutants() []Mutant {
	return []Mutant{
		{"retry-after-ignored", "backs off as it likes when told how long", []string{"FB-RATE-001"}, []string{"FB-RATE-002"}},
		{"retry-after-int-only", "takes a date in Retry-After for zero", []string{"FB-RATE-002"}, nil},
		{"backoff-50ms", "waits 50 ms after a 429", []string{"FB-RATE-003"}, nil},
		{"429-without-end", "never stops trying after 429", []string{"FB-RATE-003"}, []string{"FB-RATE-001", "FB-RATE-002", "FB-RATE-005", "FB-RATE-008", "FB-RATE-009"}},
		{"429-not-retried", "takes the first 429 for the last word", []string{"FB-RATE-001", "FB-RATE-002"}, []string{"FB-RATE-006"}},
		{"no-pacing", "sends as fast as it can", []string{"FB-RATE-004", "TP-RATE-001"}, []string{"FB-POLL-006", "FB-RATE-007"}},
		{"daily-hammer", "asks every second when the day's quota is used up", []string{"FB-RATE-005"}, nil},
		{"daily-limit-for-ever", "does not begin again the next day", []string{"FB-RATE-005"}, nil},
		{"429-skips-page", "ends a list at a 429", []string{"FB-RATE-006"}, nil},
		{"429-restarts-walk", "begins a list again after a 429", []string{"FB-RATE-006"}, nil},
		{"limiter-per-worker", "gives each worker a limiter of its own", []string{"FB-RATE-007"}, []string{"FB-POLL-006", "FB-RATE-004"}},
		{"retry-after-sleeps-day", "sleeps a day when told to", []string{"FB-RATE-008"}, nil},
		{"429-as-server", "takes 429 for a failure of the server", []string{"FB-RATE-008"}, []string{"FB-RATE-003", "FB-RATE-005"}},
		{"retry-after-garbage-hot", "asks again at once when Retry-After is unreadable", []string{"FB-RATE-009"}, nil},
		{"poll-hot", "polls every 100 ms", []string{"FB-POLL-001"}, []string{"FB-POLL-003", "FB-POLL-007"}},
		{"poll-204-empty", "takes 204 after 202 for an empty result", []string{"FB-POLL-002"}, nil},
		{"poll-forever", "polls without end", []string{"FB-POLL-003"}, nil},
		{"poll-end-unnamed", "gives up polling without saying on what", []string{"FB-POLL-003"}, nil},
		{"poll-ignores-cancel", "sleeps between polls whatever its caller wants", []string{"FB-POLL-004"}, nil},
		{"202-body-is-data", "reads the body of a 202 as the result", []string{"FB-POLL-005"}, []string{"FB-POLL-001", "FB-POLL-002", "FB-POLL-004", "FB-POLL-007"}},
		{"polls-bypass-limiter", "does not count polls against the limit", []string{"FB-POLL-006"}, nil},
		{"polls-measurements-only", "polls measurements, but not sessions and laps", []string{"FB-POLL-007"}, nil},
	}
}

func outcomeMutants() []Mutant {
	return []Mutant{
		{"204-empty-map", "takes 204 for a result without variables", []string{"FB-NODATA-001"}, []string{"FB-POLL-002"}},
		{"204-retried", "asks again after 204", []string{"FB-NODATA-002"}, []string{"FB-POLL-002"}},
		{"204-parsed", "parses the body that a 204 does not have", []string{"FB-NODATA-003"}, []string{"FB-ENC-009", "FB-NODATA-001", "FB-POLL-002"}},
		{"413-generic", "has no kind of error for 413", []string{"FB-SIZE-001"}, []string{"FB-SIZE-002", "FB-SIZE-003", "FB-SIZE-005", "FB-SIZE-007"}},
		{"413-gives-up", "does not split what is too large", []string{"FB-SIZE-002"}, []string{"FB-SIZE-005"}},
		{"413-middle-lost", "loses the middle of an odd number of variables when it splits", []string{"FB-SIZE-002"}, nil},
		{"413-first-half", "returns the first half of what it split", []string{"FB-SIZE-002"}, nil},
		{"413-recurses", "goes on splitting one variable", []string{"FB-SIZE-003"}, []string{"FB-SIZE-004", "FB-SIZE-007"}},
		{"413-resent", "repeats a request that was too large", []string{"FB-SIZE-004"}, nil},
		{"504-ten-times", "repeats a request ten times after 504", []string{"FB-SIZE-007"}, nil},
		{"read-limit-1mb", "reads no more than 1 MB", []string{"FB-SIZE-006"}, nil},
	}
}

func listMutants() []Mutant {
	return []Mutant{
		{"offset-page-number", "counts pages in offset", []string{"FB-PAGE-001"}, []string{"FB-PAGE-003", "FB-RATE-006"}},
		{"stops-on-short-page", "takes a short page for the last", []string{"FB-PAGE-001"}, nil},
		{"asks-until-empty", "asks until a page is empty", []string{"FB-PAGE-002"}, []string{"FB-DATA-003", "FB-PAGE-005", "X-TIME-001"}},
		{"more-required", "crashes when more is missing", []string{"FB-PAGE-003"}, []string{"FB-PAGE-005"}},
		{"more-empty-loops", "goes on after an empty page", []string{"FB-PAGE-004"}, nil},
		{"more-by-size", "takes a full page for a sign of more", []string{"FB-PAGE-005"}, nil},
		{"error-is-empty-list", "takes any refusal of a list for an empty list", []string{"FB-AUTH-009", "FB-AUTH-010"}, []string{"FB-PAGE-006", "FB-RATE-008", "X-NET-003", "X-NET-004", "X-NET-005", "X-NET-007", "X-NET-008", "X-NET-009", "X-RETRY-004", "X-SEC-001", "X-TLS-*"}},
		{"page-fail-prefix", "returns what it had when a page fails", []string{"FB-PAGE-006"}, nil},
		{"to-inclusive", "asks for the end of its window too", []string{"FB-FILT-001"}, []string{"FB-FILT-002"}},
		{"offset-stripped", "sends what a clock showed as UTC", []string{"FB-FILT-002"}, nil},
		{"raw-offset", "sends local times with an unescaped plus", []string{"FB-FILT-002"}, []string{"FB-FILT-001"}},
		{"vars-forgotten", "does not name the variables it wants", []string{"FB-FILT-003"}, []string{"FB-POLL-001"}},
		{"list-by-type-field", "takes whatever has a type for base64", []string{"FB-FILT-004"}, []string{"FB-VEC-023"}},
		{"z-stripped", "reads UTC times as local ones", []string{"FB-DATA-001"}, []string{"FB-FILT-001", "FB-VEC-001", "FB-VEC-010", "FB-VEC-015", "FB-VEC-020", "FB-VEC-022", "FB-VEC-023", "X-TIME-001"}},
		{"units-mojibake", "reads UTF-8 as Latin-1", []string{"FB-DATA-002"}, []string{"FB-VEC-001", "FB-VEC-004", "FB-VEC-007", "FB-VEC-010", "FB-VEC-015", "FB-VEC-020", "FB-VEC-023"}},
		{"sessionless-dropped", "drops measurements without a session", []string{"FB-DATA-003"}, []string{"FB-FILT-001", "FB-POLL-006"}},
		{"variables-by-index", "finds variables by their place", []string{"FB-DATA-004"}, []string{"FB-DATA-002", "FB-ENC-002", "FB-ENC-003", "FB-ENC-004", "FB-ENC-005", "FB-VEC-001", "FB-VEC-010", "FB-VEC-015", "FB-VEC-023"}},
		{"missing-is-zero", "makes zeros of what is left out", []string{"FB-DATA-005"}, []string{"FB-POLL-001", "FB-SIZE-002"}},
	}
}

func codingMutants() []Mutant {
	return []Mutant{
		{"identity-only", "offers no content coding", []string{"FB-ENC-001"}, nil},
		{"br-offered-not-decoded", "offers br and cannot read it", []string{"FB-ENC-002"}, nil},
		{"deflate-raw-only", "reads deflate without its zlib wrapper only", []string{"FB-ENC-003"}, []string{"FB-ENC-002"}},
		{"deflate-raw-garbage", "makes something of bare deflate that is not there", []string{"FB-ENC-004"}, nil},
		{"always-gunzips", "unzips results that are not zipped", []string{"FB-ENC-005"}, []string{"FB-AUTH-001", "FB-DATA-002", "FB-DATA-004", "FB-DATA-005", "FB-POLL-001", "FB-POLL-005", "FB-POLL-006", "FB-POLL-007", "FB-SIZE-002", "FB-SIZE-005", "FB-SIZE-006", "FB-VEC-*"}},
		{"unoffered-empty", "takes a coding it cannot read for an empty answer", []string{"FB-ENC-006"}, nil},
		{"coding-prefix", "keeps what it could read of a cut body", []string{"FB-ENC-007"}, nil},
		{"bomb-read-all", "inflates without bound", []string{"FB-ENC-008"}, nil},
		{"gunzip-204", "unzips the body that a 204 does not have", []string{"FB-ENC-009"}, nil},
	}
}

func vectorMutants() []Mutant {
	return []Mutant{
		{"f64-little-endian", "reads doubles little-endian", []string{"FB-VEC-001"}, []string{"FB-FILT-004", "FB-VEC-007", "FB-VEC-016", "FB-VEC-017", "FB-VEC-018", "FB-VEC-019", "FB-VEC-020", "FB-VEC-021", "FB-VEC-023"}},
		{"f32-as-64", "reads singles as doubles", []string{"FB-VEC-002"}, []string{"FB-VEC-007", "FB-VEC-017", "FB-VEC-023"}},
		{"u16-little-endian", "reads 16-bit numbers little-endian", []string{"FB-VEC-003"}, []string{"FB-VEC-007", "FB-VEC-014", "FB-VEC-022"}},
		{"u8-signed", "reads unsigned bytes as signed", []string{"FB-VEC-004"}, []string{"FB-FILT-004", "FB-VEC-019", "FB-VEC-020"}},
		{"i16-unsigned", "reads signed 16-bit numbers as unsigned", []string{"FB-VEC-005"}, nil},
		{"wide-ints-wrong", "reads signed bytes as unsigned", []string{"FB-VEC-006"}, nil},
		{"bits-by-table", "trusts the documents' table over the bits sent", []string{"FB-VEC-007"}, []string{"FB-VEC-002", "FB-VEC-017", "FB-VEC-023"}},
		{"empty-series-error", "refuses a series of no values", []string{"FB-VEC-008"}, nil},
		{"empty-value-crash", "crashes on an empty value", []string{"FB-VEC-009"}, nil},
		{"zlib-prefix", "keeps what it could inflate of a cut stream", []string{"FB-VEC-010"}, nil},
		{"adler-ignored", "does not check the sum of a zlib stream", []string{"FB-VEC-011"}, nil},
		{"inflate-auto", "guesses another packing where zlib fails", []string{"FB-VEC-012"}, nil},
		{"zlib-header-skipped", "inflates from the third byte on, whatever the first two say", []string{"FB-VEC-012"}, []string{"FB-VEC-010", "FB-VEC-011"}},
		{"ragged-tail-dropped", "drops bytes that make no whole number", []string{"FB-VEC-013"}, nil},
		{"unknown-type-fails-all", "loses all variables over one it cannot read", []string{"FB-VEC-015"}, []string{"FB-VEC-010"}},
		{"unknown-type-as-bytes", "reads an unknown type as bytes", []string{"FB-VEC-015"}, nil},
		{"base64-lenient", "skips what is not base64", []string{"FB-VEC-016"}, nil},
		{"base64-url-alphabet", "reads the other base64 alphabet", []string{"FB-VEC-016"}, nil},
		{"base64-stops-early", "keeps what it could read before a fault in base64", []string{"FB-VEC-016"}, []string{"FB-VEC-010", "FB-VEC-011", "FB-VEC-012", "FB-VEC-013"}},
		{"non-finite-is-zero", "makes zeros of values that are not finite", []string{"FB-VEC-017"}, nil},
		{"inflate-one-read", "takes the first 64 KiB that a series unpacks to for all of it", []string{"FB-VEC-020"}, nil},
		{"series-zipped", "cuts all series of a measurement to the shortest", []string{"FB-VEC-020"}, nil},
		{"rate-as-float", "needs samplingRate to be a number", []string{"FB-VEC-021"}, []string{"FB-VEC-003", "FB-VEC-023"}},
		{"variable-whitelist", "drops variables it does not know", []string{"FB-VEC-022"}, []string{"FB-VEC-001", "FB-VEC-003", "FB-VEC-004"}},
		{"scalar-as-base64", "takes numbers for base64", []string{"FB-VEC-023"}, []string{"FB-DATA-002", "FB-DATA-004", "FB-DATA-005", "FB-ENC-002", "FB-ENC-003", "FB-ENC-005", "FB-FILT-004", "FB-POLL-005", "FB-POLL-007", "FB-SIZE-006", "FB-VEC-010", "FB-VEC-015", "FB-VEC-022"}},
		{"odd-values-dropped", "drops variables whose value is neither number, text nor list", []string{"FB-VEC-023"}, nil},
		{"odd-members-are-zero", "takes members of a list that are no numbers for zero", []string{"FB-VEC-023"}, nil},
	}
}
