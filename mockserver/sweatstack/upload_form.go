package sweatstack

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

// The bounds of a form. [confirmed: ten files, by the document; parts and fields:
// Starlette; inferred: the size of files]
const (
	maxFiles     = 10
	maxParts     = 1_000
	maxField     = 1 << 20
	maxFormBytes = 32 << 20 // of files that are kept until the form is whole
)

// uploadForm is the form of an upload.
type uploadForm struct {
	keep   bool // what the files hold
	files  []uploadedFile
	texts  []bool // of each value of files: whether it is text, and no file
	bytes  int
	sport  string
	sports []string
}

// uploadedFile is one file of a form.
type uploadedFile struct {
	name     string
	content  []byte
	tooLarge bool
}

func brokenForm(detail string) *Error { return &Error{Status: http.StatusBadRequest, Detail: detail} }

// read takes the whole body, and keeps no more of it than may become activities.
func (f *uploadForm) read(r *httpx.Request) error {
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // what cannot be read is no form
	body := uploadBody(r.Request)
	switch {
	case media == "application/x-www-form-urlencoded":
		return f.readFields(body)
	case media != "multipart/form-data": // and has no fields
		return nil
	case params["boundary"] == "":
		return brokenForm("Missing boundary in multipart.")
	}
	parts := multipart.NewReader(body, params["boundary"])
	for n := 0; ; n++ {
		p, err := parts.NextRawPart()
		switch {
		case errors.Is(err, io.EOF) && n == 0:
			return brokenForm("There was an error parsing the body")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return brokenForm("There was an error parsing the body")
		case n >= maxParts:
			return brokenForm("Too many files. Maximum number of files is 1000.")
		}
		if err := f.part(p); err != nil {
			return err
		}
	}
}

// part reads one part. Its type is the sender's guess, and not looked at.
func (f *uploadForm) part(p *multipart.Part) error {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	name, named := params["name"]
	if err != nil || !named {
		return brokenForm(`The Content-Disposition header field "name" must be provided.`)
	}
	if _, file := params["filename"]; !file {
		value, err := io.ReadAll(io.LimitReader(p, maxField+1))
		switch {
		case err != nil:
			return brokenForm("There was an error parsing the body")
		case len(value) > maxField:
			return brokenForm("Part exceeded maximum size of 1024KB.")
		}
		f.field(name, string(value))
		return nil
	}
	if name != "files" || !f.keep || len(f.files) >= maxFiles {
		if _, err := io.Copy(io.Discard, p); err != nil {
			return brokenForm("There was an error parsing the body")
		}
		if name == "files" {
			f.files, f.texts = append(f.files, uploadedFile{name: fileName(params["filename"])}), append(f.texts, false)
		}
		return nil
	}
	return f.file(p, fileName(params["filename"]))
}

// fileName is the last part of what a sender calls a file.
func fileName(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	const most = 200
	if len(s) > most {
		s = strings.ToValidUTF8(s[len(s)-most:], "")
	}
	return s
}

// file keeps one, unless it is too large: then nothing of it.
func (f *uploadForm) file(p *multipart.Part, name string) error {
	x := uploadedFile{name: name}
	most := min(source.MaxBytes, maxFormBytes-f.bytes)
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(p, int64(most)+1))
	if err == nil && n > int64(most) {
		x.tooLarge = true
		_, err = io.Copy(io.Discard, p)
	}
	if err != nil {
		return brokenForm("There was an error parsing the body")
	}
	if !x.tooLarge {
		x.content = b.Bytes()
		f.bytes += len(x.content)
	}
	f.files, f.texts = append(f.files, x), append(f.texts, false)
	return nil
}

// field is a value that is no file. An empty one counts as absent. [confirmed:
// observed on FastAPI]
func (f *uploadForm) field(name, value string) {
	switch {
	case name == "sport" && value != "":
		f.sports = append(f.sports, value)
	case name == "files":
		f.files, f.texts = append(f.files, uploadedFile{name: value}), append(f.texts, true)
	}
}

func (f *uploadForm) readFields(body io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(body, maxField+1))
	if err != nil || len(raw) > maxField {
		return brokenForm("There was an error parsing the body")
	}
	fields, _ := url.ParseQuery(string(raw)) // what cannot be read is left out, as Starlette does
	for _, name := range []string{"files", "sport"} {
		for _, v := range fields[name] {
			f.field(name, v)
		}
	}
	return nil
}

// validate words what the framework refuses, in the order of the declaration.
func (f *uploadForm) validate(t *tenant) error {
	var issues []fastapi.Issue
	switch n := len(f.files); {
	case n == 0:
		issues = append(issues, fastapi.Issue{Type: "missing", Loc: []any{"body", "files"}, Msg: "Field required", Input: "null"})
	case n > maxFiles && !slices.Contains(f.texts, true):
		issues = append(issues, fastapi.Issue{
			Type: "too_long", Loc: []any{"body", "files"}, Msg: "List should have at most 10 items after validation, not " + strconv.Itoa(n), Input: "null",
			Ctx: []fastapi.Pair{{Name: "field_type", Value: "List"}, {Name: "max_length", Value: maxFiles}, {Name: "actual_length", Value: n}},
		})
	}
	for i, text := range f.texts {
		if text {
			issues = append(issues, fastapi.Issue{
				Type: "value_error", Loc: []any{"body", "files", i}, Msg: "Value error, Expected UploadFile, received: <class 'str'>",
				Input: fastapi.Quote(f.files[i].name), Ctx: []fastapi.Pair{{Name: "error"}},
			})
		}
	}
	if len(f.sports) > 0 {
		f.sport = f.sports[len(f.sports)-1]
		if !t.set.current && !t.set.knowsSport(f.sport) {
			issues = append(issues, fastapi.BadWord([]any{"body", "sport"}, fastapi.Enum, t.set.sports(), f.sport).Issues...)
		}
	}
	if issues != nil {
		return &fastapi.Error{Issues: issues}
	}
	return nil
}

// hasSport says whether a table's first line has a column sport.
func (x *uploadedFile) hasSport() bool {
	first, _, _ := bytes.Cut(bytes.TrimPrefix(x.content, []byte("\xef\xbb\xbf")), []byte{'\n'})
	for column := range strings.FieldsFuncSeq(strings.ToLower(string(first)), func(r rune) bool { return r == ',' || r == ';' }) {
		if strings.Trim(column, " \"\r") == "sport" {
			return true
		}
	}
	return x.tooLarge // which is refused for that
}
