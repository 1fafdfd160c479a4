package checks

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/conformance"
)

// EachValue demands a parameter once for each of its values.
type EachValue struct {
	conformance.Match `yaml:",inline"`
	Name              string   `yaml:"name"`
	Values            []string `yaml:"values"`
}

// Upload demands the parts of a form with files.
type Upload struct {
	conformance.Match `yaml:",inline"`
	Part              string            `yaml:"part"`
	Files             []UploadedFile    `yaml:"files"`
	Fields            map[string]string `yaml:"fields"` // that are no files
}

// UploadedFile is a file and what is in it.
type UploadedFile struct {
	Name   string `yaml:"name"`
	Text   string `yaml:"text"`
	Base64 string `yaml:"base64"` // instead of text
}

func (a *EachValue) validate() error {
	if a.Name == "" || len(a.Values) == 0 {
		return errors.New("needs name and values")
	}
	return checkMatch(a.Match)
}

func (a *Upload) validate() error {
	if a.Part == "" || len(a.Files) == 0 {
		return errors.New("needs part and files")
	}
	for _, f := range a.Files {
		if _, err := base64.StdEncoding.DecodeString(f.Base64); err != nil || f.Name == "" {
			return fmt.Errorf("file %q has no name, or is not base64", f.Name)
		}
	}
	return checkMatch(a.Match)
}

func sweatstack() []Spec {
	return []Spec{
		ofReport(define("reads_as", "A decoding fixture of SweatStack came out as it says itself: {call, fixture: folder/name}.", readsAs)),
		define("query_repeated", "Every request of a kind has a parameter once for each value, in any order: {match…, name, values}.", queryRepeated),
		define("form_files", "The form of every request of a kind has exactly these files, byte for byte, and fields: {match…, part: files, files: [{name, text | base64}], fields}.", formFiles),
	}
}

func queryRepeated(e *conformance.Evidence, a *EachValue) conformance.Outcome {
	want := fmt.Sprintf("%s to have %s for each of %s", describe(a.Match), a.Name, listed(a.Values))
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string {
		got := slices.Sorted(slices.Values(params(x, a.Name, false)))
		if !slices.Equal(got, slices.Sorted(slices.Values(a.Values))) {
			return fmt.Sprintf("has %s=%q", a.Name, got)
		}
		return ""
	})
}

func formFiles(e *conformance.Evidence, a *Upload) conformance.Outcome {
	want := fmt.Sprintf("%s to have %d files in parts named %s", describe(a.Match), len(a.Files), a.Part)
	return eachRequest(e, a.Match, nil, want, func(x *conformance.Exchange) string { return a.differs(x) })
}

// differs says how a form is not as demanded; "" when it is.
func (a *Upload) differs(x *conformance.Exchange) string {
	media, params, err := mime.ParseMediaType(x.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		return "the body is no form with files"
	}
	r := multipart.NewReader(bytes.NewReader(x.Body), params["boundary"])
	files, fields := 0, map[string]string{}
	for {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "the form cannot be read"
		}
		body, err := io.ReadAll(part)
		if err != nil {
			return "the form ends early"
		}
		if part.FileName() == "" {
			fields[part.FormName()] = string(body)
			continue
		}
		if part.FormName() != a.Part {
			return fmt.Sprintf("a file is in part %q", part.FormName())
		}
		if files < len(a.Files) {
			if why := a.Files[files].differs(part.FileName(), body); why != "" {
				return why
			}
		}
		files++
	}
	if files != len(a.Files) {
		return fmt.Sprintf("has %d files", files)
	}
	for name, value := range a.Fields {
		if fields[name] != value {
			return fmt.Sprintf("has %s=%q", name, fields[name])
		}
	}
	return ""
}

func (f *UploadedFile) differs(name string, body []byte) string {
	want := []byte(f.Text)
	if f.Base64 != "" {
		want, _ = base64.StdEncoding.DecodeString(f.Base64) // validate has read it
	}
	switch {
	case !strings.EqualFold(name, f.Name):
		return fmt.Sprintf("a file is called %q", name)
	case !bytes.Equal(want, body):
		return fmt.Sprintf("%s has other bytes, %d instead of %d", name, len(body), len(want))
	}
	return ""
}
