package dataset

import (
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset/internal/chance"
)

// Config sizes a population. The zero value means the defaults.
type Config struct {
	Organizations int `json:"organizations,omitempty" yaml:"organizations"` // default 2, at most 100,000; number 0 is the vendor's sandbox
	Athletes      int `json:"athletes,omitempty" yaml:"athletes"`           // of all organizations together, default 60, at most 1,000,000
	Teams         int `json:"teams,omitempty" yaml:"teams"`                 // of each organization, default 3, at most 1,000
	// FirstDay is the first day with history; default 2024-07-01. Days before
	// it are empty. Its time of day is dropped.
	FirstDay time.Time `json:"firstDay,omitzero" yaml:"firstDay"`
	// CacheBytes bounds the memory of records and analyses that are kept to be
	// asked for again; default 16 MiB, shared by the whole population.
	CacheBytes int `json:"cacheBytes,omitempty" yaml:"cacheBytes"`
}

// The bounds of a population.
const (
	maxOrganizations = 100_000
	maxAthletes      = 1_000_000
	maxTeams         = 1_000
	groupsPerTeam    = 3
	secondsPerDay    = 24 * 60 * 60
)

// ConfigError reports a member of Config that cannot be used.
type ConfigError struct {
	Field  string // as in JSON: "athletes"
	Reason string // what is wrong and what would be right
}

func (e *ConfigError) Error() string { return "dataset: " + e.Field + ": " + e.Reason }

func (c Config) withDefaults() (Config, error) {
	fill := func(v *int, name string, preset, most int) error {
		if *v == 0 {
			*v = preset
		}
		if *v < 0 || *v > most {
			return &ConfigError{Field: name, Reason: fmt.Sprintf("is %d; give 1 to %d, or 0 for %d", *v, most, preset)}
		}
		return nil
	}
	if err := fill(&c.Organizations, "organizations", 2, maxOrganizations); err != nil {
		return c, err
	}
	if err := fill(&c.Athletes, "athletes", 60, maxAthletes); err != nil {
		return c, err
	}
	if err := fill(&c.Teams, "teams", 3, maxTeams); err != nil {
		return c, err
	}
	if err := fill(&c.CacheBytes, "cacheBytes", 16<<20, 1<<30); err != nil {
		return c, err
	}
	if c.FirstDay.IsZero() {
		c.FirstDay = time.Date(2024, time.July, 1, 0, 0, 0, 0, time.UTC)
	}
	if y := c.FirstDay.Year(); y < 1990 || y > 2200 {
		return c, &ConfigError{Field: "firstDay", Reason: fmt.Sprintf("is in the year %d; give a day of 1990 to 2200", y)}
	}
	y, m, d := c.FirstDay.Date()
	c.FirstDay = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return c, nil
}

// Set is one population. Its methods are safe for use by many goroutines.
type Set struct {
	seed     uint64
	key      chance.Key
	config   Config
	firstDay int // days since 1970-01-01
	zones    *zones
	room     int // bytes for memory
	memory   memory
}

// New checks c and returns its population. It makes nobody yet. Its errors are
// *ConfigError.
func New(seed uint64, c Config) (*Set, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Set{
		seed:     seed,
		zones:    loaded(),
		key:      chance.New(seed),
		config:   c,
		room:     c.CacheBytes,
		firstDay: int(c.FirstDay.Unix() / secondsPerDay),
	}, nil
}

// Seed is what the set was made from.
func (s *Set) Seed() uint64 { return s.seed }

// Config is the configuration with its defaults filled in.
func (s *Set) Config() Config { return s.config }

// Organizations counts the organizations.
func (s *Set) Organizations() int { return s.config.Organizations }

// Athletes counts the athletes of all organizations.
func (s *Set) Athletes() int { return s.config.Athletes }

// Teams counts the teams of all organizations.
func (s *Set) Teams() int { return s.config.Organizations * s.config.Teams }

// Groups counts the groups of all teams.
func (s *Set) Groups() int { return s.Teams() * groupsPerTeam }

// Coaches counts the coaches of all organizations.
func (s *Set) Coaches() int { return s.config.Organizations * s.coachesPerOrganization() }

// coachesPerOrganization is one coach a team and one head coach.
func (s *Set) coachesPerOrganization() int { return s.config.Teams + 1 }
