package api

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"flamingo/chat"
)

// statusOf is the HTTP side of the error codes.
var statusOf = map[chat.Code]int{
	chat.CodeInvalid:         fiber.StatusBadRequest,
	chat.CodeUnauthenticated: fiber.StatusUnauthorized,
	chat.CodeForbidden:       fiber.StatusForbidden,
	chat.CodeNotFound:        fiber.StatusNotFound,
	chat.CodeConflict:        fiber.StatusConflict,
	chat.CodeTooLarge:        fiber.StatusRequestEntityTooLarge,
	chat.CodeRateLimited:     fiber.StatusTooManyRequests,
	chat.CodeUnavailable:     fiber.StatusServiceUnavailable,
	chat.CodeInternal:        fiber.StatusInternalServerError,
}

// problemType is the content type of errors (RFC 9457).
const problemType = "application/problem+json"

type problem struct {
	Type         string      `json:"type"`
	Title        string      `json:"title"`
	Status       int         `json:"status"`
	Code         chat.Code   `json:"code"`
	Detail       string      `json:"detail"`
	Reason       chat.Reason `json:"reason,omitempty"`
	Field        string      `json:"field,omitempty"`
	RetryAfterMS int64       `json:"retry_after_ms,omitempty"`
}

// ErrorHandler answers every error of every route of the app, as a problem.
func ErrorHandler(c *fiber.Ctx, err error) error {
	e := describe(err)
	status := statusOf[e.Code]
	if f, ok := errors.AsType[*fiber.Error](err); ok {
		status = f.Code
	} else if f, ok := errors.AsType[*statusError](err); ok {
		status = f.status
	} else if e.Reason == chat.ReasonNoSpace {
		status = fiber.StatusInsufficientStorage
	}
	if e.Code == chat.CodeInternal || e.Code == chat.CodeUnavailable && e.Err != nil {
		if log, ok := c.Locals(logKey).(*slog.Logger); ok {
			log.Error("request failed", "method", c.Method(), "route", c.Route().Path, "err", err)
		}
	}
	p := problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: e.Code, Detail: e.Message,
		Reason: e.Reason, Field: e.Field, RetryAfterMS: e.RetryAfter.Milliseconds()}
	if e.RetryAfter > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds()))))
		p.RetryAfterMS = max(p.RetryAfterMS, 1)
	}
	if status == fiber.StatusUnauthorized {
		c.Set(fiber.HeaderWWWAuthenticate, `Bearer realm="flamingo"`)
	}
	if err := c.Status(status).JSON(p); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, problemType)
	return nil
}

// describe also speaks for Fiber, which finds some errors itself: no such
// route, a body that is too large.
func describe(err error) *chat.Error {
	f, ok := errors.AsType[*fiber.Error](err)
	if !ok {
		return describeOurs(err)
	}
	code := chat.CodeInvalid
	switch {
	case f.Code == fiber.StatusNotFound:
		code = chat.CodeNotFound
	case f.Code == fiber.StatusRequestEntityTooLarge, f.Code == fiber.StatusRequestHeaderFieldsTooLarge:
		code = chat.CodeTooLarge
	case f.Code == fiber.StatusForbidden:
		code = chat.CodeForbidden
	case f.Code >= fiber.StatusInternalServerError:
		code = chat.CodeInternal
	}
	return chat.Errorf(code, "%s", http.StatusText(f.Code))
}

// describeOurs says of work that took too long what it is: it may succeed later.
func describeOurs(err error) *chat.Error {
	if _, known := errors.AsType[*chat.Error](err); !known && errors.Is(err, context.DeadlineExceeded) {
		return &chat.Error{Code: chat.CodeUnavailable, Message: "this took too long; whether it was done is not known", Err: err}
	}
	return chat.Describe(err)
}
