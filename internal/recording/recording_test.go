package recording_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/ergodrome/ergodrome/internal/recording"
)

func entry(n int) *Entry {
	return &Entry{
		StartedDateTime: "2026-03-01T12:00:00.000Z",
		Request:         Request{Method: "GET", URL: fmt.Sprintf("http://vendor.example/v1/%d", n)},
		Response:        Response{Status: 200, Content: Content{Size: 2, MimeType: "application/json", Text: "{}"}},
	}
}

// write makes a recording of n entries, the first with a body file.
func write(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "rec")
	w, err := Create(dir, Options{Creator: Creator{"ergodrome", "test"}, Note: map[string]any{"_upstream": "http://vendor.example"}})
	require.NoError(t, err)
	for i := range n {
		e := entry(i)
		if i == 0 {
			b, err := w.Body("application/json")
			require.NoError(t, err)
			z, err := Encode("gzip", b)
			require.NoError(t, err)
			_, err = io.WriteString(z, `{"n":0}`)
			require.NoError(t, err)
			require.NoError(t, z.Close())
			require.NoError(t, b.Commit())
			e.Response.Content = Content{MimeType: "application/json", Stored: Stored{File: b.Name, Coding: "gzip"}}
		}
		require.NoError(t, w.Append(e))
	}
	require.Equal(t, n, w.Count())
	require.NoError(t, w.Close())
	require.NoError(t, w.Close(), "closing twice is no harm")
	return dir
}

// read lists the URLs of a recording, and its error.
func read(t *testing.T, name string, limits Limits) ([]string, error) {
	t.Helper()
	r, err := Open(name, limits)
	require.NoError(t, err)
	defer r.Close()
	var urls []string
	for e, err := range r.Entries() {
		if err != nil {
			return urls, err
		}
		urls = append(urls, e.Request.URL)
	}
	return urls, nil
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		urls, err := read(t, write(t, n), Limits{})
		require.NoError(t, err)
		require.Len(t, urls, n)
	}
	r, err := Open(write(t, 3), Limits{})
	require.NoError(t, err)
	defer r.Close()
	var places []Place
	for p, err := range r.Places() {
		require.NoError(t, err)
		places = append(places, p)
	}
	for i := range places {
		e, err := r.At(places[len(places)-1-i])
		require.NoError(t, err)
		require.Equal(t, places[len(places)-1-i].Entry(), e)
	}
	body, err := r.ResponseBody(places[0].Entry())
	require.NoError(t, err)
	got, err := io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	require.Equal(t, `{"n":0}`, string(got))
}

func TestAFolderWithSomethingInItIsRefused(t *testing.T) {
	_, err := Create(write(t, 1), Options{})
	require.ErrorContains(t, err, "is not empty")
	require.ErrorContains(t, err, "name a new folder")
}

func TestAKilledRecordingIsPutRightAtEveryByte(t *testing.T) {
	whole, err := os.ReadFile(filepath.Join(write(t, 3), ArchiveName))
	require.NoError(t, err)
	head := bytes.IndexByte(whole, '\n') + 1
	var ends []int // of entries
	for at := head; at < len(whole)-len("]}}\n"); {
		at += bytes.IndexByte(whole[at:], '\n') + 1
		ends = append(ends, at-len("\n")-bytes.Count(whole[at-2:at-1], []byte(",")))
	}
	for cut := head; cut < len(whole); cut += 3 {
		dir := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(dir, BodyFolder), 0o700))
		for _, name := range []string{"000001.json", "000009.bin", "000010.json.part"} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, BodyFolder, name), nil, 0o600))
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, ArchiveName), whole[:cut], 0o600))
		did, err := Repair(dir)
		require.NoError(t, err)
		urls, err := read(t, dir, Limits{})
		require.NoError(t, err, "cut at %d", cut)
		require.Len(t, urls, did.Entries)
		complete := 0
		for _, end := range ends {
			if end <= cut {
				complete++
			}
		}
		require.Equal(t, complete, did.Entries, "cut at %d", cut)
		again, err := Repair(dir)
		require.NoError(t, err)
		require.Equal(t, Repaired{Entries: did.Entries}, again, "what is right stays as it is")
		require.NoFileExists(t, filepath.Join(dir, BodyFolder, "000010.json.part"))
	}
}

func TestRepairRefusesWhatIsNotOurs(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, ArchiveName), []byte(`{"log": {"entries": [`), 0o600))
	_, err := Repair(dir)
	require.ErrorContains(t, err, "only its own recordings")
}

// full is a disk on which so many bytes have room.
type full struct {
	File
	room *int64
}

func (f full) Write(p []byte) (int, error) {
	return f.put(p, func(p []byte) (int, error) { return f.File.Write(p) })
}

