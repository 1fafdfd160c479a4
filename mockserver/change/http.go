package change

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// OnError makes edits to refusals only: statuses from 400 on.
func OnError(edits ...Edit) Edit {
	return func(a *Answer) {
		if a.Status < http.StatusBadRequest {
			return
		}
		for _, e := range edits {
			e(a)
		}
	}
}

// OnSuccess makes edits to statuses below 300 only.
func OnSuccess(edits ...Edit) Edit {
	return func(a *Answer) {
		if a.Status >= http.StatusMultipleChoices {
			return
		}
		for _, e := range edits {
			e(a)
		}
	}
}

// Null answers 200 with null where the vendor answered 204 without a body.
func Null(contentType string) Edit {
	return func(a *Answer) {
		if a.Status == http.StatusNoContent {
			a.Replace(http.StatusOK, contentType, []byte("null"))
		}
	}
}

// Header adds a header.
func Header(name, value string) Edit {
	return func(a *Answer) { a.Header.Set(name, value) }
}

// RenameHeader sends a header under another name.
func RenameHeader(from, to string) Edit {
	return func(a *Answer) {
		if v, ok := a.Header[http.CanonicalHeaderKey(from)]; ok {
			a.Header.Del(from)
			a.Header[http.CanonicalHeaderKey(to)] = v
		}
	}
}

// Charset names the encoding of text in the media type.
func Charset(name string) Edit {
	return func(a *Answer) {
		if a.ContentType != "" && !strings.Contains(a.ContentType, "charset") {
			a.ContentType += "; charset=" + name
		}
	}
}

// MediaType answers JSON under another media type.
func MediaType(to string) Edit {
	return func(a *Answer) {
		if a.Body() != nil {
			a.ContentType = to
		}
	}
}

// RetryAsDate says when to come back as a date, in the place of seconds.
func RetryAsDate() Edit {
	return func(a *Answer) {
		if seconds, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil {
			a.Header.Set("Retry-After", a.Now.Add(time.Duration(seconds)*time.Second).UTC().Format(http.TimeFormat))
		}
	}
}

// Refuse answers a status in the vendor's words to requests that were served and
// whose query the vendor no longer takes.
func Refuse(status int, query func(url.Values) bool) Edit {
	return func(a *Answer) {
		if a.Status >= http.StatusMultipleChoices || !query(a.Request.URL.Query()) {
			return
		}
		body, media := []byte(http.StatusText(status)+"\n"), "text/plain; charset=utf-8"
		if a.Spell != nil {
			if resp, ok := a.Spell(status); ok {
				body, media = resp.Body, resp.ContentType
				if resp.Plain != nil {
					body = resp.Plain
				}
			}
		}
		a.Replace(status, media, body)
	}
}
