package chat

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// Bounds of what a client tells about an error of its own: one that fails in a
// loop must not fill the log.
const (
	MaxErrorMessage     = 500   // characters
	MaxErrorStack       = 8_000 // characters: some eighty calls
	errorReportInterval = time.Minute
	errorReportBurst    = 5
)

// ErrorReport is an error of a client that its user agreed to tell the operators.
type ErrorReport struct {
	Message, Stack string
	Version        string // of the client
	Browser        string
}

func newErrorReportLimiter(now func() time.Time) *rateLimiter {
	return newRateLimiter(float64(rate.Every(errorReportInterval)), errorReportBurst, now)
}

// ReportError writes an error of a client to the log of the server.
func (s *Service) ReportError(_ context.Context, a Actor, r ErrorReport) error {
	err := firstError(name("message", r.Message, MaxErrorMessage), text("stack", r.Stack, MaxErrorStack),
		line("version", r.Version, 64), line("browser", r.Browser, 300))
	if err == nil {
		err = s.errorReports.take(a.UserID)
	}
	if err != nil {
		return err
	}
	s.log.Warn("a client reports an error", "user", a.UserID, "message", r.Message, "version", r.Version, "browser", r.Browser, "stack", r.Stack)
	return nil
}
