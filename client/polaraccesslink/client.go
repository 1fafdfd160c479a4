package polaraccesslink

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/client/internal/transport"
	"github.com/ergodrome/ergodrome/client/internal/transport/wirejson"
	"github.com/ergodrome/ergodrome/client/token"
)

// Client talks to the AccessLink Dynamic API for one user. It is safe for
// concurrent use. The vendor's limits are counted per client ID: clients of
// several users of one application share them by [WithPacer].
type Client struct {
	TrainingSessions *TrainingSessionsService // workouts
	TrainingTargets  *TrainingTargetsService  // plans, and the routes they name
	Sleep            *SleepService            // nights, and sleep and waking by the day
	NightlyRecharge  *NightlyRechargeService  // how nights restored the user
	Activity         *ActivityService         // days
	HeartRate        *HeartRateService        // continuous heart rate, intervals between pulses
	Body             *BodyService             // skin contact, temperature
	Tests            *TestsService            // fitness, orthostatic, jump, ECG, SpO2 and R-R tests
	Calendar         *CalendarService         // notes, feelings, weights
	Sports           *SportsService           // the vendor's sports, the user's profiles
	User             *UserService             // account, picture, devices, subscriptions

	base   string // without a trailing slash
	send   *transport.Client
	tokens token.Source
	codec  *wirejson.Decoder
	opts   options
}

// service is what every service is: the client, seen from one side.
type service struct{ client *Client }

// The services. Each method is one operation of the API, and says which.
type (
	// TrainingSessionsService is about workouts.
	TrainingSessionsService service
	// TrainingTargetsService is about plans and routes.
	TrainingTargetsService service
	// SleepService is about sleep.
	SleepService service
	// NightlyRechargeService is about recovery in the night.
	NightlyRechargeService service
	// ActivityService is about daily activity.
	ActivityService service
	// HeartRateService is about heartbeats around the clock.
	HeartRateService service
	// BodyService is about what a device on the skin measures.
	BodyService service
	// TestsService is about tests.
	TestsService service
	// CalendarService is about entries in the user's calendar.
	CalendarService service
	// SportsService is about sports and sport profiles.
	SportsService service
	// UserService is about the user.
	UserService service
)

// New returns a client of [DefaultBaseURL], made different by options. It
// sends nothing. Without tokens it can say hello.
func New(opts ...Option) (*Client, error) {
	o := defaults()
	for _, opt := range opts {
		if err := opt(&o); err != nil {
			return nil, err
		}
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	c := &Client{base: strings.TrimRight(o.Base.String(), "/") + version, tokens: o.tokens, codec: new(wirejson.Decoder), opts: o}
	cfg := transport.Config{
		Service:     serviceName,
		HTTP:        o.HTTP,
		Credentials: []string{"Authorization"},
		Header:      http.Header{"User-Agent": {o.UserAgent}},
		Codings:     []string{"zstd", "br", "gzip", "deflate"},
		MaxBody:     o.MaxBody,
		Silence:     o.Silence,
		Retries:     o.Retries,
		MaxWait:     o.MaxWait,
		Logger:      o.Logger,
	}
	if o.paced {
		cfg.Pacer = o.pacer.windows
	}
	c.send = transport.New(cfg)

	common := &service{client: c}
	c.TrainingSessions = (*TrainingSessionsService)(common)
	c.TrainingTargets = (*TrainingTargetsService)(common)
	c.Sleep = (*SleepService)(common)
	c.NightlyRecharge = (*NightlyRechargeService)(common)
	c.Activity = (*ActivityService)(common)
	c.HeartRate = (*HeartRateService)(common)
	c.Body = (*BodyService)(common)
	c.Tests = (*TestsService)(common)
	c.Calendar = (*CalendarService)(common)
	c.Sports = (*SportsService)(common)
	c.User = (*UserService)(common)
	return c, nil
}

// String names the client without its credentials.
func (c *Client) String() string { return "polaraccesslink.Client(" + c.base + ")" }

// GoString is String: %#v shows no credentials either.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
