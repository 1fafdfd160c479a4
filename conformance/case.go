// Package conformance says what it means to talk to a vendor properly: cases,
// verdicts, evidence and results.
//
// A case is a value. It describes a world, what the subject is asked to do in
// it, what must have happened for the case to mean anything, and what is then
// checked. Package runner performs cases; package checks holds the functions
// that cases name.
package conformance

import (
	"time"

	"github.com/ergodrome/ergodrome/conformance/subject"
)

// Case is one stimulus and what is demanded of a subject that meets it.
type Case struct {
	ID      string `yaml:"id"`      // "FB-POLL-001"; its meaning never changes
	Rev     int    `yaml:"rev"`     // rises when expectations change; from 1
	Title   string `yaml:"title"`   // completes "a client …"
	API     string `yaml:"api"`     // "firstbeat"; what the case counts for: one release of it is one frozen set
	Service string `yaml:"service"` // which service the client is for, when that is not API itself: a case about all of them has a variant for each
	Level   Level  `yaml:"level"`
	Basis   Basis  `yaml:"basis"`
	Ground  string `yaml:"ground"` // why SAFETY or FIELD may demand MUST: secret-leak, silent-corruption, crash, unbounded
	Source  string `yaml:"source"` // where it is written, for people
	Does    string `yaml:"does"`   // what the simulator does, for explain
	Show    string `yaml:"show"`   // what a client must show, for explain
	Hint    string `yaml:"hint"`   // how to mend a client that fails; may be empty
	Comment string `yaml:"comment"`

	Requires []string         `yaml:"requires"`   // requirement rows
	Features []string         `yaml:"features"`   // what the subject must declare; none means core
	Stricter map[string]Level `yaml:"level_with"` // feature -> level when the subject declares it
	Modes    []Mode           `yaml:"modes"`
	Time     TimeMode         `yaml:"time"`
	Profiles []string         `yaml:"profiles"` // "oauth"; none means <api>-read

	World  World          `yaml:"world"`
	Client ClientSetup    `yaml:"client"` // how client "c1" is opened
	Op     *Call          `yaml:"op"`     // short for ops with one call
	Ops    []Step         `yaml:"ops"`
	Settle time.Duration  `yaml:"settle"` // watched after the last step, in virtual time; default 1m
	Vars   map[string]any `yaml:"vars"`   // values for $(name); a variant's come first

	Stimulus []Check   `yaml:"stimulus"` // must hold, or nothing was shown
	Checks   []Check   `yaml:"checks"`
	Variants []Variant `yaml:"variants"`
	Kills    []string  `yaml:"kills"` // mutants that must fail this case
	// AnyVariant says that variants which a subject does not exercise take
	// nothing from the others: one is enough.
	AnyVariant bool `yaml:"any_variant"`

	File    string `yaml:"-"` // file:line of the definition
	Variant string `yaml:"-"` // name of the variant that this value is; empty for the only one
	runs    []*Case
}

// Mode is a way of reaching a subject.
type Mode string

// The modes. In-process and stdio subjects both count as adapters.
const (
	Adapter   Mode = "adapter"
	Observe   Mode = "observe"
	Decode    Mode = "decode"
	InProcess Mode = "inproc" // only where a Go call can say it: cancelling, for example
	Server    Mode = "server" // no client but a server: see package server
)

// TimeMode says what a case needs of time.
type TimeMode string

// The time modes.
const (
	TimeNone  TimeMode = "none"       // no waiting is involved
	VirtualOK TimeMode = "virtual-ok" // waits, in whatever time the run has
	RealOnly  TimeMode = "real-only"  // must be run in real time
)

// Variant is one setting of a case's parameters. In the case's text every
// $(name) is replaced by Set[name] before it is read.
type Variant struct {
	Name string         `yaml:"name"`
	Set  map[string]any `yaml:"set"`
}

