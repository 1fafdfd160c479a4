package transport

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Settings are what the options of every client set. The methods refuse what cannot be meant, in errors
// that begin with the client's name.
type Settings struct {
	Client    string // the name of its package
	Base      *url.URL
	Insecure  bool // whether credentials may be sent in the clear
	HTTP      *http.Client
	UserAgent string
	Retries   int
	MaxWait   time.Duration
	Silence   time.Duration
	MaxBody   int64
	Logger    *slog.Logger
}

func (s *Settings) refuse(format string, args ...any) error {
	return fmt.Errorf(s.Client+": "+format, args...)
}

// Clear says why credentials may not be sent to the base URL, or nothing.
func (s *Settings) Clear() error {
	if s.Insecure {
		return nil
	}
	return Clear(s.Client, s.Base)
}

// SetBaseURL takes a base URL, up to but without the version.
func (s *Settings) SetBaseURL(rawURL, version string) error {
	u, err := BaseURL(s.Client, rawURL, version)
	if err == nil {
		s.Base = u
	}
	return err
}

// SetHTTPClient takes the http.Client to build on.
func (s *Settings) SetHTTPClient(c *http.Client) error {
	if c == nil {
		return s.refuse("WithHTTPClient: nil http.Client")
	}
	s.HTTP = c
	return nil
}

// SetUserAgent takes a User-Agent header.
func (s *Settings) SetUserAgent(agent string) error {
	if agent == "" || strings.ContainsFunc(agent, func(r rune) bool { return r < ' ' || r > '~' }) {
		return s.refuse("WithUserAgent: must be printable ASCII")
	}
	s.UserAgent = agent
	return nil
}

// SetRetry takes how often a call is tried again, and the longest wait before a try.
func (s *Settings) SetRetry(retries int, maxWait time.Duration) error {
	if retries < 0 || retries > 10 || maxWait <= 0 {
		return s.refuse("WithRetry(%d, %v): want 0 to 10 retries and a positive wait", retries, maxWait)
	}
	s.Retries, s.MaxWait = retries, maxWait
	return nil
}

// SetTimeout takes how long a server may be silent.
func (s *Settings) SetTimeout(silence time.Duration) error {
	if silence <= 0 {
		return s.refuse("WithTimeout(%v): must be positive", silence)
	}
	s.Silence = silence
	return nil
}

// SetMaxBody takes a bound of bodies in bytes.
func (s *Settings) SetMaxBody(bytes int64) error {
	if bytes < 1 {
		return s.refuse("WithMaxBody(%d): must be positive", bytes)
	}
	s.MaxBody = bytes
	return nil
}

// SetLogger takes who is told of exchanges and retries.
func (s *Settings) SetLogger(l *slog.Logger) error {
	if l == nil {
		return s.refuse("WithLogger: nil logger")
	}
	s.Logger = l
	return nil
}
