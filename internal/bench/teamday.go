package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"time"

	"github.com/ergodrome/ergodrome/client/polarteampro"
)

const (
	athletes = 140 // who make six teams, one of them with a day of about 78 MB
	season   = "2026-03-10T12:00:00Z"
	watching = 5 * time.Millisecond // between two looks at memory
	flat     = 32 << 20
)

// teamDay streams a day of one team with all samples, once to be thrown away and
// once to be read row by row.
func teamDay(ctx context.Context, p programs) ([]row, error) {
	large, err := worldOf(filepath.Dir(p.ergodrome), athletes)
	if err != nil {
		return nil, err
	}
	s, err := polarSimulator(ctx, p, "--world", large, "--time", season)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	time.Sleep(settle)
	idle, err := s.memory()
	if err != nil {
		return nil, err
	}
	client, err := polarteampro.New(polarteampro.WithBaseURL("http://"+s.addr+"/polar-teampro"), polarteampro.WithInsecureHTTP(),
		polarteampro.WithAccessToken(s.coach.AccessToken), polarteampro.WithoutPacing())
	if err != nil {
		return nil, err
	}
	ids, err := largestDay(ctx, client)
	if err != nil {
		return nil, err
	}
	begin, size := time.Now(), int64(0)
	peak, err := watch(s.memory, func() error {
		for _, id := range ids {
			n, err := s.discard(ctx, id)
			if err != nil {
				return err
			}
			size += n
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	megabytes, served := float64(size)/1e6, time.Since(begin).Seconds()
	grown := peak - idle
	rows := []row{{
		"day of a team with all samples, memory of the simulator above idle",
		fmt.Sprintf("%.1f MiB (%.0f MB in %d sessions, %.0f MB/s)", grown/(1<<20), megabytes, len(ids), megabytes/served), "at most 32 MiB", grown <= flat,
	}}
	more, err := s.readDay(ctx, client, ids, megabytes)
	return append(rows, more...), err
}

// readDay reads the same sessions with the client's Rows, and one of them with
// encoding/json.
func (s *polar) readDay(ctx context.Context, client *polarteampro.Client, ids []string, megabytes float64) ([]row, error) {
	read := func(client *polarteampro.Client, id string) (n int, err error) {
		for r, err := range client.PlayerSessions.Rows(ctx, id) {
			if err != nil {
				return n, err
			}
			n += min(1, len(r.Values))
		}
		return n, nil
	}
	rows := 0
	runtime.GC()
	base, err := heap()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	peak, err := watch(heap, func() error {
		for _, id := range ids {
			n, err := read(client, id)
			if rows += n; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	took, grown := time.Since(begin).Seconds(), peak-base
	body, err := s.get(ctx, s.coach, "/polar-teampro"+sessionPath(ids[0]))
	if err != nil {
		return nil, err
	}
	local, err := polarteampro.New(polarteampro.WithAccessToken("x"), polarteampro.WithoutPacing(), polarteampro.WithHTTPClient(&http.Client{Transport: replay(body)}))
	if err != nil {
		return nil, err
	}
	ratio, naive, ours, err := pairwise(rounds,
		timed(func() error { return naiveRows(body) }),
		timed(func() error { _, err := read(local, ids[0]); return err }))
	return []row{
		{"the same, read with Rows, heap of the client above idle", fmt.Sprintf("%.1f MiB (%d rows, %.0f MB/s)", grown/(1<<20), rows, megabytes/took), "at most 32 MiB", grown <= flat},
		atLeast(fmt.Sprintf("session with all samples (%.1f MB) read with Rows, times faster than with encoding/json", float64(len(body))/1e6), ratio, 1.8, fmt.Sprintf("%.0f ms, %.0f ms", ours*1e3, naive*1e3)),
	}, err
}

// largestDay is the day of a team on which most players played outside, among its
// last sessions: where there is no place there are few samples.
func largestDay(ctx context.Context, client *polarteampro.Client) ([]string, error) {
	var best []string
	longest := 0.0
	for team, err := range client.Teams.All(ctx) {
		if err != nil {
			return nil, err
		}
		page, err := client.TeamSessions.List(ctx, team.ID, &polarteampro.TeamSessionOptions{ListOptions: polarteampro.ListOptions{PerPage: 100}})
		if err != nil {
			return nil, err
		}
		days, minutes := map[string][]string{}, map[string]float64{}
		for _, listed := range page.Items {
			session, err := client.TeamSessions.Get(ctx, listed.ID)
			if err != nil {
				return nil, err
			}
			if session.Latitude == nil {
				continue
			}
			day := session.Start.String()[:len(time.DateOnly)]
			for _, p := range session.Participants {
				days[day] = append(days[day], p.PlayerSessionID)
			}
			minutes[day] += float64(len(session.Participants)) * session.End.Wall().Sub(session.Start.Wall()).Minutes()
			if minutes[day] > longest {
				best, longest = days[day], minutes[day]
			}
		}
	}
	if len(best) == 0 {
		return nil, errors.New("no team has a session that somebody took part in")
	}
	return best, nil
}

func sessionPath(id string) string { return "/v1/training_sessions/" + id + "?samples=all" }

// discard reads a session and throws it away.
func (s *polar) discard(ctx context.Context, id string) (int64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+"/polar-teampro"+sessionPath(id), http.NoBody)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+s.coach.AccessToken)
	r.Header.Set("Accept-Encoding", "identity")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("session %s: %s", id, resp.Status)
	}
	return io.Copy(io.Discard, resp.Body)
}

// replay answers every request with one body.
type replay []byte

func (b replay) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(len(b)),
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(b)),
	}, nil
}

// naiveRows is what everybody writes first.
func naiveRows(body []byte) error {
	var answer struct {
		Data struct {
			Samples struct {
				Fields []string
				Values [][]any
			}
		}
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&answer); err != nil {
		return err
	}
	if len(answer.Data.Samples.Values) == 0 {
		return errors.New("no samples")
	}
	return nil
}

func timed(f func() error) func() (float64, error) {
	return func() (float64, error) {
		begin := time.Now()
		err := f()
		return time.Since(begin).Seconds(), err
	}
}

// heap is what this process's objects take, those included that are not yet collected.
func heap() (float64, error) {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		return 0, errors.New("no metric " + s[0].Name)
	}
	return float64(s[0].Value.Uint64()), nil
}

// watch runs f and returns the most that memory was meanwhile.
func watch(memory func() (float64, error), f func() error) (peak float64, err error) {
	done := make(chan error)
	go func() { done <- f() }()
	tick := time.NewTicker(watching)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return peak, err
		case <-tick.C:
			now, err := memory()
			if err != nil {
				return peak, errors.Join(err, <-done)
			}
			peak = max(peak, now)
		}
	}
}
