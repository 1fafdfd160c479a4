package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

// Text writes results for a terminal: what wants attention in full, the rest as
// counts.
func Text(w io.Writer, r *conformance.Results) error {
	p := &printer{w: w}
	for i := range r.Cases {
		if attention(&r.Cases[i]) {
			p.failure(&r.Cases[i])
		}
	}
	for _, s := range r.Stale {
		p.line("STALE %s", s)
	}
	p.line("%s %s (%s), %s, suite %s, seed %d", r.Subject.Name, r.Subject.Version, r.Subject.Language, r.Mode, r.Suite, r.Seed)
	p.summary(r)
	return p.err
}

// Summary writes what a run came to in a few lines: counts, and a word a profile.
func Summary(w io.Writer, r *conformance.Results) error {
	p := &printer{w: w}
	p.summary(r)
	return p.err
}

func (p *printer) summary(r *conformance.Results) {
	p.programs(r)
	p.line("%d cases: %s", len(r.Cases), counts(r.Counts))
	for _, pr := range r.Profiles {
		p.line("%s %s: %s", pr.Name, pr.Set, pr.Word)
	}
	if !r.Complete {
		p.line("interrupted: the results are not complete")
	}
}

// Case writes one case in full, whatever its verdict.
func Case(w io.Writer, c *conformance.CaseResult) error {
	p := &printer{w: w}
	p.failure(c)
	return p.err
}

// printer keeps the first error of many writes.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, a ...any) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, strings.TrimRight(fmt.Sprintf(format, a...), " ")+"\n")
	}
}

func (p *printer) failure(c *conformance.CaseResult) {
	tail := []string{string(c.Level), string(c.Basis), profiles(c)}
	if c.Provisional {
		tail = append(tail, "provisional")
	}
	p.line("%-13s %s  %s   %s", c.Verdict, c.ID, c.Title, strings.Join(tail, " · "))
	for _, s := range c.Says {
		p.line("  says   %s", s)
	}
	if g := c.Evidence; g != nil {
		p.line("  sure   %s: %s (%s)", g.Grade, g.Source, g.Date)
	}
	if c.Reason != "" {
		p.line("  reason %s", c.Reason)
	}
	for i := range c.Runs {
		if len(c.Runs) == 1 || c.Runs[i].Verdict != conformance.NA {
			p.run(c, &c.Runs[i])
		}
	}
	if len(c.Runs) > 1 {
		p.leftOut(c)
	}
	if c.Hint != "" {
		p.line("  mend   %s", c.Hint)
	}
	if len(c.Kills) > 0 && c.Verdict.Failed() {
		p.line("  known mutants with this symptom: %s", strings.Join(c.Kills, ", "))
	}
	p.line("  again  %s", again(c))
	p.line("")
}

func (p *printer) run(c *conformance.CaseResult, r *conformance.RunResult) {
	if len(c.Runs) > 1 {
		p.line("  %s: %s", runName(c, r), r.Verdict)
		if r.Verdict == conformance.Pass {
			return
		}
	}
	for i := range r.Checks {
		ch := &r.Checks[i]
		if ch.Met {
			p.line("  then   %s: ok", ch.ID)
			continue
		}
		p.line("  %-6s %s (%s)", strings.ToLower(string(ch.Verdict)), ch.ID, ch.Level)
		p.line("    want %s", ch.Want)
		p.line("    saw  %s", ch.Saw)
	}
	p.calls(r.Calls)
	if r.Note != "" {
		p.line("  note   %s", r.Note)
	}
	p.transcript(r)
}

// leftOut names the variants that do not apply, a line a reason.
func (p *printer) leftOut(c *conformance.CaseResult) {
	var reasons []string
	variants := map[string][]string{}
	for i := range c.Runs {
		r := &c.Runs[i]
		if r.Verdict != conformance.NA {
			continue
		}
		if variants[r.Reason] == nil {
			reasons = append(reasons, r.Reason)
		}
		variants[r.Reason] = append(variants[r.Reason], r.Variant)
	}
	for _, why := range reasons {
		p.line("  n/a    %s: %s", strings.Join(variants[why], ", "), why)
	}
}

