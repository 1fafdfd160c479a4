package fault

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// overResponse sends an answer in sound framing, part by part.
func (p *Plan) overResponse(ctx context.Context, w http.ResponseWriter, status int, header http.Header, body []byte, need int64, sleep Sleep) error {
	maps.Copy(w.Header(), header)
	if need == 0 {
		p.end(body)
	}
	w.WriteHeader(status)
	if len(body) == 0 {
		return nil
	}
	if p.slow == nil { // the server flushes when the handler returns
		return p.pace(ctx, body, need, sleep, func(part []byte) error { _, err := w.Write(part); return err })
	}
	return p.flushing(ctx, w, body, need, sleep)
}

// flushing sends the header now, and then each part of the body when it is due.
func (p *Plan) flushing(ctx context.Context, w http.ResponseWriter, body []byte, need int64, sleep Sleep) error {
	flush := http.NewResponseController(w).Flush
	if err := flush(); err != nil || len(body) == 0 {
		return err
	}
	return p.pace(ctx, body, need, sleep, func(part []byte) error {
		if _, err := w.Write(part); err != nil {
			return err
		}
		return flush()
	})
}

// takeOver sends an answer over the bare connection, and breaks it.
func (p *Plan) takeOver(ctx context.Context, w http.ResponseWriter, status int, header http.Header, body []byte, f framing, sleep Sleep) error {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return p.abort(ctx, w, status, header, body, f, sleep)
	}
	if p.Reset {
		p.end(nil)
		return reset(conn)
	}
	return p.overConn(ctx, conn, status, header, body, f, sleep)
}

// maxUnread bounds what a caller may send while it is answered.
const maxUnread = 1 << 20

// overConn writes the answer itself. Meanwhile it reads, for two reasons: it
// notices when the caller goes away, and a connection that is closed with
// unread data in it is reset, which may cost the caller what it was sent.
func (p *Plan) overConn(ctx context.Context, conn net.Conn, status int, header http.Header, body []byte, f framing, sleep Sleep) error {
	stop := context.AfterFunc(ctx, func() { _ = conn.SetWriteDeadline(time.Unix(1, 0)) }) // ends a write that waits
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer cancel()
		_, _ = io.CopyN(io.Discard, conn, maxUnread)
	}()

	err := p.writeConn(ctx, conn, status, header, body, f, sleep)
	switch half, ok := conn.(interface{ CloseWrite() error }); {
	case err != nil:
		_ = conn.Close()
	case f.reset:
		err = reset(conn)
	case ok:
		if err = half.CloseWrite(); err == nil {
			<-ctx.Done() // the caller has read the end and closes, or somebody gives up
		}
		_ = conn.Close()
	default:
		err = conn.Close()
	}
	<-gone
	return err
}

func (p *Plan) writeConn(ctx context.Context, conn net.Conn, status int, header http.Header, body []byte, f framing, sleep Sleep) error {
	switch {
	case f.chunked:
		header.Del("Content-Length")
		header.Set("Transfer-Encoding", "chunked")
	case f.broken:
		header.Set("Content-Length", strconv.FormatInt(f.whole, 10))
	default:
		setLength(header, status, f.whole, body)
		header.Set("Connection", "close")
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "HTTP/1.1 %03d %s\r\n", status, http.StatusText(status))
	_ = header.Write(&head) // to memory, which never fails
	head.WriteString("\r\n")
	body = body[:f.end]
	whole := func() {}
	if f.need() == 0 {
		whole = func() { p.end(body) }
	}
	if err := trickle(ctx, conn, head.Bytes(), p.headers, sleep, whole); err != nil {
		return err
	}
	if f.end == 0 {
		return nil
	}
	return p.pace(ctx, body, f.need(), sleep, func(part []byte) error {
		if f.chunked {
			part = fmt.Appendf(nil, "%x\r\n%s\r\n", len(part), part)
		}
		_, err := conn.Write(part)
		return err
	})
}

// trickle writes head, spread byte by byte over d, and calls last before its
// last byte.
func trickle(ctx context.Context, w io.Writer, head []byte, d time.Duration, sleep Sleep, last func()) error {
	if d == 0 {
		last()
		_, err := w.Write(head)
		return err
	}
	slept := time.Duration(0)
	for i := range head {
		due := time.Duration(float64(d) * float64(i+1) / float64(len(head)))
		if err := sleep(ctx, due-slept); err != nil {
			return err
		}
		slept = due
		if i == len(head)-1 {
			last()
		}
		if _, err := w.Write(head[i : i+1]); err != nil {
			return err
		}
	}
	return nil
}

// abort is the way out when the connection cannot be taken over: what is to
// arrive is flushed, then the handler must be aborted.
func (p *Plan) abort(ctx context.Context, w http.ResponseWriter, status int, header http.Header, body []byte, f framing, sleep Sleep) error {
	if p.Reset {
		p.end(nil)
		return http.ErrAbortHandler
	}
	if p.headers > 0 { // headers cannot be split here: they all come late
		if err := sleep(ctx, p.headers); err != nil {
			return err
		}
	}
	switch {
	case f.chunked:
		header.Del("Content-Length")
	default:
		setLength(header, status, f.whole, body)
	}
	body = body[:min(f.end, max(f.whole, 0))]
	need := min(f.need(), int64(len(body)))
	if !f.broken {
		return p.overResponse(ctx, w, status, header, body, need, sleep)
	}
	maps.Copy(w.Header(), header)
	if need == 0 {
		p.end(body)
	}
	w.WriteHeader(status)
	if err := p.flushing(ctx, w, body, need, sleep); err != nil {
		return err
	}
	return http.ErrAbortHandler
}

// reset closes conn so that the caller's side sees a reset, where there is TCP
// below, and an early end elsewhere.
func reset(conn net.Conn) error {
	for inner := conn; inner != nil; {
		if tcp, ok := inner.(interface{ SetLinger(sec int) error }); ok {
			_ = tcp.SetLinger(0) // without it the end is orderly: still an end
			return inner.Close()
		}
		wrapped, ok := inner.(interface{ NetConn() net.Conn })
		if !ok {
			break
		}
		inner = wrapped.NetConn()
	}
	return conn.Close()
}
