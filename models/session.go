package models

import "time"

// Class is the kind of device a session belongs to. The numbers of the old
// clients are theirs (WIRE.md section 5).
type Class uint8

// Classes. Of each legacy class a user has at most one session.
const (
	ClassUnknown Class = 0
	ClassPC      Class = 1
	ClassAndroid Class = 2
	ClassIOS     Class = 3
	ClassMac     Class = 4
	ClassWeb     Class = 16
	ClassAPI     Class = 17
)

var classNames = map[Class]string{ClassUnknown: "other", ClassPC: "pc", ClassAndroid: "android",
	ClassIOS: "ios", ClassMac: "mac", ClassWeb: "web", ClassAPI: "api"}

// String returns the public name of the class.
func (c Class) String() string { return classNames[c] }

// Legacy reports whether the class speaks the old protocol.
func (c Class) Legacy() bool { return c < ClassWeb }

// Session is a logged-in device.
type Session struct {
	ID          string `gorm:"primaryKey"` // ULID
	UserID      int64
	Class       Class
	DeviceID    string // chosen by the client; empty for legacy classes
	Name        string // "Firefox on Linux"
	RefreshHash []byte // SHA-256 of the refresh token in force; nil for legacy classes
	CreatedAt   time.Time
	LastSeenAt  time.Time
	RevokedAt   *time.Time // set once, never cleared
	TokenHash   []byte     // SHA-256 of an API token; nil for other classes
	Scopes      string     // what an API token may do, separated by spaces
	ExpiresAt   *time.Time // of an API token, nil for never
}
