package mutants

// teamProMutants are the defects of mutants/polarteampro.
func teamProMutants() []Mutant {
	return []Mutant{
		{"429-is-final", "takes the first 429 for the last word", []string{"TP-RATE-001"}, nil},
		{"page-repeated", "asks for the first page twice", []string{"TP-PAGE-001"}, []string{"TP-PAGE-003", "TP-PAGE-004", "TP-PAGE-006", "TP-PAGE-007"}},
		{"one-based", "counts pages from one", []string{"TP-PAGE-001"}, []string{"TP-FILT-001", "TP-PAGE-003", "TP-PAGE-004", "TP-PAGE-006", "TP-PAGE-007"}},
		{"per-page-500", "asks for pages of 500", []string{"TP-PAGE-002"}, []string{"PO-AUTH-007", "PO-AUTH-008", "PO-AUTH-009", "PO-AUTH-010", "PO-AUTH-011", "PO-AUTH-013", "TP-FILT-001", "TP-PAGE-001", "TP-PAGE-005", "X-NET-001", "X-NET-002", "X-NET-010", "X-RETRY-001", "X-RETRY-003", "X-SEC-004", "X-SEC-006", "X-SEC-007", "X-TLS-*"}},
		{"own-page-size", "computes the number of pages from the size it asked for", []string{"TP-PAGE-003"}, []string{"TP-PAGE-006", "TP-PAGE-007"}},
		{"totals-frozen", "believes the first answer about the number of pages for ever", []string{"TP-PAGE-004"}, nil},
		{"until-empty-page", "asks until a page is empty", []string{"TP-PAGE-005"}, []string{"TP-DATA-001", "TP-PAGE-001", "TP-PAGE-003", "TP-PAGE-004", "TP-PAGE-006", "TP-PAGE-007"}},
		{"other-path", "takes another path for the second page", []string{"TP-PAGE-006"}, []string{"TP-PAGE-007"}},
		{"first-page-only", "reads the first page of a list only", []string{"TP-PAGE-007", "SS-PAGE-001", "FB-PAGE-001"}, []string{"SS-PAGE-002", "SS-PAGE-003", "TP-PAGE-001", "TP-PAGE-003", "TP-PAGE-006"}},
		{"since-inclusive", "takes since for inclusive", []string{"TP-FILT-001"}, nil},
		{"page-size-dropped", "asks for pages of one size first and of another then", []string{"TP-PAGE-001"}, nil},
		{"offset-added", "adds the offset to local times to have UTC", []string{"TP-DATA-001"}, nil},
		{"local-as-utc", "reads local times as UTC", []string{"TP-DATA-001"}, []string{"TP-DATA-002", "TP-FILT-001", "X-TIME-002"}},
		{"host-zone-assumed", "reads local times in its own zone", []string{"TP-DATA-002", "X-TIME-002"}, []string{"TP-FILT-001"}},
		{"short-row-crash", "crashes on a row that ends early", []string{"TP-DATA-003"}, nil},
		{"long-row-shifted", "counts the values of a long row from its end", []string{"TP-DATA-004"}, nil},
		{"null-is-zero", "makes zeros of gaps", []string{"TP-DATA-005"}, nil},
		{"columns-by-position", "finds columns by their place in the example", []string{"TP-DATA-006"}, []string{"TP-DATA-003", "TP-DATA-005"}},
		{"whole-seconds", "reads durations in whole seconds", []string{"TP-DATA-007", "SS-DATA-003"}, nil},
		{"enum-strict", "drops words that are not on its list", []string{"TP-DATA-008"}, nil},
		{"speeds-as-ints", "drops speeds with a fraction", []string{"TP-DATA-009"}, nil},
		{"no-envelope", "reads objects at the top of an answer", []string{"TP-DATA-010"}, []string{"TP-DATA-002", "TP-DATA-003", "TP-DATA-004", "TP-DATA-005", "TP-DATA-006", "TP-DATA-007", "TP-DATA-008", "TP-DATA-009", "TP-DATA-011", "X-TIME-002"}},
		{"acceleration-count", "looks for count where counter is", []string{"TP-DATA-011"}, nil},
		{"4xx-retried", "repeats what was refused for good", []string{"TP-DATA-012", "X-RETRY-002"}, []string{"AL-DATA-015", "AL-SCOPE-001", "SS-ERR-001"}},
	}
}
