package models

import "time"

// Report is what a user told the administrators about somebody, about a
// conversation, or about a message in one.
type Report struct {
	ID             string         `gorm:"primaryKey"` // ULID: also the order they came in
	ByID           int64          // who reports
	UserID         int64          // who is reported, 0 when it is about a conversation as a whole
	ConversationID ConversationID // 0 when it is about a user alone
	Seq            int64          // of the message, 0 when it is about none
	Reason         string         // see package chat
	Text           string
	Content        []byte // of the message as it was then, in its Format; a recall does not undo a report
	Format         uint8
	CreatedAt      time.Time
	HandledAt      *time.Time // an administrator has dealt with it
	HandledBy      int64
	Outcome        string // what the administrator decided
}
