package sweatstack

import (
	"bytes"
	"io"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/fastapi"
	"github.com/ergodrome/ergodrome/mockserver/sweatstack/internal/source"
)

// The bounds of an upload. [confirmed: ten files, by the document; inferred: the size
// of files]
const (
	maxFiles     = 10
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

// read takes the whole body, and keeps no more of it than may become activities.
func (f *uploadForm) read(r *httpx.Request) error {
	return readForm(r.Header.Get("Content-Type"), uploadBody(r.Request), f.field, f.part)
}

// part reads one file. Its type is the sender's guess, and not looked at.
func (f *uploadForm) part(p *multipart.Part, name, sent string) error {
	switch {
	case name != "files":
		return skip(p)
	case f.keep && len(f.files) < maxFiles:
		return f.file(p, fileName(sent))
	}
	f.files, f.texts = append(f.files, uploadedFile{name: fileName(sent)}), append(f.texts, false)
	return skip(p)
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
		return unreadable()
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

// validate words what the framework refuses, in the order of the declaration.
func (f *uploadForm) validate(t *tenant) error {
	var issues []fastapi.Issue
	switch n := len(f.files); {
	case n == 0:
		issues = append(issues, fastapi.Issue{Type: "missing", Loc: []any{"body", "files"}, Msg: "Field required", Input: "null"})
	case n > maxFiles && !slices.Contains(f.texts, true):
		issues = append(issues, fastapi.TooLong([]any{"body", "files"}, maxFiles, n, "null"))
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
		if !t.set.current.In(t.x) && !t.set.knowsSport(f.sport, t.x) {
			issues = append(issues, fastapi.BadWord([]any{"body", "sport"}, fastapi.Enum, t.set.sports(t.x), f.sport).Issues...)
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
