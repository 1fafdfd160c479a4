package mutants

import "slices"

// sweatStackMutants are the defects of mutants/sweatstack.
func sweatStackMutants() []Mutant {
	return slices.Concat(sweatStackListMutants(), sweatStackStreamMutants(), sweatStackFrameMutants(), sweatStackWriteMutants())
}

func sweatStackListMutants() []Mutant {
	return []Mutant{
		{"empty-page-asked-again", "goes on after a page without items", []string{"SS-PAGE-002"}, []string{"X-JSON-002"}},
		{"own-size-ends", "takes a page shorter than it asked for for the last", []string{"SS-PAGE-003"}, nil},
		{"offset-by-limit", "counts what it asked for, not what came", []string{"SS-PAGE-003"}, nil},
		{"lists-by-comma", "joins lists with commas", []string{"SS-FILT-001"}, []string{"SS-PQT-006"}},
		{"window-in-days", "asks for ranges by date and window_days", []string{"SS-FILT-002"}, nil},
		{"token-in-cookie", "sends its token in a cookie too", []string{"SS-AUTH-001"}, nil},
		{"null-place-crash", "crashes on a place that is null", []string{"SS-ERR-001"}, nil},
		{"first-reason-only", "tells the first reason of several", []string{"SS-ERR-001"}, nil},
		{"null-is-empty-object", "makes objects of zeros of what is null", []string{"SS-DATA-001"}, []string{"SS-DATA-005"}},
		{"wall-clock-as-utc", "reads local times as UTC", []string{"SS-DATA-002", "X-TIME-002"}, nil},
		{"durations-without-days", "reads hours, minutes and seconds only", []string{"SS-DATA-003"}, nil},
		{"latest-null-crash", "crashes where there is no latest activity", []string{"SS-DATA-004"}, nil},
		{"closed-sports", "drops sports that are not on its list", []string{"SS-DATA-005"}, []string{"X-JSON-001"}},
	}
}

func sweatStackStreamMutants() []Mutant {
	return []Mutant{
		{"line-per-read", "takes whatever comes at a time for a line", []string{"SS-NDJ-001"}, []string{"SS-NDJ-002", "SS-NDJ-003", "SS-NDJ-004", "SS-NDJ-005", "SS-NDJ-008"}},
		{"blank-lines-read", "reads blank lines as updates", []string{"SS-NDJ-002"}, nil},
		{"error-lines-skipped", "passes over errors in a stream", []string{"SS-NDJ-003"}, []string{"SS-NDJ-001"}},
		{"cut-line-dropped", "drops a last line that is not whole", []string{"SS-NDJ-004"}, nil},
		{"last-line-lost", "loses a last line without a newline", []string{"SS-NDJ-005"}, []string{"SS-NDJ-004"}},
		{"stream-timeout-30s", "gives a stream half a minute", []string{"SS-NDJ-006"}, nil},
		{"read-timeout-5s", "gives up a stream after five quiet seconds", []string{"SS-NDJ-007"}, nil},
		{"bad-lines-skipped", "skips what it cannot read in silence", []string{"SS-NDJ-008"}, nil},
		{"zone-required", "refuses times without an offset", []string{"SS-NDJ-009"}, []string{"SS-NDJ-001", "SS-NDJ-002", "SS-NDJ-003", "SS-NDJ-004", "SS-NDJ-005", "SS-NDJ-008"}},
	}
}

func sweatStackFrameMutants() []Mutant {
	return []Mutant{
		{"snappy-only", "knows one codec", []string{"SS-PQT-001"}, nil},
		{"gaps-at-the-end", "puts all values of a page first and its gaps last", []string{"SS-PQT-001"}, []string{"SS-PQT-005"}},
		{"gaps-are-zero", "makes zeros of gaps in a table", []string{"SS-PQT-001"}, []string{"SS-PQT-005"}},
		{"times-in-millis", "takes all times for milliseconds", []string{"SS-PQT-001"}, nil},
		{"durations-in-nanos", "takes all lengths of time for nanoseconds", []string{"SS-PQT-001", "SS-PQT-006"}, []string{"SS-PQT-005"}},
		{"cut-file-is-empty", "takes a cut table for an empty one", []string{"SS-PQT-002"}, []string{"SS-PQT-001"}},
		{"no-parquet-crash", "crashes on what is no table", []string{"SS-PQT-003"}, []string{"SS-PQT-002"}},
		{"no-rows-is-error", "refuses a table without rows", []string{"SS-PQT-004"}, nil},
		{"frame-columns-by-place", "finds columns of a table by their place", []string{"SS-PQT-005"}, []string{"SS-PQT-001", "SS-PQT-006"}},
		{"new-columns-dropped", "drops columns that it does not know", []string{"SS-PQT-005"}, []string{"SS-PQT-001", "SS-PQT-006"}},
	}
}

func sweatStackWriteMutants() []Mutant {
	return []Mutant{
		{"ten-files-sent", "uploads the first ten of eleven files", []string{"SS-UPL-001"}, nil},
		{"csv-refusal-ignored", "takes a refused upload for done", []string{"SS-UPL-002"}, nil},
		{"part-called-file", "calls the parts of an upload file", []string{"SS-UPL-003"}, []string{"SS-UPL-001", "SS-UPL-002"}},
		{"upload-as-text", "changes newlines of what it uploads", []string{"SS-UPL-003"}, nil},
		{"upload-sent-again", "uploads again when a connection breaks", []string{"SS-UPL-004"}, nil},
		{"put-not-retried", "takes the first failure of a PUT for the last word", []string{"SS-META-001"}, nil},
		{"delete-404-is-error", "takes 404 after a failed DELETE for an error", []string{"SS-META-002"}, nil},
	}
}
