package apitype

import (
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// Device is what a client says about itself.
type Device struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// RegisterRequest makes an account and logs in.
type RegisterRequest struct {
	Username string `json:"username"`
	Nickname string `json:"nickname"`
	Password string `json:"password"`
	Device   Device `json:"device"`
}

// LoginRequest opens a session.
type LoginRequest struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Code     string `json:"code"` // of the second factor, or a recovery code
	Device   Device `json:"device"`
}

// LinkRequest opens a session by a sign-in link.
type LinkRequest struct {
	Token  string `json:"token"`
	Device Device `json:"device"`
}

// RefreshRequest exchanges a refresh token.
type RefreshRequest struct {
	RefreshToken string `json:"refresh_token"`
}

// PasswordRequest changes the password.
type PasswordRequest struct {
	OldPassword string `json:"old_password"`
	NewPassword string `json:"new_password"`
}

// Session is a session that was opened or refreshed, with its credentials.
type Session struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	RefreshToken string `json:"refresh_token"`
	Session      string `json:"session"`
	User         User   `json:"user"`
}

// FromLogin returns the answer to a log-in.
func FromLogin(l *chat.Login, t chat.Tokens) Session {
	return Session{AccessToken: t.Access, TokenType: "Bearer", ExpiresIn: int(t.ExpiresIn.Seconds()),
		RefreshToken: t.Refresh, Session: l.Session.ID, User: FromUser(l.User)}
}

// LoggedInDevice is a session in the list of one's devices.
type LoggedInDevice struct {
	ID         string `json:"id"`
	Class      string `json:"class"`
	Name       string `json:"name"`
	CreatedAt  Time   `json:"created_at"`
	LastSeenAt Time   `json:"last_seen_at"`
	Current    bool   `json:"current"`
}

// SessionList is the list of one's devices.
type SessionList struct {
	Sessions []LoggedInDevice `json:"sessions"`
}

// FromSessions lists sessions; current is the one that asks.
func FromSessions(list []models.Session, current string) SessionList {
	out := SessionList{Sessions: make([]LoggedInDevice, len(list))}
	for i, s := range list {
		out.Sessions[i] = LoggedInDevice{s.ID, s.Class.String(), s.Name, Time(s.CreatedAt), Time(s.LastSeenAt), s.ID == current}
	}
	return out
}

// Time is a time in JSON.
type Time time.Time

const timeForm = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes RFC 3339 with milliseconds in UTC.
func (t Time) MarshalJSON() ([]byte, error) {
	return time.Time(t).UTC().AppendFormat(nil, `"`+timeForm+`"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Time) UnmarshalJSON(b []byte) error {
	at, err := time.Parse(`"`+timeForm+`"`, string(b))
	*t = Time(at)
	return err
}
