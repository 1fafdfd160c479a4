package sweatstack

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// The bounds of a form. [confirmed: Starlette]
const (
	maxParts = 1_000
	maxField = 1 << 20
)

func brokenForm(detail string) *Error { return &Error{Status: http.StatusBadRequest, Detail: detail} }

func unreadable() *Error { return brokenForm("There was an error parsing the body") }

// readForm reads either kind of form as it comes. A body of another type has no
// fields. file reads a part with a file to its end. [confirmed: Starlette]
func readForm(contentType string, body io.Reader, field func(name, value string), file func(p *multipart.Part, name, sent string) error) error {
	media, params, _ := mime.ParseMediaType(contentType) // what cannot be read is no form
	switch {
	case media == "application/x-www-form-urlencoded":
		return readFields(body, field)
	case media != "multipart/form-data":
		return nil
	case params["boundary"] == "":
		return brokenForm("Missing boundary in multipart.")
	}
	start := bufio.NewReader(body)
	mark := "--" + params["boundary"]
	head, err := start.Peek(len(mark))
	switch {
	case len(head) == 0 && errors.Is(err, io.EOF):
		return nil
	case string(head) != mark:
		return unreadable()
	}
	parts := multipart.NewReader(start, params["boundary"])
	for n := 0; ; n++ {
		p, err := parts.NextRawPart()
		switch {
		case err == io.EOF: // a form that breaks off has it wrapped
			return nil
		case err != nil:
			return unreadable()
		case n >= maxParts:
			return brokenForm("Too many files. Maximum number of files is 1000.")
		}
		if err := readPart(p, field, file); err != nil {
			return err
		}
	}
}

func readPart(p *multipart.Part, field func(name, value string), file func(p *multipart.Part, name, sent string) error) error {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	name, named := params["name"]
	if err != nil || !named {
		return brokenForm(`The Content-Disposition header field "name" must be provided.`)
	}
	if sent, ok := params["filename"]; ok {
		return file(p, name, sent)
	}
	value, err := io.ReadAll(io.LimitReader(p, maxField+1))
	switch {
	case err != nil:
		return unreadable()
	case len(value) > maxField:
		return brokenForm("Part exceeded maximum size of 1024KB.")
	}
	field(name, strings.ToValidUTF8(string(value), "\uFFFD"))
	return nil
}

func readFields(body io.Reader, field func(name, value string)) error {
	raw, err := io.ReadAll(io.LimitReader(body, maxField+1))
	if err != nil || len(raw) > maxField {
		return unreadable()
	}
	fields, _ := url.ParseQuery(string(raw)) // what cannot be read is left out, as Starlette does
	for name, values := range fields {
		for _, v := range values {
			field(name, v)
		}
	}
	return nil
}

// skip reads a part that nobody wants.
func skip(p *multipart.Part) error {
	if _, err := io.Copy(io.Discard, p); err != nil {
		return unreadable()
	}
	return nil
}

// fields are those of a form that no files are wanted of. Of several of a name the
// last one counts, and an empty one is absent. [confirmed: observed on FastAPI]
func fields(r *httpx.Request) (map[string]string, error) {
	form := map[string]string{}
	err := readForm(r.Header.Get("Content-Type"), bytes.NewReader(r.Body), func(name, value string) { form[name] = value },
		func(p *multipart.Part, _, _ string) error { return skip(p) })
	return form, err
}
