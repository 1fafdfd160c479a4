package recording

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/internal/httptext"
)

// maxTexts bounds a folder of exchanges, which is held in memory.
const maxTexts = 64 << 20

// texts are the files of a folder in which an exchange is written as two HTTP messages.
// Only folders are looked into: whatever else is opened might be a pipe, and wait.
func texts(root *os.Root) []string {
	var here, below []string
	list, _ := fs.ReadDir(root.FS(), ".") // what cannot be listed has none
	for _, e := range list {
		switch {
		case e.IsDir():
			inner, _ := fs.ReadDir(root.FS(), e.Name())
			for _, f := range inner {
				if strings.HasSuffix(f.Name(), textEnd) {
					below = append(below, e.Name()+"/"+f.Name())
				}
			}
		case strings.HasSuffix(e.Name(), textEnd):
			here = append(here, e.Name())
		}
	}
	return append(here, below...)
}

// textEnd ends the names of such files.
const textEnd = ".http"

// inMemory is an archive that was made here.
type inMemory struct {
	*bytes.Reader
	info fs.FileInfo
}

func (m inMemory) Close() error               { return nil }
func (m inMemory) Stat() (fs.FileInfo, error) { return sized{m.info, m.Size()}, nil }

// sized is the folder's information with the size of what was made of it.
type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }

// openTexts makes an archive of exchanges. What a service answers when all is well comes before its refusals, then the order is
// that of their names.
func openTexts(root *os.Root, names []string) (source, error) {
	var all []*Entry
	left := int64(maxTexts)
	for _, name := range names {
		raw, err := readText(root, name, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(raw))
		x, err := httptext.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, entryOf(strings.TrimSuffix(name, textEnd), &x))
	}
	slices.SortStableFunc(all, func(a, b *Entry) int {
		return cmp.Or(boolean(a.Response.Status >= http.StatusBadRequest)-boolean(b.Response.Status >= http.StatusBadRequest), strings.Compare(a.Name, b.Name))
	})
	head, err := archiveHead(Options{Creator: Creator{Name: "ergodrome", Version: "NAME.http"}})
	if err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(head)
	for i, e := range all {
		line, err := encodeEntry(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
		if i > 0 {
			b.WriteString(",\n")
		}
		b.Write(line)
	}
	b.WriteString(archiveTail)
	info, err := root.Stat(".")
	if err != nil {
		return nil, err
	}
	return inMemory{bytes.NewReader(b.Bytes()), info}, nil
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func readText(root *os.Root, name string, most int64) ([]byte, error) {
	f, err := OpenRegular(root, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(raw)) > most {
		return nil, fmt.Errorf("%s: %w", name, errors.New("the exchanges of this folder are larger than 64 MiB, and none so large are read"))
	}
	return raw, nil
}

// entryOf spells an exchange as HAR does. Such a text does not say when it was, so nothing in it is moved in time.
func entryOf(name string, x *httptext.Exchange) *Entry {
	host := cmp.Or(x.RequestHeader.Get("Host"), "localhost")
	e := &Entry{Name: name, Request: Request{
		Method: x.Method, URL: "https://" + host + x.Target, HTTPVersion: "HTTP/1.1", Headers: Pairs(x.RequestHeader), HeadersSize: -1, BodySize: int64(len(x.RequestBody)),
	}}
	if _, query, ok := strings.Cut(x.Target, "?"); ok {
		e.Request.QueryString = QueryPairs(query)
	}
	if len(x.RequestBody) > 0 {
		text, encoding := spell(x.RequestBody)
		e.Request.PostData = &PostData{MimeType: x.RequestHeader.Get("Content-Type"), Text: text, Encoding: encoding}
	}
	text, encoding := spell(x.Body)
	e.Response = Response{
		Status: x.Status, StatusText: http.StatusText(x.Status), HTTPVersion: "HTTP/1.1", Headers: Pairs(x.Header), HeadersSize: -1, BodySize: int64(len(x.Body)),
		RedirectURL: x.Header.Get("Location"),
		Content:     Content{Size: int64(len(x.Body)), MimeType: x.Header.Get("Content-Type"), Text: text, Encoding: encoding},
	}
	return e
}

// spell makes text of a body.
func spell(body []byte) (text, encoding string) {
	if utf8.Valid(body) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}
