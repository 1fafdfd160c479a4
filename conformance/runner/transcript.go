package runner

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/conformance"
)

// quotedBody is how much of a body a transcript shows.
const quotedBody = 600

// maxLines bounds a transcript: the first and the last half of it are kept.
const maxLines = 60

// redactor replaces secrets of one world by what they are.
type redactor struct{ r *strings.Replacer }

func newRedactor(e *conformance.Evidence) redactor {
	var pairs []string
	secrets := map[string]string{}
	for name, s := range e.World.Secrets {
		secrets[s] = name
	}
	for _, x := range e.Exchanges {
		if scheme, token, ok := strings.Cut(x.Header.Get("Authorization"), " "); ok && len(token) >= 8 {
			secrets[token] = strings.ToLower(scheme) + " token of #" + fmt.Sprint(x.N)
		}
	}
	// Longest first: a secret may be part of another one.
	ordered := slices.Sorted(maps.Keys(secrets))
	sort.SliceStable(ordered, func(i, j int) bool { return len(ordered[i]) > len(ordered[j]) })
	for _, s := range ordered {
		if len(s) < 8 {
			continue
		}
		for _, form := range []string{s, url.QueryEscape(s), base64.StdEncoding.EncodeToString([]byte(s)), base64.RawURLEncoding.EncodeToString([]byte(s))} {
			pairs = append(pairs, form, "<"+secrets[s]+">")
		}
	}
	return redactor{strings.NewReplacer(pairs...)}
}

func (r redactor) text(s string) string { return r.r.Replace(s) }

// result redacts everything a run's result quotes.
func (r redactor) result(out *conformance.RunResult) {
	out.Reason, out.Note = r.text(out.Reason), r.text(out.Note)
	for i := range out.Checks {
		c := &out.Checks[i]
		c.Want, c.Saw = r.text(c.Want), r.text(c.Saw)
		for n, m := range c.Marks {
			c.Marks[n] = r.text(m)
		}
	}
	for i := range out.Calls {
		out.Calls[i].Came = r.text(out.Calls[i].Came)
	}
}

// shownRequest and shownAnswer are the headers that a transcript prints.
func shownRequest() []string {
	return []string{"Authorization", "X-Api-Key", "Accept-Encoding", "Content-Type"}
}

func shownAnswer() []string {
	return []string{"Content-Type", "Content-Encoding", "Content-Length", "Retry-After", "Location", "Date"}
}

// transcript prints the exchanges with secrets replaced.
func transcript(e *conformance.Evidence, r redactor) []conformance.Line {
	var out []conformance.Line
	for i := range e.Exchanges {
		if n := len(e.Exchanges); n > maxLines && i >= maxLines/2 && i < n-maxLines/2 {
			continue
		}
		out = append(out, line(&e.Exchanges[i], e, r))
	}
	return out
}

func line(x *conformance.Exchange, e *conformance.Evidence, r redactor) conformance.Line {
	l := conformance.Line{
		N: x.N, At: x.At, Done: x.Done, Operation: x.Operation, Origin: x.Origin, Status: x.Status, Bytes: x.RespBytes,
		Request: x.Method + " " + r.text(target(x)), Header: map[string]string{}, RespHeader: map[string]string{},
		Body: r.text(quote(x.Body, "")),
	}
	for _, h := range shownRequest() {
		v := x.Header.Get(h)
		switch {
		case v == "":
		case h == "Authorization":
			l.Header[h] = describeToken(v, e)
		case h == "X-Api-Key" && v == e.World.Credentials.APIKey:
			l.Header[h] = "<API key of this world>"
		case h == "X-Api-Key":
			l.Header[h] = fmt.Sprintf("<%d other characters>", len(v))
		default:
			l.Header[h] = r.text(v)
		}
	}
	for _, h := range shownAnswer() {
		if v := x.RespHeader.Get(h); v != "" {
			l.RespHeader[h] = r.text(v)
		}
	}
	body, err := conformance.Decoded(x)
	if err != nil {
		body = x.RespBody
	}
	l.RespBody = r.text(quote(body, x.RespHeader.Get("Content-Encoding")))
	for _, f := range x.Faults {
		l.Notes = append(l.Notes, "fault "+f)
	}
	for _, d := range x.Decisions {
		l.Notes = append(l.Notes, r.text(d))
	}
	if x.Bug != "" {
		l.Notes = append(l.Notes, "simulator bug: "+r.text(x.Bug))
	}
	return l
}

func target(x *conformance.Exchange) string {
	t := x.Path
	if x.Origin != "" {
		t = "//" + x.Origin + t
	}
	if x.Query != "" {
		t += "?" + x.Query
	}
	return t
}

// quote shows a body: text up to a bound, anything else by its size.
func quote(body []byte, coding string) string {
	if len(body) == 0 {
		return ""
	}
	if !utf8.Valid(body) {
		return fmt.Sprintf("<%d bytes, not text>", len(body))
	}
	s := string(body)
	if len(s) > quotedBody {
		s = strings.ToValidUTF8(s[:quotedBody], "") + fmt.Sprintf("… <%d bytes>", len(body))
	}
	if coding != "" {
		s = "(" + coding + ") " + s
	}
	return s
}

// describeToken says what an Authorization header is, never what it holds.
func describeToken(v string, e *conformance.Evidence) string {
	scheme, token, _ := strings.Cut(v, " ")
	parts := strings.Split(token, ".")
	if !strings.EqualFold(scheme, "Bearer") || len(parts) != 3 {
		return fmt.Sprintf("%s <%d characters>", scheme, len(token))
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	var c struct {
		Iss string  `json:"iss"`
		Iat float64 `json:"iat"`
		Exp float64 `json:"exp"`
	}
	if err != nil || json.Unmarshal(raw, &c) != nil {
		return "Bearer <unreadable token>"
	}
	iss := "another issuer"
	if c.Iss == e.World.Credentials.ConsumerID {
		iss = "this world's consumer"
	}
	begin := float64(e.World.Start.Add(e.World.Skew).Unix())
	return fmt.Sprintf("Bearer <JWT of %s, iat %+.0fs, exp iat%+.0fs>", iss, c.Iat-begin, c.Exp-c.Iat)
}

// callLines tell what the subject was asked and what came of it.
func callLines(e *conformance.Evidence) []conformance.CallLine {
	var out []conformance.CallLine
	for i := range e.Calls {
		if n := len(e.Calls); n > maxLines && i >= maxLines/2 && i < n-maxLines/2 {
			continue
		}
		c := &e.Calls[i]
		l := conformance.CallLine{Label: c.Label, Op: c.Op, Start: c.Start, End: c.End, Came: "a value"}
		switch {
		case c.Panic != "":
			l.Came = "a panic"
		case c.Hung:
			l.Came = "no answer"
		case c.Missing != nil:
			l.Came = c.Missing.Error()
		case c.Err != nil:
			l.Came = c.Err.Error()
		}
		out = append(out, l)
	}
	return out
}
