package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/zlib"
)

// allSeries asks for every series that an exercise has.
const allSeries = "heartRateSeries,heartRateSeries1s,heartRatePercentageSeries,epocSeries,energyConsumptionSeries,trimpSeries," +
	"trimpPerMinuteSeries,energyConsumptionRelativeFatSeries,artifactPercentageSeries,vlfSeries,lfSeries,hfSeries,rmssd1MinSeries,artifactCorrectedRrVector,rriSeries"

// bodies measures large answers: warm ones, first ones, coded ones.
func bodies(ctx context.Context, p programs) ([]row, error) {
	s, err := simulator(ctx, p)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	paths, err := s.exercises(ctx, 40)
	if err != nil {
		return nil, err
	}
	first, err := firstAnswers(ctx, s, paths)
	if err != nil {
		return nil, err
	}
	whole := paths[0] + "?var=" + allSeries
	body, err := s.get(ctx, whole, "")
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, coding := range []string{"zstd", "br", "gzip", "deflate"} {
		coded, err := s.get(ctx, whole, coding)
		if err != nil {
			return nil, err
		}
		rows = append(rows, atMost("vector-heavy body coded as "+coding+", out/in", float64(len(coded))/float64(len(body)), 0.77, fmt.Sprintf("%d of %d bytes", len(coded), len(body))))
	}
	path, size, err := s.megabyte(ctx)
	if err != nil {
		return nil, err
	}
	ours, err := s.load(path)
	if err != nil {
		return nil, err
	}
	warm, err := againstBare(ctx, p, rounds, ours, size, "results body, series cached", func(_, bytes float64) float64 { return bytes / 1e6 })
	if err != nil {
		return nil, err
	}
	return append(append([]row{warm}, first...), rows...), nil
}

// exercises finds results paths of exercises that have been measured in full.
func (c *consumer) exercises(ctx context.Context, n int) ([]string, error) {
	var paths []string
	var accounts struct{ Accounts []struct{ AccountID string } }
	if err := c.read(ctx, "/sports/accounts", &accounts); err != nil {
		return nil, err
	}
	since := time.Now().AddDate(0, 0, -20).UTC().Format(time.RFC3339)
	for _, a := range accounts.Accounts {
		var athletes struct{ Athletes []struct{ AthleteID int64 } }
		base := "/sports/accounts/" + a.AccountID + "/athletes"
		if err := c.read(ctx, base, &athletes); err != nil {
			return nil, err
		}
		for _, athlete := range athletes.Athletes {
			of := fmt.Sprintf("%s/%d/measurements", base, athlete.AthleteID)
			var list struct {
				Measurements []struct{ MeasurementID int64 }
			}
			if err := c.read(ctx, of+"?measurementType=exercise&fromTime="+since, &list); err != nil {
				return nil, err
			}
			if len(list.Measurements) > 0 {
				paths = append(paths, fmt.Sprintf("%s/%d/results", of, list.Measurements[0].MeasurementID))
			}
			if len(paths) == n {
				return paths, nil
			}
		}
	}
	return nil, fmt.Errorf("only %d athletes have a recent exercise, want %d", len(paths), n)
}

func (c *consumer) read(ctx context.Context, path string, into any) error {
	body, err := c.get(ctx, path, "")
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// firstAnswers compares the processor time of answers that have not been given
// before with that of compressing the same series: for workouts that nobody has
// looked at, which have to be simulated first, and for those of which only
// numbers have been asked for.
func firstAnswers(ctx context.Context, s *consumer, paths []string) ([]row, error) {
	var rows []row
	half := len(paths) / 2
	for _, g := range []struct {
		name  string
		paths []string
		known bool
	}{
		{"first answer with all series of a workout not looked at before", paths[:half], false},
		{"first answer with all series of a workout whose numbers were sent", paths[half:], true},
	} {
		var all [][]byte
		var used time.Duration
		for _, path := range g.paths {
			if g.known {
				if _, err := s.get(ctx, path+"?var=heartRateAverage,lfAverage", ""); err != nil { // the latter is of the spectrum
					return nil, err
				}
			}
			before, err := s.cpu()
			if err != nil {
				return nil, err
			}
			body, err := s.get(ctx, path+"?var="+allSeries, "")
			if err != nil {
				return nil, err
			}
			after, err := s.cpu()
			if err != nil {
				return nil, err
			}
			used += after - before
			all = append(all, body)
		}
		floor, err := encodeFloor(all)
		if err != nil {
			return nil, err
		}
		n := float64(len(g.paths))
		rows = append(rows, atMost(g.name+", processor time against encoding alone", used.Seconds()/floor.Seconds(), 1.5,
			fmt.Sprintf("%.1f ms, %.1f ms", used.Seconds()*1e3/n, floor.Seconds()*1e3/n)))
	}
	return rows, nil
}

// encodeFloor is what klauspost's zlib, at its default level, and Base64 take
// for the series in bodies.
func encodeFloor(bodies [][]byte) (time.Duration, error) {
	var raws [][]byte
	for _, body := range bodies {
		var results struct {
			Variables []struct{ Value any }
		}
		if err := json.Unmarshal(body, &results); err != nil {
			return 0, err
		}
		for _, v := range results.Variables {
			text, ok := v.Value.(string)
			if !ok {
				continue
			}
			packed, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				return 0, err
			}
			r, err := zlib.NewReader(bytes.NewReader(packed))
			if err != nil {
				return 0, err
			}
			raw, err := io.ReadAll(r)
			if err != nil {
				return 0, err
			}
			raws = append(raws, raw)
		}
	}
	if len(raws) == 0 {
		return 0, errors.New("no series in the answers")
	}
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	begin := time.Now()
	for _, raw := range raws {
		packed.Reset()
		w.Reset(&packed)
		if _, err := w.Write(raw); err != nil {
			return 0, err
		}
		if err := w.Close(); err != nil {
			return 0, err
		}
		_ = base64.StdEncoding.EncodeToString(packed.Bytes())
	}
	return time.Since(begin), nil
}

// megabyte finds the session's answer nearest to 1 MB.
func (c *consumer) megabyte(ctx context.Context) (best string, size int, err error) {
	var accounts struct{ Accounts []struct{ AccountID string } }
	if err := c.read(ctx, "/sports/accounts", &accounts); err != nil {
		return "", 0, err
	}
	since := time.Now().AddDate(0, 0, -20).UTC().Format(time.RFC3339)
	for _, a := range accounts.Accounts {
		of := "/sports/accounts/" + a.AccountID + "/teams"
		var teams struct{ Teams []struct{ TeamID int64 } }
		if err := c.read(ctx, of, &teams); err != nil {
			return "", 0, err
		}
		for _, team := range teams.Teams {
			sessions := fmt.Sprintf("%s/%d/sessions", of, team.TeamID)
			var list struct{ Sessions []struct{ SessionID int64 } }
			if err := c.read(ctx, sessions+"?fromTime="+since, &list); err != nil {
				return "", 0, err
			}
			for _, session := range list.Sessions[:min(2, len(list.Sessions))] {
				path := fmt.Sprintf("%s/%d/results?var=%s", sessions, session.SessionID, allSeries)
				body, err := c.get(ctx, path, "")
				if err != nil {
					return "", 0, err
				}
				if best == "" || abs(len(body)-1e6) < abs(size-1e6) {
					best, size = path, len(body)
				}
			}
		}
	}
	return best, size, nil
}

func abs(n int) int { return max(n, -n) }
