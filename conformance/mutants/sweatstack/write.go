package sweatstack

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// File is a file to upload.
type File struct {
	Name    string
	Content []byte
}

// Upload sends files, once: a request whose answer is lost may have had its effect.
func (c *Client) Upload(ctx context.Context, files []File, sport string) (int, error) {
	if len(files) > 10 {
		if !c.M.Has("ten-files-sent") {
			return 0, &caller.Error{Class: "invalid_argument", Message: "more than ten files"}
		}
		files = files[:10]
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name, ".csv") && sport == "" && !c.M.Has("csv-refusal-ignored") {
			return 0, &caller.Error{Class: "invalid_argument", Message: "a .csv file needs a sport"}
		}
	}
	body, media, err := c.form(files, sport)
	if err != nil {
		return 0, err
	}
	resp, err := c.send(ctx, http.MethodPost, activities+"upload", media, body)
	if caller.ClassOf(err) == "network" && c.M.Has("upload-sent-again") {
		resp, err = c.send(ctx, http.MethodPost, activities+"upload", media, body)
	}
	if err != nil {
		if caller.ClassOf(err) == "invalid_argument" && c.M.Has("csv-refusal-ignored") {
			return 0, nil
		}
		return 0, err
	}
	defer resp.Body.Close()
	var answer struct {
		Sources []Item `json:"sources"`
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err == nil && len(raw) > 0 {
		_ = json.Unmarshal(raw, &answer) // nothing is published of its shape
	}
	return len(answer.Sources), err
}

// form is a body with the sport first, then the files.
func (c *Client) form(files []File, sport string) (body []byte, media string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if sport != "" {
		if err := w.WriteField("sport", sport); err != nil {
			return nil, "", err
		}
	}
	name := "files"
	if c.M.Has("part-called-file") {
		name = "file"
	}
	for _, f := range files {
		part, err := w.CreateFormFile(name, f.Name)
		if err != nil {
			return nil, "", err
		}
		content := f.Content
		if c.M.Has("upload-as-text") {
			content = bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n"))
		}
		if _, err := part.Write(content); err != nil {
			return nil, "", err
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

// SetMetadata replaces what this application keeps with an activity.
func (c *Client) SetMetadata(ctx context.Context, id string, metadata any) error {
	body, err := json.Marshal(metadata)
	if err != nil {
		return &caller.Error{Class: "invalid_argument", Message: "the metadata is no JSON"}
	}
	return c.again(ctx, http.MethodPut, id, body, !c.M.Has("put-not-retried"))
}

// DeleteMetadata removes it. That it is not there is as good.
func (c *Client) DeleteMetadata(ctx context.Context, id string) error {
	return c.again(ctx, http.MethodDelete, id, nil, true)
}

// again sends what is the same done twice, as often as it may help.
func (c *Client) again(ctx context.Context, method, id string, body []byte, retry bool) error {
	wait := time.Second
	for try := 1; ; try++ {
		resp, err := c.send(ctx, method, activities+url.PathEscape(id)+"/app-metadata", "application/json", body)
		if err == nil {
			return resp.Body.Close()
		}
		class := caller.ClassOf(err)
		if method == http.MethodDelete && class == "not_found" && try > 1 && !c.M.Has("delete-404-is-error") {
			return nil
		}
		if !retry || try >= 5 || class != "server" && class != "network" {
			return err
		}
		if err := caller.Sleep(ctx, wait); err != nil {
			return err
		}
		wait *= 2
	}
}

// send makes one exchange, twice if another token may help. The body of an answer
// of success is the caller's to close.
func (c *Client) send(ctx context.Context, method, path, media string, body []byte) (*http.Response, error) {
	for renewed := false; ; renewed = true {
		bearer, err := c.Caller.Bearer(ctx)
		if err != nil {
			return nil, err
		}
		req, err := http.NewRequestWithContext(ctx, method, c.Base+path, bytes.NewReader(body))
		if err != nil {
			return nil, &caller.Error{Class: "invalid_argument", Message: "the URL is not usable"}
		}
		req.Header.Set("Authorization", "Bearer "+bearer)
		if body != nil {
			req.Header.Set("Content-Type", media)
		}
		resp, err := c.Caller.Transport.RoundTrip(req)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, &caller.Error{Class: "network", Message: "no answer"}
		case resp.StatusCode < 300:
			return resp, nil
		}
		raw, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // as much as there is of its words
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusUnauthorized && !renewed {
			if err := c.Caller.Renew(ctx, bearer); err != nil {
				return nil, err
			}
			continue
		}
		return nil, c.explained(refused(resp.StatusCode), raw)
	}
}

func refused(status int) error {
	class := "invalid_argument"
	switch {
	case status >= 500:
		class = "server"
	case status == http.StatusUnauthorized:
		class = "auth"
	case status == http.StatusForbidden:
		class = "forbidden"
	case status == http.StatusNotFound:
		class = "not_found"
	case status == http.StatusTooManyRequests:
		class = "rate_limited"
	case status < 400:
		class = "decode"
	}
	return &caller.Error{Class: class, Status: status, Message: http.StatusText(status)}
}
