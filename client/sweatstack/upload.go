package sweatstack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
)

// maxFiles is how many go into one upload. [confirmed: Activities page]
const maxFiles = 10

// UploadFile is a file to upload: .fit, or .csv with a column timestamp.
type UploadFile struct {
	Name string // with its ending; folders before it are not sent
	// Open opens the file. It is called once for each time that the upload is
	// sent, and what it returns is read as it goes and closed.
	Open func() (io.ReadCloser, error)
	Size int64 // in bytes; -1 if it is not known
}

// FileAt is a file on disk.
func FileAt(path string) UploadFile {
	f := UploadFile{Name: filepath.Base(path), Size: -1, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		f.Size = info.Size()
	}
	return f
}

// FileBytes is a file in memory.
func FileBytes(name string, content []byte) UploadFile {
	return UploadFile{Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
}

// UploadOptions is what else to say of the files.
type UploadOptions struct {
	Sport Sport // of the activities; a .csv file needs it [confirmed: Activities page]
}

// Upload is what the service made of an upload. It works on the files after it
// has answered.
type Upload struct {
	// Sources are the files, as far as the service says so: since October 2026.
	Sources []Source        `json:"sources,omitempty"`
	Message string          `json:"message,omitempty"`
	Extra   Extra           `json:"extra,omitempty"`
	Raw     json.RawMessage `json:"-"` // the answer as it came: nothing is published of its shape
}

// Source is a file, or another place that activities come from.
// [confirmed: models of the vendor's Python client]
type Source struct {
	ID          string       `json:"id"`
	Type        string       `json:"type,omitempty"`
	Origin      string       `json:"origin,omitempty"` // manual_upload, garmin_connect, intervals_icu, wahoo
	Filename    string       `json:"filename,omitempty"`
	Status      string       `json:"status,omitempty"` // processing, processed, failed
	Error       *SourceError `json:"error,omitempty"`
	ActivityIDs []string     `json:"activity_ids,omitempty"`
	CreatedAt   time.Time    `json:"created_at,omitzero"`
	Extra       Extra        `json:"extra,omitempty"`
}

// SourceError is why a source has no activities.
type SourceError struct {
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	Extra   Extra  `json:"extra,omitempty"`
}

// Upload sends up to ten files, as they are read: memory does not grow with
// them. opts may be nil.
//
// An upload whose answer was lost may have had its effect, and is not sent
// again; that is for the caller to decide, who can look whether the activities
// are there. One that the service refused for its token, or for the number of
// requests, is sent once more from the beginning.
//
// POST /api/v1/activities/upload
func (s *ActivitiesService) Upload(ctx context.Context, files []UploadFile, opts *UploadOptions) (*Upload, error) {
	const operation = "UploadActivities"
	o := or(opts)
	if err := checkFiles(operation, files, o.Sport); err != nil {
		return nil, err
	}
	f, err := newForm(files, o.Sport)
	if err != nil {
		return nil, invalid(operation, "the form cannot be written: %v", err)
	}
	k := call{
		operation: operation, method: http.MethodPost, path: activities + "upload",
		accept: []int{http.StatusOK, http.StatusCreated, http.StatusAccepted},
		kind:   f.kind, bodyFrom: f.open, bodySize: f.size,
	}
	r, err := s.client.do(ctx, k)
	if err != nil {
		return nil, err
	}
	defer r.Release()
	u := &Upload{Raw: bytes.Clone(r.Body)}
	switch {
	case len(bytes.TrimSpace(r.Body)) == 0:
		u.Raw = nil
	case !json.Valid(r.Body):
		return nil, s.client.undecodable(k, r, wirejson.Check(r.Body))
	case wirejson.Kind(r.Body) == '"':
		_ = json.Unmarshal(r.Body, &u.Message)
	case wirejson.Kind(r.Body) == '{':
		if err := s.client.codec.Decode(r.Body, u); err != nil {
			return nil, s.client.undecodable(k, r, err)
		}
	}
	return u, nil
}

// checkFiles refuses what the service would.
func checkFiles(operation string, files []UploadFile, sport Sport) error {
	if len(files) == 0 || len(files) > maxFiles {
		return invalid(operation, "%d files: want 1 to %d", len(files), maxFiles)
	}
	for _, f := range files {
		switch ending := strings.ToLower(filepath.Ext(f.Name)); {
		case f.Open == nil:
			return invalid(operation, "file %.100q cannot be opened", f.Name)
		case ending != ".fit" && ending != ".csv":
			return invalid(operation, "file %.100q: want .fit or .csv", f.Name)
		case ending == ".csv" && sport == "":
			return invalid(operation, "file %.100q needs a sport", f.Name)
		}
	}
	return nil
}

// form is a multipart body that exists but for its files.
type form struct {
	kind  string
	heads [][]byte // what stands before each file
	tail  []byte
	files []UploadFile
	size  int64
}

// newForm lays out the form: the sport first, then the files.
func newForm(files []UploadFile, sport Sport) (*form, error) {
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	f := &form{kind: w.FormDataContentType(), files: files}
	if sport != "" {
		if err := w.WriteField("sport", string(sport)); err != nil {
			return nil, err
		}
	}
	known := true
	for _, file := range files {
		name := filepath.Base(strings.ReplaceAll(file.Name, `\`, "/"))
		kind := "application/octet-stream"
		if strings.EqualFold(filepath.Ext(name), ".csv") {
			kind = "text/csv"
		}
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", multipart.FileContentDisposition("files", name))
		h.Set("Content-Type", kind)
		if _, err := w.CreatePart(h); err != nil {
			return nil, err
		}
		f.heads = append(f.heads, bytes.Clone(buf.Bytes()))
		f.size += int64(buf.Len()) + file.Size
		known = known && file.Size >= 0
		buf.Reset()
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	f.tail = bytes.Clone(buf.Bytes())
	if f.size += int64(len(f.tail)); !known {
		f.size = -1
	}
	return f, nil
}

// open opens the form: its files one after the other, as they are needed.
func (f *form) open() (io.ReadCloser, error) { return &formReader{form: f}, nil }

// formReader may be closed while it is read, as HTTP/2 does.
type formReader struct {
	form *form

	mu     sync.Mutex
	next   int // part
	part   io.Reader
	file   io.ReadCloser
	closed bool
}

func (r *formReader) Read(p []byte) (int, error) {
	for {
		part, err := r.current()
		if err != nil {
			return 0, err
		}
		n, err := part.Read(p)
		if errors.Is(err, io.EOF) {
			err = r.leave()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// current opens the next part if none is: head, file, head, file, tail.
func (r *formReader) current() (io.Reader, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, os.ErrClosed
	}
	if r.part != nil {
		return r.part, nil
	}
	at := r.next
	r.next++
	switch i := at / 2; {
	case i < len(r.form.files) && at%2 == 0:
		r.part = bytes.NewReader(r.form.heads[i])
	case i < len(r.form.files):
		file, err := r.form.files[i].Open()
		if err != nil {
			return nil, err
		}
		r.file, r.part = file, file
	case at == 2*len(r.form.files):
		r.part = bytes.NewReader(r.form.tail)
	default:
		return nil, io.EOF
	}
	return r.part, nil
}

// leave is done with a part.
func (r *formReader) leave() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.part = nil
	return r.closeFile()
}

// Close closes the file that is open, if one is.
func (r *formReader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	return r.closeFile()
}

func (r *formReader) closeFile() error {
	if r.file == nil {
		return nil
	}
	file := r.file
	r.file = nil
	return file.Close()
}
