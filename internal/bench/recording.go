package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// recordings measures what recording adds to a proxy: to the latency of a short
// answer, one at a time, and in memory when a long one passes.
func recordings(ctx context.Context, p programs) ([]row, error) {
	s, err := simulator(ctx, p)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	latency, err := recordingLatency(ctx, p, s)
	if err != nil {
		return nil, err
	}
	memory, err := recordingMemory(ctx, p)
	return []row{latency, memory}, err
}

// recorder starts `ergodrome record` with a recording that is removed in the end.
func recorder(ctx context.Context, p programs, upstream string) (*process, func(), error) {
	dir, err := os.MkdirTemp("", "ergodrome-bench-recording-")
	if err != nil {
		return nil, nil, err
	}
	rec, err := launch(ctx, p.full, "record", "--upstream", upstream, "--out", filepath.Join(dir, "rec"), "--addr", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	return rec, func() {
		_ = rec.cmd.Process.Kill() // nobody waits for the seal
		_ = rec.cmd.Wait()
		_ = os.RemoveAll(dir)
	}, nil
}

func recordingLatency(ctx context.Context, p programs, s *consumer) (row, error) {
	list, err := s.get(ctx, "/sports/accounts", "")
	if err != nil {
		return row{}, err
	}
	one, err := s.load("/sports/accounts")
	if err != nil {
		return row{}, err
	}
	bare, err := launch(ctx, p.bare, "http://"+s.addr)
	if err != nil {
		return row{}, err
	}
	defer bare.stop()
	rec, stop, err := recorder(ctx, p, "http://"+s.addr)
	if err != nil {
		return row{}, err
	}
	defer stop()
	micros := func(addr string) func() (float64, error) {
		return func() (float64, error) {
			answers, _, err := load{addr, one.request, http.StatusOK}.run(ctx, 1, slice)
			return 1e6 / answers, err
		}
	}
	ratio, a, b, err := pairwise(rounds, micros(rec.addr), micros(bare.addr))
	if err != nil {
		return row{}, err
	}
	return atMost(fmt.Sprintf("latency of a recorded account list (%d bytes) against a bare reverse proxy's", len(list)), ratio, 1.15, fmt.Sprintf("%.0f us, %.0f us", a, b)), nil
}

const longBody = 100 << 20

// recordingMemory lets 100 MB of JSON with people in it pass.
func recordingMemory(ctx context.Context, p programs) (row, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return row{}, err
	}
	defer l.Close()
	item := `{"athleteId":356255,"firstName":"Jonna","latitude":60.1234567,"heartRate":[` + strings.Repeat("140,", 200) + "141]},\n"
	go func() {
		_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // of this run alone
			size, _ := strconv.Atoi(strings.Trim(r.URL.Path, "/"))
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "[")
			for n := 0; n < size; n += len(item) {
				_, _ = io.WriteString(w, item)
			}
			_, _ = io.WriteString(w, "{}]")
		}))
	}()
	rec, stop, err := recorder(ctx, p, "http://"+l.Addr().String())
	if err != nil {
		return row{}, err
	}
	defer stop()
	pass := func(size int) (float64, error) {
		if _, _, err := fetch(ctx, "http://"+rec.addr+"/"+strconv.Itoa(size), nil); err != nil {
			return 0, err
		}
		return rec.peak()
	}
	short, err := pass(1 << 20)
	if err != nil {
		return row{}, err
	}
	long, err := pass(longBody)
	if err != nil {
		return row{}, err
	}
	grown := (long - short) / (1 << 20)
	return row{"peak memory while 100 MB are recorded, above 1 MB", fmt.Sprintf("%.1f MiB (%.0f MiB)", grown, long/(1<<20)), "at most 16 MiB", grown <= 16}, nil
}

// peak is the most memory that the process ever had, in bytes.
func (p *process) peak() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return kb * 1024, err
		}
	}
	return 0, fmt.Errorf("no VmHWM of process %d", p.cmd.Process.Pid)
}
