package observe

import (
	"regexp"
	"strings"
)

// traces are how runtimes say that a program has fallen, and where they say why.
func traces() []struct{ begins, why *regexp.Regexp } {
	re := regexp.MustCompile
	return []struct{ begins, why *regexp.Regexp }{
		// Python: the last line without indentation, behind the frames.
		{re(`(?m)^Traceback \(most recent call last\):`), re(`(?m)^[A-Za-z_][A-Za-z0-9_.]*(?:Error|Exception|Interrupt|Exit|Warning|Timeout|[A-Z][a-z]+)\b.*`)},
		{re(`(?m)^panic: .*`), re(`(?m)^panic: .*`)},                                                                             // Go
		{re(`(?m)^fatal error: .*`), re(`(?m)^fatal error: .*`)},                                                                 // Go's runtime
		{re(`(?m)^Exception in thread .*`), re(`(?m)^Exception in thread .*`)},                                                   // Java
		{re(`(?m)^Unhandled exception\. .*`), re(`(?m)^Unhandled exception\. .*`)},                                               // .NET
		{re(`(?m)^thread '.*' .*panicked at`), re(`(?m)^thread '.*' .*panicked at.*`)},                                           // Rust
		{re(`(?m)^PHP Fatal error: .*`), re(`(?m)^PHP Fatal error: .*`)},                                                         // PHP
		{re(`(?m)^.*\.rb:[0-9]+:in .*\(.*(?:Error|Exception)\)$`), re(`(?m)^.*\.rb:[0-9]+:in .*$`)},                              // Ruby
		{re(`(?m)^\s+at .*(?:node:internal|\.[cm]?[jt]s:[0-9]+).*$`), re(`(?m)^(?:Uncaught )?[A-Za-z]*(?:Error|Exception)\b.*`)}, // Node
	}
}

// crash is what a program says that it died of; "" when it does not look like dying.
func crash(stderr string) string {
	for _, t := range traces() {
		at := t.begins.FindStringIndex(stderr)
		if at == nil {
			continue
		}
		from := at[0]
		if strings.HasPrefix(strings.TrimSpace(stderr[at[0]:at[1]]), "at ") {
			from = 0 // Node says why before it says where
		}
		if why := t.why.FindAllString(stderr[from:], -1); len(why) > 0 {
			return clip(strings.TrimSpace(why[len(why)-1]), quoted)
		}
		return clip(strings.TrimSpace(stderr[at[0]:at[1]]), quoted)
	}
	return ""
}
