package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// programs are the binaries under test, built afresh.
type programs struct{ ergodrome, full, bare string }

func build(ctx context.Context, dir string) (programs, error) {
	p := programs{filepath.Join(dir, "ergodrome"), filepath.Join(dir, "ergodrome-full"), filepath.Join(dir, "bare")}
	for out, pkg := range map[string]string{p.ergodrome: "./cmd/ergodrome", p.full: "./cmd/ergodrome-full", p.bare: "./internal/bench/bare"} {
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, pkg)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return p, fmt.Errorf("build %s: %w", pkg, err)
		}
	}
	return p, nil
}

// process is a running server.
type process struct {
	cmd     *exec.Cmd
	addr    string
	control string        // empty for bare
	start   time.Duration // from exec to the first 200
}

// launch starts a server and waits until it has answered once.
func launch(ctx context.Context, path string, args ...string) (*process, error) {
	cmd := exec.CommandContext(ctx, path, args...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("%s printed no address: %w", filepath.Base(path), err)
	}
	url := "http://" + strings.TrimSpace(line) + "/"
	p.addr = strings.TrimSpace(line)
	if strings.HasPrefix(line, "{") {
		var ready struct{ Addr, Control string }
		if err := json.Unmarshal([]byte(line), &ready); err != nil {
			p.stop()
			return nil, err
		}
		p.addr, p.control = ready.Addr, ready.Control
		if url = ready.Control + "/healthz"; ready.Control == "" { // a proxy
			url = "http://" + ready.Addr + "/"
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.stop()
		return nil, err
	}
	_ = resp.Body.Close()
	p.start = time.Since(begin)
	return p, nil
}

func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.cmd.Wait()
}

// memory is the process's resident set, in bytes.
func (p *process) memory() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return kb * 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS of process %d", p.cmd.Process.Pid)
}

// cpu is the processor time that the process has used: the first figure of each
// thread's schedstat, in nanoseconds.
func (p *process) cpu() (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	var total time.Duration
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		ran, _, _ := strings.Cut(string(text), " ")
		n, err := strconv.ParseInt(ran, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		total += time.Duration(n)
	}
	return total, nil
}
