package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// load is one request, sent again and again over kept connections.
type load struct {
	addr    string
	request []byte
	status  int // what every answer must have
}

// run keeps conns connections busy for d and returns answers and body bytes a
// second. An answer with another status ends it with an error, so that a server
// which refuses quickly does not look fast.
func (l load) run(ctx context.Context, conns int, d time.Duration) (answers, bytesPerSecond float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var (
		group  sync.WaitGroup
		mu     sync.Mutex
		count  int64
		volume int64
		first  error
	)
	start := time.Now()
	for range conns {
		group.Go(func() {
			n, bytes, err := l.connection(ctx)
			mu.Lock()
			defer mu.Unlock()
			count, volume = count+n, volume+bytes
			if err != nil && first == nil {
				first = err
			}
		})
	}
	group.Wait()
	seconds := time.Since(start).Seconds()
	return float64(count) / seconds, float64(volume) / seconds, first
}

func (l load) connection(ctx context.Context) (count, volume int64, err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", l.addr)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 64<<10)
	for ctx.Err() == nil {
		if _, err := conn.Write(l.request); err != nil {
			return count, volume, err
		}
		n, err := l.answer(r)
		if err != nil {
			return count, volume, err
		}
		count, volume = count+1, volume+n
	}
	return count, volume, nil
}

// answer reads one response with a Content-Length and throws its body away. It
// is as lean as can be, so that what is measured is the server.
func (l load) answer(r *bufio.Reader) (int64, error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 {
		return 0, fmt.Errorf("short status line %q", line)
	}
	if status, _ := strconv.Atoi(string(line[9:12])); status != l.status {
		return 0, fmt.Errorf("status %d, want %d", status, l.status)
	}
	length := int64(-1)
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, ok := bytes.Cut(line, []byte(":")); ok && len(name) == 14 && bytes.EqualFold(name, []byte("content-length")) {
			if length, err = strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64); err != nil {
				return 0, err
			}
		}
	}
	if length < 0 {
		return 0, errors.New("answer without Content-Length")
	}
	_, err = io.CopyN(io.Discard, r, length)
	return length, err
}

// pairwise measures a and b in turn, so that a machine whose speed drifts slows
// both, and returns the median of the ratios a/b.
func pairwise(rounds int, a, b func() (float64, error)) (ratio, medianA, medianB float64, err error) {
	var as, bs, ratios []float64
	for range rounds {
		x, err := a()
		if err != nil {
			return 0, 0, 0, err
		}
		y, err := b()
		if err != nil {
			return 0, 0, 0, err
		}
		as, bs, ratios = append(as, x), append(bs, y), append(ratios, x/y)
	}
	return median(ratios), median(as), median(bs), nil
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