// Of more than mostAlike things in a row that say the same, a terminal is shown the
// first two and the last; the files have all.
const mostAlike = 12

// alike returns how many things from the i-th on say the same as it.
func alike[T any](list []T, i int, same func(a, b *T) bool) int {
	n := 1
	for i+n < len(list) && same(&list[i], &list[i+n]) {
		n++
	}
	return n
}

func (p *printer) calls(list []conformance.CallLine) {
	same := func(a, b *conformance.CallLine) bool { return a.Label == b.Label && a.Op == b.Op && a.Came == b.Came }
	for i := 0; i < len(list); {
		n := alike(list, i, same)
		for k := i; k < i+n; k++ {
			if n > mostAlike && k == i+2 {
				p.line("  …      %d more like these", n-3)
				k = i + n - 1
			}
			call := &list[k]
			p.line("  call   %s %s %s→%s: %s", call.Label, call.Op, offset(call.Start), offset(call.End), call.Came)
		}
		i += n
	}
}

func (p *printer) transcript(r *conformance.RunResult) {
	if len(r.Transcript) == 0 {
		return
	}
	p.line("  wire   world %s · clock %s · %d requests", r.World, cmp.Or(r.Clock, "virtual"), r.Requests)
	remarks := remarks(r)
	same := func(a, b *conformance.Line) bool {
		return a.Request == b.Request && a.Body == b.Body && a.Status == b.Status && remarks[a.N] == remarks[b.N] && slices.Equal(a.Notes, b.Notes)
	}
	last := 0
	for i := 0; i < len(r.Transcript); {
		n := alike(r.Transcript, i, same)
		for k := i; k < i+n; k++ {
			if n > mostAlike && k == i+2 {
				p.line("     … #%d to #%d are like these", r.Transcript[k].N, r.Transcript[i+n-2].N)
				k = i + n - 1
				last = r.Transcript[k].N - 1
			}
			l := &r.Transcript[k]
			if l.N > last+1 {
				p.line("     … #%d to #%d are left out", last+1, l.N-1)
			}
			last = l.N
			p.exchange(l, remarks[l.N])
		}
		i += n
	}
}

func (p *printer) exchange(l *conformance.Line, mark string) {
	if mark != "" {
		mark = "   ← " + mark
	}
	p.line("     #%-3d %s  %s%s", l.N, offset(l.At), l.Request, mark)
	if h := headers(l.Header); h != "" {
		p.line("                 %s", h)
	}
	if l.Body != "" {
		p.line("                 %s", oneLine(l.Body))
	}
	p.line("          %s  %s", offset(l.Done), strings.TrimSpace(answer(l)))
	for _, n := range l.Notes {
		p.line("                 %s", n)
	}
}

// answer is the second line of an exchange.
func answer(l *conformance.Line) string {
	status := "no answer"
	if l.Status != 0 {
		status = fmt.Sprint(l.Status)
	}
	body := oneLine(l.RespBody)
	for _, h := range []string{"Retry-After", "Location", "Content-Encoding"} {
		if v := l.RespHeader[h]; v != "" {
			status += " " + strings.ToLower(h) + ": " + v
		}
	}
	return status + " " + body
}

func headers(h map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(h)) {
		parts = append(parts, strings.ToLower(k)+": "+h[k])
	}
	return strings.Join(parts, "   ")
}

// oneLine keeps a body on its line.
func oneLine(s string) string {
	const most = 160
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// remarks gathers what the checks point at, by exchange.
func remarks(r *conformance.RunResult) map[int]string {
	out := map[int]string{}
	for i := range r.Checks {
		if r.Checks[i].Met {
			continue
		}
		for n, m := range r.Checks[i].Marks {
			switch {
			case m == "":
			case out[n] == "":
				out[n] = m
			case !strings.Contains(out[n], m):
				out[n] += "; " + m
			}
		}
	}
	return out
}
