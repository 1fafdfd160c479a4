package proxy

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/internal/recording"
)

// exchange is a request with its answer, on its way into the archive.
type exchange struct {
	request              *http.Request // as sent to the upstream
	sent, received       *capture
	status               int
	proto                string
	header               http.Header // of the answer
	start, headed, ended time.Time
}

// drop forgets an exchange.
func (x *exchange) drop() {
	for _, c := range []*capture{x.sent, x.received} {
		if c == nil {
			continue
		}
		c.finish()
		if c.long != nil {
			go func() { // it reads to the end, and then removes what it wrote
				<-c.stored
				c.p.discard(c.kept)
			}()
		}
	}
}

// write redacts an exchange and appends it.
func (p *Proxy) write(x *exchange) error {
	if x.sent != nil {
		x.sent.finish() // an answer may come before a request has been read
	}
	sent, err := p.store(x.sent)
	if err != nil {
		return err
	}
	received, err := p.store(x.received)
	if err != nil {
		return err
	}
	e := p.entry(x)
	header := x.request.Header
	if sent != nil {
		e.Request.BodySize = sent.wire
		e.Request.PostData = &recording.PostData{MimeType: header.Get("Content-Type"), Text: sent.text, Stored: sent.Stored, Comment: sent.Withheld}
	}
	if received != nil {
		e.Response.BodySize = received.wire
		e.Response.Content = recording.Content{
			Size: received.size, Compression: max(0, received.size-received.wire), MimeType: x.header.Get("Content-Type"), Text: received.text,
			Stored: received.Stored, Comment: received.Withheld,
		}
		if received.Withheld == "" && x.received.declared {
			setLength(e.Response.Headers, received.wire)
		}
	}
	if p.o.Originals != nil { // what an entry replaces is remembered before the entry is there
		if err := p.o.Originals.Flush(); err != nil {
			return err
		}
	}
	return p.o.Writer.Append(e)
}

func setLength(list []recording.Pair, n int64) {
	for i := range list {
		if strings.EqualFold(list[i].Name, "Content-Length") {
			list[i].Value = strconv.FormatInt(n, 10)
		}
	}
}

// entry is everything of an exchange but its bodies.
func (p *Proxy) entry(x *exchange) *recording.Entry {
	ms := func(d time.Duration) float64 { return float64(max(0, d).Microseconds()) / 1000 }
	url, asked, answered := x.request.URL.String(), x.request.Header, x.header
	if r := p.o.Redactor; r != nil {
		url, asked, answered = r.URL(x.request.Method, url), r.Header(asked), r.Header(answered)
	}
	_, query, _ := strings.Cut(url, "?")
	query, _, _ = strings.Cut(query, "#")
	o := p.operation(x.request)
	e := &recording.Entry{
		StartedDateTime: recording.FormatTime(x.start), Time: ms(x.ended.Sub(x.start)),
		Timings: recording.Timings{Wait: ms(x.headed.Sub(x.start)), Receive: ms(x.ended.Sub(x.headed))},
		Service: o.Service, Operation: o.ID, Template: o.Template,
		Request: recording.Request{
			Method: x.request.Method, URL: url, HTTPVersion: x.proto, Headers: recording.Pairs(asked), Cookies: cookies(asked, "Cookie"),
			QueryString: recording.QueryPairs(query), HeadersSize: -1,
		},
		Response: recording.Response{
			Status: x.status, StatusText: http.StatusText(x.status), HTTPVersion: x.proto, Headers: recording.Pairs(answered),
			Cookies: cookies(answered, "Set-Cookie"), RedirectURL: answered.Get("Location"), HeadersSize: -1,
			Content: recording.Content{MimeType: answered.Get("Content-Type")},
		},
	}
	return e
}

func cookies(h http.Header, field string) []recording.Cookie {
	list := []recording.Cookie{}
	for _, v := range h.Values(field) {
		if field == "Set-Cookie" {
			v, _, _ = strings.Cut(v, ";")
		}
		for part := range strings.SplitSeq(v, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			list = append(list, recording.Cookie{Name: name, Value: value})
		}
	}
	return list
}
