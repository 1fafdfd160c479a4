package sweatstack_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/client/apierr"
	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// part is a part of a form as it arrived.
type part struct {
	form, file, kind string
	sum              [32]byte
	size             int64
}

// form reads a form as it comes, without keeping it.
func form(r *http.Request) ([]part, error) {
	m, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	var parts []part
	for {
		p, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return parts, nil
		}
		if err != nil {
			return parts, err
		}
		h := sha256.New()
		n, err := io.Copy(h, p)
		if err != nil {
			return parts, err
		}
		parts = append(parts, part{p.FormName(), p.FileName(), p.Header.Get("Content-Type"), [32]byte(h.Sum(nil)), n})
	}
}

func TestUpload(t *testing.T) {
	crlf := []byte("timestamp,power\r\n2026-05-18T15:32:00Z,200\r\n\x00\xff")
	path := filepath.Join(t.TempDir(), `ride "1" æ.fit`)
	require.NoError(t, os.WriteFile(path, crlf, 0o600))
	bubble(t, func(t *testing.T) {
		var parts []part
		var length int64
		v := start(t, func(_ int, r *http.Request) reply {
			var err error
			if parts, err = form(r); err != nil {
				t.Error(err)
			}
			length = r.ContentLength
			return ok(`{"sources":[{"id":"src_1","type":null,"origin":"manual_upload","filename":"a.csv","status":"failed","error":{"code":"unreadable_file","message":null,"hint":1},"activity_ids":[],"created_at":"2026-10-09T08:30:22Z"}],"new":true}`)
		})
		unsized := sweatstack.FileBytes("b.fit", []byte("x"))
		files := []sweatstack.UploadFile{sweatstack.FileAt(path), sweatstack.FileBytes("dir/a.csv", crlf), sweatstack.FileBytes("e.fit", nil)}
		got, err := v.client().Activities.Upload(t.Context(), files, &sweatstack.UploadOptions{Sport: "cycling"})
		require.NoError(t, err)
		sum := sha256.Sum256(crlf)
		require.Equal(t, []part{
			{"sport", "", "", sha256.Sum256([]byte("cycling")), 7},
			{"files", `ride "1" æ.fit`, "application/octet-stream", sum, int64(len(crlf))},
			{"files", "a.csv", "text/csv", sum, int64(len(crlf))},
			{"files", "e.fit", "application/octet-stream", sha256.Sum256(nil), 0},
		}, parts)
		require.Positive(t, length)
		require.Equal(t, "unreadable_file", got.Sources[0].Error.Code)
		require.Contains(t, got.Sources[0].Error.Extra, "hint")
		require.Contains(t, got.Extra, "new")
		require.NotEmpty(t, got.Raw)

		unsized.Size = -1
		_, err = v.client().Activities.Upload(t.Context(), []sweatstack.UploadFile{unsized}, nil)
		require.NoError(t, err)
		require.Equal(t, int64(-1), length)
	})
}

func TestUploadAnswers(t *testing.T) {
	for body, message := range map[string]string{
		`{"message":"Files uploaded"}`: "Files uploaded", `"Files uploaded"`: "Files uploaded", `null`: "", `[]`: "", ``: "",
	} {
		bubble(t, func(t *testing.T) {
			v := start(t, func(_ int, r *http.Request) reply {
				_, _ = form(r)
				return reply{status: 202, body: body}
			})
			got, err := v.client().Activities.Upload(t.Context(), []sweatstack.UploadFile{sweatstack.FileBytes("a.fit", nil)}, nil)
			require.NoError(t, err)
			require.Equal(t, message, got.Message)
		})
	}
}

// TestAnUploadIsNotSentTwice unless the service says that it did not take it.
func TestAnUploadIsNotSentTwice(t *testing.T) {
	abort := func(read bool) reply {
		return reply{raw: func(_ http.ResponseWriter, r *http.Request) {
			if read {
				_, _ = form(r)
			}
			panic(http.ErrAbortHandler)
		}}
	}
	refused := func(status int) reply {
		return reply{raw: func(w http.ResponseWriter, r *http.Request) {
			_, _ = form(r)
			w.WriteHeader(status)
		}}
	}
	taken := reply{raw: func(_ http.ResponseWriter, r *http.Request) {
		if parts, err := form(r); err != nil || len(parts) != 1 || parts[0].size != 100_000 {
			panic("the file did not come whole")
		}
	}}
	tests := map[string]struct {
		replies []reply
		kind    apierr.Kind
		opened  int
	}{
		"after a reset, all of it read":     {[]reply{abort(true), taken}, apierr.ErrNetwork, 1},
		"after a reset, none of it read":    {[]reply{abort(false), taken}, apierr.ErrNetwork, 1},
		"after a 500":                       {[]reply{refused(500), taken}, apierr.ErrServer, 1},
		"after a 503":                       {[]reply{refused(503), taken}, apierr.ErrUnavailable, 1},
		"but after a 401, with a new token": {[]reply{refused(401), taken}, "", 2},
		"but after a 429":                   {[]reply{refused(429), taken}, "", 2},
		"after a 422":                       {[]reply{refused(422), taken}, apierr.ErrInvalidArgument, 1},
		"after a 307": {[]reply{{raw: func(w http.ResponseWriter, r *http.Request) {
			_, _ = form(r)
			http.Redirect(w, r, "http://elsewhere.example/", http.StatusTemporaryRedirect)
		}}, taken}, apierr.ErrDecode, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v := start(t, script(tt.replies...))
				opened, closed := 0, 0
				file := sweatstack.UploadFile{Name: "a.fit", Size: -1, Open: func() (io.ReadCloser, error) {
					opened++
					return &counted{bytes.NewReader(make([]byte, 100_000)), &closed}, nil
				}}
				_, err := v.client(sweatstack.WithTokens(new(tokens))).Activities.Upload(t.Context(), []sweatstack.UploadFile{file}, nil)
				if tt.kind == "" {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, tt.kind)
				}
				require.Equal(t, tt.opened, opened)
				require.Equal(t, opened, closed)
				require.Len(t, v.requests(), opened)
			})
		})
	}
}

