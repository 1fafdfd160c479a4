package firstbeat

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// ride is all series of one workout of about an hour.
func ride(b *testing.B) (*sim, *part, []series) {
	b.Helper()
	s := hot(b)
	e, ok := s.world.Data.Event(s.firstEvent())
	require.True(b, ok)
	p := &part{data: s.world.Data, event: e, whole: true, licence: licence{premiumPlus, true, true}}
	var all []series
	for _, v := range seriesVariables() {
		if v.available(p) {
			all = append(all, v.series(p))
		}
	}
	return s, p, all
}

// The floor of a first answer: the series through a zlib encoder alone.
func BenchmarkVectorsFloor(b *testing.B) {
	for name, level := range map[string]int{"default": zlib.DefaultCompression, "level1": 1, "level2": 2, "level3": 3, "level5": 5, "huffman": zlib.HuffmanOnly} {
		b.Run(name, func(b *testing.B) {
			_, _, all := ride(b)
			var packed [][]byte
			for i := range all {
				packed = append(packed, all[i].pack(nil))
			}
			z, err := zlib.NewWriterLevel(io.Discard, level)
			require.NoError(b, err)
			size := 0
			for b.Loop() {
				size = 0
				for _, raw := range packed {
					var n counter
					z.Reset(&n)
					_, _ = z.Write(raw)
					_ = z.Close()
					size += int(n)
				}
			}
			b.ReportMetric(float64(size), "size")
		})
	}
}

type counter int

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }

// What encoding costs here: packing, deflate, checksum and Base64.
func BenchmarkVectors(b *testing.B) {
	s, _, all := ride(b)
	for b.Loop() {
		for i := range all {
			_, _ = s.tenant.packers.encode(&all[i])
		}
	}
}

func (s *sim) benchmark(b *testing.B, path string, prepare func()) {
	b.Helper()
	c := s.credentials()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+s.token(c))
	r.Header.Set("x-api-key", c.APIKey)
	call := httpx.Call{Now: s.world.Clock.Now(), Exchange: &journal.Exchange{}}
	b.ReportAllocs()
	for b.Loop() {
		prepare()
		resp := s.tenant.Answer(s.tenant.Match(r), r, call)
		if resp.Status != 0 && resp.Status != 200 || resp.Bug != nil {
			b.Fatalf("%d %v", resp.Status, resp.Bug)
		}
		b.SetBytes(int64(len(resp.Body)))
	}
}

func BenchmarkAccounts(b *testing.B) {
	s := hot(b)
	s.benchmark(b, "/v1/sports/accounts", func() {})
}

func BenchmarkResults(b *testing.B) {
	names := ""
	for _, v := range seriesVariables() {
		names += "," + v.name
	}
	s, p, _ := ride(b)
	path := s.athletePath(0) + "/measurements/" + strconv.FormatInt(s.tenant.ids.measurement(p.event.Ref), 10) + "/results"
	b.Run("series first", func(b *testing.B) {
		s.benchmark(b, path+"?var="+names[1:], func() { s.tenant.vectors = &vectorCache{} })
	})
	b.Run("series of a new event", func(b *testing.B) {
		s.benchmark(b, path+"?var="+names[1:], func() {
			d, err := dataset.New(s.world.Seed, dataset.Config{})
			require.NoError(b, err)
			s.tenant.data, s.tenant.vectors = d, &vectorCache{}
		})
	})
	b.Run("series again", func(b *testing.B) { s.benchmark(b, path+"?var="+names[1:], func() {}) })
	b.Run("default again", func(b *testing.B) { s.benchmark(b, path, func() {}) })
	b.Run("list", func(b *testing.B) { s.benchmark(b, path+"?format=list&var="+names[1:], func() {}) })
	b.Run("all names", func(b *testing.B) { s.benchmark(b, path+"?var="+strings.Join(Variables(), ","), func() {}) })
}

func BenchmarkLists(b *testing.B) {
	s := hot(b, withPeople(dataset.Config{Athletes: 100_000}))
	b.Run("page of athletes", func(b *testing.B) {
		s.benchmark(b, "/v1/sports/accounts/"+s.account()+"/athletes?offset=40000", func() {})
	})
	b.Run("measurements", func(b *testing.B) { s.benchmark(b, s.athletePath(0)+"/measurements", func() {}) })
	b.Run("last measurements", func(b *testing.B) {
		s.benchmark(b, s.athletePath(0)+"/measurements?fromTime=2026-03-01T00:00:00Z", func() {})
	})
	b.Run("sessions", func(b *testing.B) { s.benchmark(b, s.teamPath(0)+"/sessions", func() {}) })
	b.Run("team", func(b *testing.B) { s.benchmark(b, s.teamPath(0), func() {}) })
}

func BenchmarkNewTenant(b *testing.B) {
	s := newSim(b)
	config := s.world.Config()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := newTenant(s.world, &config, s.tenant.shared); err != nil {
			b.Fatal(err)
		}
	}
}