// World describes the universe of one run. Data (the population), pins,
// switches, limits and clock are what POST worlds takes.
type World struct {
	Time       time.Time                    `yaml:"time"` // where virtual time stands when the case begins; default DefaultTime
	Skew       time.Duration                `yaml:"skew"` // the world's clock minus the subject's
	Frozen     bool                         `yaml:"frozen"`
	Seed       uint64                       `yaml:"seed"`
	Limits     string                       `yaml:"limits"` // vendor or off; default off
	Profile    map[string]string            `yaml:"profile"`
	Switches   map[string]map[string]string `yaml:"switches"`
	Population map[string]any               `yaml:"population"` // as POST worlds takes it
	Pins       map[string]any               `yaml:"pins"`       // as POST worlds takes it
	Steps      []Control                    `yaml:"steps"`      // control-plane calls before the first op
	Script     []Route                      `yaml:"script"`
	Faults     []map[string]any             `yaml:"faults"` // verbatim rules of the control plane
	// OffSchema says why the vendor's answers violate their description on purpose.
	OffSchema   string `yaml:"off_schema"`
	MaxRequests int    `yaml:"max_requests"` // more than this is a flood and ends the case; default 2000
	// Down is how long, from the beginning, nobody listens at the world's address.
	Down time.Duration `yaml:"down"`
	// TLS is how the world proves who it is; empty means plain HTTP.
	TLS Certificate `yaml:"tls"`
	// Origins are further hosts that the world answers for, such as the target of
	// a redirect: any request to them gets this reply and is recorded.
	Origins map[string]Reply `yaml:"origins"`
}

// Certificate is the kind that a world shows.
type Certificate string

// The kinds of certificates. All but the first are to be refused.
const (
	CertificateGood      Certificate = "good"
	CertificateUnknown   Certificate = "unknown-authority"
	CertificateOtherName Certificate = "other-name"
	CertificateExpired   Certificate = "expired"
)

// DefaultTime is where virtual time stands when a case does not say.
func DefaultTime() time.Time { return time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC) }

// Match selects requests. Empty members match everything.
type Match struct {
	Operation string            `yaml:"operation" json:"operation,omitempty"` // operationId
	Method    string            `yaml:"method" json:"method,omitempty"`
	Path      string            `yaml:"path" json:"path,omitempty"`     // glob over the path as sent, base path stripped; * does not cross a slash
	Query     map[string]string `yaml:"query" json:"query,omitempty"`   // name -> regular expression over the values joined by commas; "" means absent or empty
	Status    int               `yaml:"status" json:"status,omitempty"` // of the answer; only where exchanges are looked back at
	Host      string            `yaml:"host" json:"host,omitempty"`     // a further origin
}

// Route is what requests of one kind are answered with, in order. When the
// replies are used up the vendor's own answer follows.
type Route struct {
	Match   Match   `yaml:"match"`
	Replies []Reply `yaml:"replies"`
}

// Reply is one answer. In YAML it is also the word "pass": the vendor's own.
type Reply struct {
	Pass    bool              `yaml:"pass"`
	Times   int               `yaml:"times"`   // how many requests it answers; default 1
	Forever bool              `yaml:"forever"` // it answers all that follow
	Status  int               `yaml:"status"`  // default 200
	Headers map[string]string `yaml:"headers"`
	Body    any               `yaml:"body"`       // a string is sent as it is, anything else as JSON
	Base64  string            `yaml:"base64"`     // a body of bytes
	PadTo   int64             `yaml:"pad_to"`     // blanks before the body's last byte, up to this many bytes
	Coding  string            `yaml:"coding"`     // gzip, br, zstd, deflate, deflate-raw: encode the body and say so
	Offered bool              `yaml:"if_offered"` // code only for requests that offer the coding; others get the body plain
	Label   *string           `yaml:"label"`      // what Content-Encoding says, when it lies; "" leaves it out
	Cut     int               `yaml:"cut"`        // bytes cut off the coded body's end; framing stays right
	Delay   time.Duration     `yaml:"delay"`

	Reset      bool          `yaml:"reset"`       // the connection breaks before any answer
	TruncateAt *int64        `yaml:"truncate_at"` // the connection breaks after so many bytes of the body
	Length     *int64        `yaml:"length"`      // what Content-Length says, when it lies
	Stall      time.Duration `yaml:"stall"`       // a pause in the middle of the body
	Chunks     []int         `yaml:"chunks"`      // the body goes out in pieces of so many bytes, as a stream; the rest is the last
	Pause      time.Duration `yaml:"pause"`       // between the pieces
}

