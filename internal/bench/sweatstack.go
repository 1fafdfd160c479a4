package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"runtime"
	"time"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// huge is the upload that no memory may follow, and kept what the simulator may keep
// of it until the form is whole, as its documentation says.
const (
	huge = 200 << 20
	kept = 32 << 20
)

// stack is a running simulator with a user's token.
type stack struct {
	*process
	token string
}

func stackSimulator(ctx context.Context, p programs) (*stack, error) {
	s, err := launch(ctx, p.ergodrome, "serve", "--addr", "127.0.0.1:0", "--demo=false", "--time", season, "--switch", "sweatstack.token-life=24h")
	if err != nil {
		return nil, err
	}
	body, _, err := fetch(ctx, s.control+"/worlds/default/credentials", nil)
	var all struct {
		SweatStack struct {
			Users []struct{ AccessToken string }
		}
	}
	if err == nil {
		err = json.Unmarshal(body, &all)
	}
	if err == nil && len(all.SweatStack.Users) == 0 {
		err = errors.New("SweatStack has no users")
	}
	if err != nil {
		s.stop()
		return nil, err
	}
	return &stack{s, all.SweatStack.Users[0].AccessToken}, nil
}

func (s *stack) get(ctx context.Context, path string) ([]byte, error) {
	body, _, err := fetch(ctx, "http://"+s.addr+"/sweatstack/api/v1/activities/"+path, http.Header{"Authorization": {"Bearer " + s.token}})
	return body, err
}

func (s *stack) load(path string) load {
	return load{s.addr, fmt.Appendf(nil, "GET /sweatstack/api/v1/activities/%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", path, s.addr, s.token), http.StatusOK}
}

func (s *stack) client() (*sweatstack.Client, error) {
	return sweatstack.New(sweatstack.WithBaseURL("http://"+s.addr+"/sweatstack"), sweatstack.WithAccessToken(s.token), sweatstack.WithTimeout(time.Minute))
}

// sweatStack measures SweatStack's short answers, its frames, and a large upload.
func sweatStack(ctx context.Context, p programs) ([]row, error) {
	s, err := stackSimulator(ctx, p)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	time.Sleep(settle)
	var rows []row
	for _, list := range []struct{ what, path string }{
		{"SweatStack list of one activity without laps", "?limit=1&sport=cycling.road"},
		{"SweatStack list of one activity with laps", "?limit=1"},
		{"SweatStack list of twenty activities", "?limit=20"},
	} {
		body, err := s.get(ctx, list.path)
		if err != nil {
			return nil, err
		}
		r, err := againstBare(ctx, p, fewRounds, s.load(list.path), len(body), list.what, func(answers, _ float64) float64 { return answers })
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	client, err := s.client()
	if err != nil {
		return nil, err
	}
	for _, hours := range []int{1, 6} {
		id, err := s.ride(ctx, client, hours)
		if err != nil {
			return nil, err
		}
		more, err := s.frameRows(ctx, id, hours)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	more, err := s.upload(ctx, client)
	return append(rows, more...), err
}

// ride uploads some hours of riding, with all that a bicycle computer measures, and
// returns the activity that becomes of it.
func (s *stack) ride(ctx context.Context, c *sweatstack.Client, hours int) (string, error) {
	var file bytes.Buffer
	file.WriteString("timestamp,power,speed,heart_rate,altitude,cadence,temperature,distance,longitude,latitude,lap\n")
	begin := time.Date(2026, 3, 9-hours, 6, 0, 0, 0, time.UTC)
	for i := range hours * 3600 {
		x := float64(i)
		wave := func(mean, swing, period float64) float64 { return mean + swing*math.Sin(x/period) }
		fmt.Fprintf(&file, "%s,%.0f,%.2f,%.0f,%.1f,%.0f,%.1f,%.1f,%.6f,%.6f,%d\n", begin.Add(time.Duration(i)*time.Second).Format(time.RFC3339),
			wave(200, 80, 33), wave(8, 3, 70), wave(140, 25, 300), wave(80, 40, 900), wave(85, 9, 47), wave(17, 3, 2000),
			x*8, wave(10.7, 0.1, 900), wave(59.9, 0.1, 700), 1+i/600)
	}
	_, err := c.Activities.Upload(ctx, []sweatstack.UploadFile{sweatstack.FileBytes("ride.csv", file.Bytes())}, &sweatstack.UploadOptions{Sport: "cycling.road"})
	if err != nil {
		return "", err
	}
	// It becomes an activity a moment later, by the world's clock.
	for range 100 {
		for a, err := range c.Activities.All(ctx, &sweatstack.ListOptions{DateRange: sweatstack.DateRange{Start: sweatstack.DateOf(begin), End: sweatstack.DateOf(begin)}}) {
			if err != nil {
				return "", err
			}
			if a.Start.Equal(begin) {
				return a.ID, nil
			}
		}
		time.Sleep(settle)
	}
	return "", errors.New("the upload has not become an activity")
}

// upload sends more than either side should hold: the service refuses the file once
// it has read it.
func (s *stack) upload(ctx context.Context, c *sweatstack.Client) ([]row, error) {
	idle, err := s.memory()
	if err != nil {
		return nil, err
	}
	runtime.GC()
	base, err := heap()
	if err != nil {
		return nil, err
	}
	file := sweatstack.UploadFile{Name: "endless.csv", Size: huge, Open: func() (io.ReadCloser, error) { return io.NopCloser(io.LimitReader(lines{}, huge)), nil }}
	answer := "accepted"
	var clientPeak float64
	begin := time.Now()
	serverPeak, err := watch(s.memory, func() error {
		var err error
		clientPeak, err = watch(heap, func() error {
			up, err := c.Activities.Upload(ctx, []sweatstack.UploadFile{file}, &sweatstack.UploadOptions{Sport: "cycling.road"})
			switch {
			case err != nil:
				answer = "refused: " + err.Error()
			case len(up.Sources) == 1:
				answer = "the file is " + up.Sources[0].Status
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	speed := float64(huge) / 1e6 / time.Since(begin).Seconds()
	server, client := serverPeak-idle, clientPeak-base
	return []row{
		{"upload of 200 MiB (" + answer + "), memory of the simulator above idle", fmt.Sprintf("%.1f MiB (%.0f MB/s)", server/(1<<20), speed), "at most 64 MiB", server <= 2*kept},
		{"the same, heap of the client above idle", fmt.Sprintf("%.1f MiB", client/(1<<20)), "at most 32 MiB", client <= flat},
	}, nil
}

// lines are endless rows of a table.
type lines struct{}

func (lines) Read(p []byte) (int, error) {
	const line = "2026-03-09T06:00:00Z,200,140\n"
	n := 0
	for n < len(p) {
		n += copy(p[n:], line)
	}
	return n, nil
}