func (f full) WriteAt(p []byte, at int64) (int, error) {
	if len(p) < 10 { // the tail goes where one was before
		return f.File.WriteAt(p, at)
	}
	return f.put(p, func(p []byte) (int, error) { return f.File.WriteAt(p, at) })
}

func (f full) put(p []byte, write func([]byte) (int, error)) (int, error) {
	n, err := write(p[:min(int64(len(p)), *f.room)])
	*f.room -= int64(n)
	if err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return n, err
}

func TestAFullDiskKeepsWhatWasComplete(t *testing.T) {
	for room := int64(200); room < 3000; room += 97 {
		left := room
		dir := filepath.Join(t.TempDir(), "rec")
		w, err := Create(dir, Options{Wrap: func(_ string, f File) File { return full{f, &left} }})
		require.NoError(t, err)
		n := 0
		for err == nil {
			if err = w.Append(entry(n)); err == nil {
				n++
			}
		}
		require.ErrorIs(t, err, syscall.ENOSPC)
		require.ErrorIs(t, w.Append(entry(0)), syscall.ENOSPC, "nothing more is written")
		_, err = w.Body("text/csv")
		require.ErrorIs(t, err, syscall.ENOSPC)
		require.ErrorIs(t, w.Close(), syscall.ENOSPC)
		urls, err := read(t, dir, Limits{})
		require.NoError(t, err)
		require.Len(t, urls, n)
	}
}

func TestABodyIsThereWholeOrNotAtAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	left := int64(400)
	w, err := Create(dir, Options{Wrap: func(_ string, f File) File { return full{f, &left} }})
	require.NoError(t, err)
	b, err := w.Body("application/json")
	require.NoError(t, err)
	_, err = b.Write(make([]byte, 1000))
	require.ErrorIs(t, err, syscall.ENOSPC)
	b.Abort()
	there, err := os.ReadDir(filepath.Join(dir, BodyFolder))
	require.NoError(t, err)
	require.Empty(t, there)
}

func har(entries string) string { return `{"log":{"version":"1.2","entries":[` + entries + `]}}` }

func TestHostileArchives(t *testing.T) {
	deep := strings.Repeat("[", 20000)
	for _, test := range []struct{ name, text, want string }{
		{"is empty", "", "truncated"},
		{"is truncated", `{"log":{"entries":[{"request":{"url":"x`, "truncated"},
		{"ends after an entry", `{"log":{"entries":[{}`, "truncated"},
		{"has no end", har(`{}`)[:len(har(`{}`))-1], "truncated"},
		{"is noise", "\x00\xff\xfe\x01", "no JSON at byte"},
		{"is no archive", `{"openapi":"3.0.0"}`, "no HTTP archive"},
		{"is a list", `[]`, "no HTTP archive"},
		{"has no list of entries", `{"log":{"entries":{}}}`, "no HTTP archive"},
		{"is nested deeply", deep, "no HTTP archive"},
		{"is nested deeply before its entries", `{"a":` + deep, "nested more than 1000 deep"},
		{"has a deep entry", har(`{"_x":` + deep), "nested too deeply"},
		{"has an entry of another kind", har(`7`), "entry 1: json: cannot unmarshal"},
		{"has a status in words", har(`{},{"response":{"status":"OK"}}`), "entry 2: json: cannot unmarshal"},
		{"has an entry without end", har(`{"_x":"` + strings.Repeat("x", 3<<20) + `"}`), "larger than 1 MiB"},
		{"has a string without end before its entries", `{"x":"` + strings.Repeat("x", 3<<20), "larger than 1 MiB"},
		{"has too many", har(strings.Repeat("{},", 11) + "{}"), "more than 10 entries"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.har")
			require.NoError(t, os.WriteFile(file, []byte(test.text), 0o600))
			_, err := read(t, file, Limits{Entry: 1 << 20, Entries: 10})
			require.ErrorContains(t, err, test.want)
			require.ErrorContains(t, err, "x.har")
			require.IsType(t, &Error{}, err)
		})
	}
}

func TestDeclaredLengthsAreNotBelieved(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.har")
	require.NoError(t, os.WriteFile(file, []byte(har(`{"response":{"status":200,"headers":[{"name":"Content-Length","value":"1073741824"}],"content":{"size":1073741824,"text":"abc"},"bodySize":1073741824}}`)), 0o600))
	r, err := Open(file, Limits{})
	require.NoError(t, err)
	defer r.Close()
	for e, err := range r.Entries() {
		require.NoError(t, err)
		body, err := r.ResponseBody(e)
		require.NoError(t, err)
		got, err := io.ReadAll(body)
		require.NoError(t, err)
		require.Equal(t, "abc", string(got))
	}
}