// Control is one call of the control plane, below the world's own path.
type Control struct {
	Method string `yaml:"method"` // default POST
	Path   string `yaml:"path"`   // "firstbeat/measurements/1/cold"
	Body   any    `yaml:"body"`
}

// ClientSetup changes how a client is opened. What is not named keeps what the
// world handed out, but for an API key that clients have to fetch.
type ClientSetup struct {
	Without  []string          `yaml:"without"` // members of subject.Credentials and subject.Tokens to withhold; "tokens" and "all"
	With     map[string]string `yaml:"with"`    // such members to set: {apiKey: "$(world:apiKey)"}
	Deadline time.Duration     `yaml:"deadline"`
	State    bool              `yaml:"state"` // the client gets a folder that outlives it
}

// Step is one thing that happens, in order. Exactly one member is set.
type Step struct {
	Call     *Call         `yaml:"call"`
	Parallel []Call        `yaml:"parallel"` // all at once; needs feature "concurrent"
	Wait     time.Duration `yaml:"wait"`     // time passes for everybody
	Clock    *ClockMove    `yaml:"clock"`    // only the world's clock moves
	Control  *Control      `yaml:"control"`
	Faults   *Faults       `yaml:"faults"` // changes the script from here on
	Open     *Open         `yaml:"open"`
	Browse   *Browse       `yaml:"browse"`
	Restart  string        `yaml:"restart"` // client to restart from its state
	Close    string        `yaml:"close"`
}

// ClockMove moves the world's clock and leaves the subject's alone.
type ClockMove struct {
	Advance time.Duration `yaml:"advance"` // may be negative
	Set     time.Time     `yaml:"set"`
	Freeze  bool          `yaml:"freeze"`
	Thaw    bool          `yaml:"thaw"`
}

// Faults replaces the world's script and rules.
type Faults struct {
	Script []Route          `yaml:"script"`
	Rules  []map[string]any `yaml:"rules"`
}

// Open opens a further client.
type Open struct {
	Client      string `yaml:"client"`
	ClientSetup `yaml:",inline"`
}

// Browse is what a person's browser does: it opens a URL of the world, follows
// where it is sent, and stops where that leads out of the world. That place is
// $(value:LABEL#/url) to later steps.
type Browse struct {
	As  string            `yaml:"as"`  // label; default "browser"
	URL string            `yaml:"url"` // "$(value:login#/url)"
	Set map[string]string `yaml:"set"` // changes the query of where it stops; an empty value removes
}

// Call is one operation asked of the subject.
type Call struct {
	As     string         `yaml:"as"` // label for checks; default "call", "call2", …
	Client string         `yaml:"client"`
	Op     string         `yaml:"op"`
	Args   map[string]any `yaml:"args"` // strings may hold $(value:LABEL#/pointer) and $(world:now) or $(world:NAME), a member of subject.Credentials or subject.Tokens
	// Expect is what must come back: ok (the default), any, or error classes.
	// "any" still demands an answer.
	Expect Expect `yaml:"expect"`
	// Repeat makes the call so many times one after the other, Copies so many
	// times side by side (in a parallel step).
	Repeat int `yaml:"repeat"`
	Copies int `yaml:"copies"`
	// Each repeats the call with further arguments; ForEach takes them from an
	// earlier value.
	Each        []map[string]any `yaml:"each"`
	ForEach     *ForEach         `yaml:"for_each"`
	CancelAfter time.Duration    `yaml:"cancel_after"` // the caller gives up
	// Patience is how long the suite waits before it calls the subject hung:
	// default 24h virtual.
	Patience time.Duration `yaml:"patience"`
}

// ForEach takes arguments from a list that an earlier call returned.
type ForEach struct {
	Call string            `yaml:"call"`
	Path string            `yaml:"path"` // JSON pointer to a list
	Args map[string]string `yaml:"args"` // argument -> JSON pointer inside an item
	Max  int               `yaml:"max"`
}

// Expect is what a call must come to.
type Expect struct {
	Any     bool
	Classes []subject.Class // empty and not Any: the call must succeed
}

// OK reports whether the call is expected to succeed.
func (e Expect) OK() bool { return !e.Any && len(e.Classes) == 0 }
