package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"syscall"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/ergodrome/ergodrome/client/sweatstack"
)

// second is a row of a ride's frame, as parquet-go reads and writes it.
type second struct {
	Duration    *int64   `parquet:"duration,optional,snappy,dict"`
	Lap         *int8    `parquet:"lap,optional,snappy,dict"`
	Power       *int16   `parquet:"power,optional,snappy,dict"`
	Speed       *[2]byte `parquet:"speed,optional,snappy,dict"`
	HeartRate   *int16   `parquet:"heart_rate,optional,snappy,dict"`
	Altitude    *[2]byte `parquet:"altitude,optional,snappy,dict"`
	Cadence     *int16   `parquet:"cadence,optional,snappy,dict"`
	Temperature *float32 `parquet:"temperature,optional,snappy,dict"`
	Distance    *float32 `parquet:"distance,optional,snappy"`
	Longitude   *float32 `parquet:"longitude,optional,snappy"`
	Latitude    *float32 `parquet:"latitude,optional,snappy"`
	Activity    *string  `parquet:"activity_id,optional,snappy,dict"`
	Sport       *string  `parquet:"sport,optional,snappy,dict"`
	Timestamp   *int64   `parquet:"timestamp,optional,snappy,timestamp(millisecond)"`
}

const everyMetric = "?metrics=duration&metrics=lap&metrics=power&metrics=speed&metrics=heart_rate&metrics=altitude&metrics=cadence&metrics=temperature&metrics=distance&metrics=longitude&metrics=latitude"

// frameRows compares a frame's writing by the simulator, and its reading by the
// client, with parquet-go.
func (s *stack) frameRows(ctx context.Context, id string, hours int) ([]row, error) {
	path := id + "/data" + everyMetric
	file, err := s.get(ctx, path)
	if err != nil {
		return nil, err
	}
	all, err := rowWise(file)
	if err != nil {
		return nil, err
	}
	if len(all) != hours*3600 {
		return nil, fmt.Errorf("%d rows of %d hours", len(all), hours)
	}
	what := fmt.Sprintf("frame of %d h (%.0f kB)", hours, float64(len(file))/1e3)
	n := 60 / hours // calls a measurement: some tenth of a second
	written, ours, theirs, err := pairwise(rounds, s.cpuOf(ctx, path, n/4), repeated(n/4, func() error { return writeRows(all) }))
	if err != nil {
		return nil, err
	}
	client := repeated(n, func() error {
		f, err := sweatstack.ReadFrame(file)
		if err == nil && f.Rows != len(all) {
			err = errors.New("rows are missing")
		}
		return err
	})
	column, bare, client1, err := pairwise(rounds, repeated(n, func() error { return columnWise(file) }), client)
	if err != nil {
		return nil, err
	}
	rows, slow, client2, err := pairwise(rounds, repeated(n/4, func() error { _, err := rowWise(file); return err }), client)
	if err != nil {
		return nil, err
	}
	return []row{
		atMost(what+" answered, processor time against parquet-go's writing alone", written, 1.5, fmt.Sprintf("%.1f ms, %.1f ms", ours*1e3, theirs*1e3)),
		atLeast(what+" read, speed against parquet-go's pages alone", column, 0.4, fmt.Sprintf("%.2f ms, %.2f ms", client1*1e3, bare*1e3)),
		atLeast(what+" read, times faster than row by row", rows, 5, fmt.Sprintf("%.2f ms, %.2f ms", client2*1e3, slow*1e3)),
	}, nil
}

// repeated is the processor time of one call of f, of n, with that of the collector:
// reading by row and by column leave very different garbage.
func repeated(n int, f func() error) func() (float64, error) {
	return func() (float64, error) {
		runtime.GC() // what was left by others is not charged
		begin, err := used()
		if err != nil {
			return 0, err
		}
		for range n {
			if err := f(); err != nil {
				return 0, err
			}
		}
		end, err := used()
		return (end - begin).Seconds() / float64(n), err
	}
}

// used is the processor time of this process.
func used() (time.Duration, error) {
	var r syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()), err
}

// cpuOf is the processor time that the simulator takes for an answer.
func (s *stack) cpuOf(ctx context.Context, path string, answers int) func() (float64, error) {
	return func() (float64, error) {
		before, err := s.cpu()
		if err != nil {
			return 0, err
		}
		for range answers {
			if _, err := s.get(ctx, path); err != nil {
				return 0, err
			}
		}
		after, err := s.cpu()
		return (after - before).Seconds() / float64(answers), err
	}
}

// writeRows is the same table in a file that parquet-go writes.
func writeRows(rows []second) error {
	w := parquet.NewGenericWriter[second](io.Discard)
	if _, err := w.Write(rows); err != nil {
		return err
	}
	return w.Close()
}

// columnWise reads all columns with parquet-go alone, page by page, to what the pages
// hold: no value is converted, and none checked.
func columnWise(file []byte) error {
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	values := int64(0)
	for _, g := range f.RowGroups() {
		for _, c := range g.ColumnChunks() {
			pages := c.Pages()
			for {
				p, err := pages.ReadPage()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					return err
				}
				_ = p.Data()
				values += p.NumValues()
				parquet.Release(p)
			}
			if err := pages.Close(); err != nil {
				return err
			}
		}
	}
	if values == 0 {
		return errors.New("no values")
	}
	return nil
}

// rowWise reads a row at a time, into a struct.
func rowWise(file []byte) ([]second, error) {
	r := parquet.NewGenericReader[second](bytes.NewReader(file))
	defer r.Close()
	all := make([]second, 0, r.NumRows())
	piece := make([]second, 64)
	for {
		n, err := r.Read(piece)
		all = append(all, piece[:n]...)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
