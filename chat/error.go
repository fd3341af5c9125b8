package chat

import (
	"errors"
	"fmt"
	"time"
)

// Code classifies a failure for clients (REALTIME.md "Error codes"). Each
// transport translates it once.
type Code string

// Codes.
const (
	CodeInvalid         Code = "invalid"
	CodeUnauthenticated Code = "unauthenticated"
	CodeForbidden       Code = "forbidden"
	CodeNotFound        Code = "not_found"
	CodeConflict        Code = "conflict"
	CodeTooLarge        Code = "too_large"
	CodeRateLimited     Code = "rate_limited"
	CodeUnavailable     Code = "unavailable"
	CodeInternal        Code = "internal"
)

// Codes returns every code, for tests that hold a transport's table complete.
func Codes() []Code {
	return []Code{CodeInvalid, CodeUnauthenticated, CodeForbidden, CodeNotFound, CodeConflict,
		CodeTooLarge, CodeRateLimited, CodeUnavailable, CodeInternal}
}

// Reason tells apart failures of one code where a client acts differently.
type Reason string

// Reasons.
const (
	ReasonUnknownUser   Reason = "unknown_user"   // log-in: no such account
	ReasonWrongPassword Reason = "wrong_password" // log-in or change of password
	ReasonDisabled      Reason = "disabled"       // the account may not log in
	ReasonRevoked       Reason = "revoked"        // the session was ended
	ReasonSecondFactor  Reason = "second_factor"  // log-in: a code is needed, or the one given is wrong
	ReasonScope         Reason = "scope"          // the API token may not do this
	ReasonTooLong       Reason = "too_long"       // a field exceeds its limit

	ReasonUnwanted Reason = "unwanted"  // the other user blocked the actor, or hears of friends only
	ReasonBlocked  Reason = "blocked"   // the actor blocked the other user
	ReasonMuted    Reason = "muted"     // the actor may not write in the group for a time
	ReasonMutedAll Reason = "muted_all" // nobody but owner and admins may write in the group
	ReasonBanned   Reason = "banned"    // the actor may not come back to the group
	ReasonInvited  Reason = "invited"   // the group is by invitation alone
	ReasonNoSpace  Reason = "no_space"  // the disk of the server is full
	ReasonChecksum Reason = "checksum"  // a piece of an upload was damaged on the way; it may be sent again
)

// Error is a failure a client may know about.
type Error struct {
	Code       Code
	Message    string        // for the client: plain English, names the field
	Field      string        // the input at fault, if one is
	Reason     Reason        // may be empty
	RetryAfter time.Duration // when trying again makes sense, 0 unknown
	Err        error         // for the log, may be nil
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an Error with a formatted message.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalid returns the error for a bad value of field.
func Invalid(field, format string, args ...any) *Error {
	return &Error{Code: CodeInvalid, Field: field, Message: field + " " + fmt.Sprintf(format, args...)}
}

func tooLong(field string, limit int, unit string) *Error {
	e := Invalid(field, "is longer than %d %s", limit, unit)
	e.Reason = ReasonTooLong
	return e
}

var errInternal = &Error{Code: CodeInternal, Message: "internal error"}

// Describe returns what a client may know about err. Anything that is not an
// *Error is internal, and its text stays in the log.
func Describe(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return errInternal
}

// IsCode reports whether err is an Error of that code.
func IsCode(err error, code Code) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code == code
}
