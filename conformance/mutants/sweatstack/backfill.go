package sweatstack

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ergodrome/ergodrome/conformance/mutants/caller"
)

// Updates are what a stream of a backfill said, and whether it broke off.
type Updates struct {
	Items  []Item
	Broken bool
}

// silence is how long the vendor may say nothing.
const silence = time.Minute

var errQuiet = errors.New("the server says nothing")

// Backfill follows a backfill until the vendor ends the stream.
func (c *Client) Backfill(ctx context.Context) (*Updates, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	patience := silence
	switch {
	case c.M.Has("read-timeout-5s"):
		patience = 5 * time.Second
	case c.M.Has("stream-timeout-30s"):
		defer time.AfterFunc(30*time.Second, func() { stop(errQuiet) }).Stop()
	}
	watch := time.AfterFunc(patience, func() { stop(errQuiet) })
	defer watch.Stop()
	resp, err := c.send(ctx, http.MethodGet, activities+"backfill-status", "", nil)
	if err != nil {
		return nil, lost(ctx, err)
	}
	defer resp.Body.Close()
	out, err := c.updates(&awake{resp.Body, watch, patience})
	if err != nil {
		return nil, lost(ctx, err)
	}
	return out, nil
}

// ReadStream reads a stream that is at hand.
func (c *Client) ReadStream(text []byte) (*Updates, error) { return c.updates(bytes.NewReader(text)) }

// awake puts the end of patience off whenever something comes.
type awake struct {
	io.Reader
	watch    *time.Timer
	patience time.Duration
}

func (a *awake) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	if n > 0 {
		a.watch.Reset(a.patience)
	}
	return n, err
}

func lost(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errQuiet) {
		return &caller.Error{Class: "timeout", Message: errQuiet.Error()}
	}
	return err
}

// updates reads a stream of lines.
func (c *Client) updates(body io.Reader) (*Updates, error) {
	out := &Updates{Items: []Item{}}
	if c.M.Has("line-per-read") {
		c.pieces(body, out)
		return out, nil
	}
	lines := bufio.NewReader(body)
	for {
		line, err := lines.ReadBytes('\n')
		over := errors.Is(err, io.EOF)
		if err != nil && !over {
			return nil, &caller.Error{Class: "network", Message: "the stream broke off"}
		}
		whole := len(line) > 0 && line[len(line)-1] == '\n'
		if len(bytes.TrimSpace(line)) > 0 || c.M.Has("blank-lines-read") && whole {
			if !whole && c.M.Has("last-line-lost") {
				return out, nil
			}
			c.line(out, bytes.TrimSpace(line), whole)
		}
		if over {
			return out, nil
		}
	}
}

// pieces is a defect's idea of a stream: whatever comes at a time is a line.
func (c *Client) pieces(body io.Reader, out *Updates) {
	piece := make([]byte, 64<<10)
	for {
		n, err := body.Read(piece)
		if n > 0 {
			c.line(out, bytes.TrimSpace(piece[:n]), true)
		}
		if err != nil {
			return // the defect does not look
		}
	}
}

// line reads one line. One that no newline ends may be a part of one.
func (c *Client) line(out *Updates, line []byte, whole bool) {
	var o Item
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	err := d.Decode(&o)
	if err == nil && (d.More() || !utf8.Valid(line)) {
		err = caller.Undecodable("something follows the object")
	}
	until, has := o["backfill_loaded_until"]
	text, _ := until.(string)
	failure, failed := o["error"].(string)
	at, wrong := time.Parse(clock+".999999999", text)
	if c.M.Has("zone-required") && text != "" {
		_, wrong = time.Parse(time.RFC3339Nano, text)
	}
	switch {
	case err != nil && !whole:
		out.Broken = !c.M.Has("cut-line-dropped")
	case err != nil, !failed && (!has || until != nil && wrong != nil):
		if !c.M.Has("bad-lines-skipped") {
			out.Items = append(out.Items, Item{"unreadable": true})
		}
	case failed && c.M.Has("error-lines-skipped"):
	case failed:
		out.Items = append(out.Items, Item{"error": strings.Join(strings.Fields(failure), " ")})
	case until == nil:
		out.Items = append(out.Items, Item{"backfill_loaded_until": nil})
	default:
		out.Items = append(out.Items, Item{"backfill_loaded_until": Local{at.Format(clock + ".999999999")}})
	}
}
