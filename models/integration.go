package models

import "time"

// Bot says whose the account of a program is. The user of that number has Bot
// set and no password.
type Bot struct {
	UserID    int64 `gorm:"primaryKey;autoIncrement:false"`
	OwnerID   int64
	CreatedAt time.Time
}

// Deletion is an account that was closed for good and of which something is
// left to be removed.
type Deletion struct {
	UserID    int64 `gorm:"primaryKey;autoIncrement:false"`
	CreatedAt time.Time
}

// IncomingWebhook is an address at which a program posts messages into a
// conversation. Of its token only the hash is stored.
type IncomingWebhook struct {
	ID             string `gorm:"primaryKey"` // ULID
	ConversationID ConversationID
	BotID          int64 // as whom it posts
	MadeBot        bool  // the bot was made for it and goes with it
	ByID           int64 // who made it
	Name           string
	TokenHash      []byte // SHA-256
	CreatedAt      time.Time
	UsedAt         *time.Time // nil: never
}

// Webhook is an address that a user wants to be told of events at.
type Webhook struct {
	ID             string `gorm:"primaryKey"` // ULID
	UserID         int64
	URL            string
	Events         string         // separated by spaces, see package chat
	ConversationID ConversationID // 0: all of the user's
	Secret         []byte         // that deliveries are signed with, sealed
	CreatedAt      time.Time
	LastAt         *time.Time // of the newest attempt, nil without one
	LastStatus     int32      // HTTP status of it, 0 when there was no answer
	LastError      string     // empty after a success
	FailingSince   *time.Time // since when nothing was taken, nil after a success
	DisabledAt     *time.Time // nothing is queued from then on
	DisabledReason string
	Dropped        int64 // events that found the queue full
}

// WebhookDelivery is an event on its way to a webhook. What it says is read
// from the log when it is sent.
type WebhookDelivery struct {
	ID             string `gorm:"primaryKey"` // ULID
	WebhookID      string // empty: an event of which nobody has looked yet who wants it
	Event          string
	ConversationID ConversationID // 0: it is about a user
	UserID         int64          // whose log it is in, 0 for that of a conversation
	Position       int64          // seq of a message, rev of a change, u of an event of the user
	Dead           bool           // given up; sent again only when somebody says so
	Attempts       int32
	NextAt         time.Time
	LastStatus     int32
	LastError      string
	CreatedAt      time.Time
}