func TestNamesThatClimbAreNotFollowed(t *testing.T) {
	base := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(base, "secret"), []byte("s"), 0o600))
	dir := filepath.Join(base, "rec")
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.Symlink("../secret", filepath.Join(dir, "link")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.har"), []byte(har("")), 0o600))
	r, err := Open(filepath.Join(dir, "x.har"), Limits{})
	require.NoError(t, err)
	defer r.Close()
	for _, name := range []string{"../secret", "/etc/passwd", "a/../../secret", "link", ".", ""} {
		e := &Entry{}
		e.Response.Content.File = name
		if name == "" {
			e.Request.PostData = &PostData{Stored: Stored{File: "../secret"}}
			_, err = r.RequestBody(e)
		} else {
			_, err = r.ResponseBody(e)
		}
		require.Error(t, err, name)
	}
}

func TestBodiesThatCannotBeHadSayWhy(t *testing.T) {
	r, err := Open(write(t, 1), Limits{})
	require.NoError(t, err)
	defer r.Close()
	for _, test := range []struct {
		content Content
		want    string
	}{
		{Content{Stored: Stored{Withheld: "larger than 1 MiB"}}, "does not have this body: larger than 1 MiB"},
		{Content{Text: "%", Encoding: "base64"}, "called base64, but is not"},
		{Content{Text: "abc", Encoding: "rot13"}, `"rot13", which is not known`},
		{Content{Stored: Stored{File: "bodies/7.json"}}, "no such file"},
		{Content{Stored: Stored{File: "bodies"}}, "is no regular file"},
		{Content{Stored: Stored{File: "bodies/000001.json", Coding: "dcb"}}, "not known"},
		{Content{Stored: Stored{File: "recording.har", Coding: "gzip"}}, "called gzip, but is not"},
	} {
		_, err := r.ResponseBody(&Entry{Response: Response{Content: test.content}})
		require.ErrorContains(t, err, test.want)
	}
	_, err = r.ResponseBody(&Entry{Response: Response{Content: Content{Stored: Stored{Withheld: "x"}}}})
	require.True(t, errors.Is(err, ErrWithheld))
}

func TestEveryCodingIsUndone(t *testing.T) {
	for _, coding := range []string{"", "identity", "gzip", "deflate", "br", "zstd", "gzip, br", "x-gzip,zstd"} {
		var b bytes.Buffer
		z, err := Encode(coding, &b)
		require.NoError(t, err)
		_, err = io.WriteString(z, strings.Repeat("abc", 1000))
		require.NoError(t, err)
		require.NoError(t, z.Close())
		p, err := Decode(coding, &b)
		require.NoError(t, err)
		got, err := io.ReadAll(p)
		require.NoError(t, err)
		require.NoError(t, p.Close())
		require.Equal(t, strings.Repeat("abc", 1000), string(got), coding)
	}
	_, err := Codings("gzip,gzip,gzip,gzip,gzip")
	require.ErrorContains(t, err, "coded 5 times")
}

func TestAFormThatIsKeptAsFields(t *testing.T) {
	r, err := Open(write(t, 0), Limits{})
	require.NoError(t, err)
	defer r.Close()
	body, err := r.RequestBody(&Entry{Request: Request{PostData: &PostData{Params: []Param{{Name: "a b", Value: "c&d"}, {Name: "e"}}}}})
	require.NoError(t, err)
	got, _ := io.ReadAll(body)
	require.Equal(t, "a+b=c%26d&e=", string(got))
	body, err = r.RequestBody(&Entry{})
	require.NoError(t, err)
	got, _ = io.ReadAll(body)
	require.Empty(t, got)
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(har(`{"request":{"url":"x"},"response":{"content":{"text":"abc","encoding":"base64"}}}`)))
	f.Add([]byte(har(`{"response":{"content":{"_file":"../x"}}}`)))
	f.Add([]byte(`{"log":{"a":[{}],"entries":[{},{"_x":[[[[]]]]}],"b":"c"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "x.har")
		require.NoError(t, os.WriteFile(file, data, 0o600))
		r, err := Open(file, Limits{Entry: 4096, Entries: 50})
		require.NoError(t, err)
		defer r.Close()
		for p, err := range r.Places() {
			if err != nil {
				return
			}
			e, err := r.At(p)
			require.NoError(t, err)
			require.Equal(t, p.Entry(), e)
			for _, open := range []func(*Entry) (io.ReadCloser, error){r.RequestBody, r.ResponseBody} {
				if body, err := open(e); err == nil {
					_, _ = io.Copy(io.Discard, io.LimitReader(body, 1<<20))
					_ = body.Close()
				}
			}
		}
	})
}