type counted struct {
	io.Reader
	closed *int
}

func (c *counted) Close() error { *c.closed++; return nil }

func TestAFileThatCannotBeRead(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, func(_ int, r *http.Request) reply {
			_, err := form(r)
			require.Error(t, err)
			return ok(`{}`)
		})
		gone := errors.New("the disk is gone")
		for _, open := range []func() (io.ReadCloser, error){
			func() (io.ReadCloser, error) { return nil, gone },
			func() (io.ReadCloser, error) {
				return io.NopCloser(io.MultiReader(bytes.NewReader([]byte("x")), broken{gone})), nil
			},
		} {
			_, err := v.client().Activities.Upload(t.Context(), []sweatstack.UploadFile{{Name: "a.fit", Open: open, Size: -1}}, nil)
			require.ErrorIs(t, err, gone)
		}
	})
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// endless is a file of n bytes that nobody keeps. It notes the most memory that
// was in use while it was read.
type endless struct {
	left int64
	peak *uint64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), e.left))
	clear(p[:n])
	e.left -= int64(n)
	if e.left>>20 != (e.left+int64(n))>>20 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		*e.peak = max(*e.peak, m.HeapInuse)
	}
	return n, nil
}

func (e *endless) Close() error { return nil }

func TestAnUploadTakesNoMemoryOfItsSize(t *testing.T) {
	const size = 200 << 20
	v := start(t, func(_ int, r *http.Request) reply {
		parts, err := form(r)
		if err != nil || len(parts) != 1 || parts[0].size != size {
			t.Error(parts, err)
		}
		return ok(`{}`)
	})
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	peak := uint64(0)
	file := sweatstack.UploadFile{Name: "a.fit", Size: size, Open: func() (io.ReadCloser, error) { return &endless{size, &peak}, nil }}
	_, err := v.client(sweatstack.WithTimeout(time.Minute)).Activities.Upload(t.Context(), []sweatstack.UploadFile{file}, nil)
	require.NoError(t, err)
	require.Less(t, peak, m.HeapInuse+16<<20)
}

func TestDownload(t *testing.T) {
	content := bytes.Repeat([]byte("FIT\r\n\x00"), 100_000)
	names := map[string]string{
		`attachment; filename="ride.fit"`: "ride.fit", `attachment; filename="../../etc/passwd"`: "passwd", `attachment; filename="..\\..\\a.fit"`: "a.fit",
		`attachment; filename*=UTF-8''r%C3%A6de.fit`: "ræde.fit", `attachment; filename=".."`: "", ``: "", `;;`: "",
	}
	for header, name := range names {
		bubble(t, func(t *testing.T) {
			v := start(t, script(reply{raw: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/octet-stream")
				w.Header().Set("Content-Disposition", header)
				_, _ = w.Write(content)
			}}))
			d, err := v.client().Activities.Download(t.Context(), "act_1")
			require.NoError(t, err)
			got, err := io.ReadAll(d.Body)
			require.NoError(t, err)
			require.NoError(t, d.Body.Close())
			require.True(t, bytes.Equal(content, got))
			require.Equal(t, name, d.Name, header)
			require.Equal(t, "application/octet-stream", d.MediaType)
			require.Equal(t, []string{"/sweatstack/api/v1/activities/act_1/download"}, v.targets())
		})
	}
}

func TestADownloadThatBreaksOff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v := start(t, script(reply{raw: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write(make([]byte, 500))
		}}))
		d, err := v.client().Activities.Download(t.Context(), "act_1")
		require.NoError(t, err)
		require.Equal(t, int64(1000), d.Size)
		_, err = io.Copy(io.Discard, d.Body)
		require.ErrorIs(t, err, apierr.ErrNetwork)
		require.ErrorContains(t, err, "DownloadActivity")
		_ = d.Body.Close()

		v = start(t, script(reply{status: 404, body: `{"detail":"no file"}`}))
		_, err = v.client().Activities.Download(t.Context(), "act_1")
		require.ErrorIs(t, err, apierr.ErrNotFound)
	})
}
