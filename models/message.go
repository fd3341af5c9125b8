package models

import "time"

// Message is an entry of a conversation's log. Sender, target, content and time
// are the original's columns; content keeps the form it came in.
type Message struct {
	ID             int64          `gorm:"primaryKey"`
	ConversationID ConversationID // with Seq unique
	Seq            int64          // position in the conversation, gapless from 1
	SenderID       int64          `gorm:"column:f_senderid"`
	TargetID       int64          `gorm:"column:f_targetid"` // user or group id
	ClientID       *string        // unique per conversation and sender; nil from old clients, which have none
	Format         uint8          // content.Format
	Content        []byte         `gorm:"column:f_msgcontent"`
	ReplyTo        int64          // seq in the same conversation, 0 for none
	Via            Class          // class of the sending session
	ClientSeq      int32          // sequence number of an old client's request, repeated in its relays
	SentAt         time.Time      `gorm:"column:f_create_time"`
	System         bool           // a note of the server or of a client's software: never unread
	EditedAt       *time.Time     // the sender changed the content
	RecalledAt     *time.Time     // taken back: the content is gone
	ExpiresAt      *time.Time     // not to be seen from then on
}

// TableName keeps the original's table.
func (Message) TableName() string { return "t_chatmsg" }

// Conversation is the head of a log.
type Conversation struct {
	ID        ConversationID `gorm:"primaryKey;autoIncrement:false"`
	LastSeq   int64
	Rev       int64 // number of the newest change
	LastTime  time.Time
	CreatedAt time.Time
}

// ConversationMember is what one user keeps about one conversation.
type ConversationMember struct {
	UserID         int64          `gorm:"primaryKey;autoIncrement:false"`
	ConversationID ConversationID `gorm:"primaryKey;autoIncrement:false"`
	ReadSeq        int64          // highest seq the user has seen
	JoinedSeq      int64          // what lies at or before it is not theirs to see
	ClearedSeq     int64          // what lies at or before it they removed from their view
	Left           bool           // a former member of a group
	Pinned         bool           // kept at the top of the list
	Mute           Mute
	Archived       bool
	HiddenSeq      int64 // not in the list until there is a message after it
	Draft          string
}

// Mute says what a message in a conversation does to a user.
type Mute uint8

// Levels (FEATURES.md 4.11).
const (
	MuteNone   Mute = 0 // it notifies
	MuteSilent Mute = 1 // it shows, without sound or push
	MuteCount  Mute = 2 // it only counts
	MuteAll    Mute = 3 // it does not even count
)

// Change is an entry of a conversation's change log: what happened to messages
// that are there, to the members and to the settings, numbered from 1
// (REALTIME.md, position rev).
type Change struct {
	ConversationID ConversationID `gorm:"primaryKey;autoIncrement:false"`
	Rev            int64          `gorm:"primaryKey;autoIncrement:false"`
	Kind           string         // see the constants of package chat
	Seq            int64          // of the message, 0 when it is about none
	ByID           int64          // who caused it
	Data           []byte         // JSON, shape by kind
	CreatedAt      time.Time
}

// Reaction is one emoji of one user on one message.
type Reaction struct {
	ConversationID ConversationID `gorm:"primaryKey;autoIncrement:false"`
	Seq            int64          `gorm:"primaryKey;autoIncrement:false"`
	UserID         int64          `gorm:"primaryKey;autoIncrement:false"`
	Emoji          string         `gorm:"primaryKey"`
	CreatedAt      time.Time
}

// Pin keeps a message at hand for all members.
type Pin struct {
	ConversationID ConversationID `gorm:"primaryKey;autoIncrement:false"`
	Seq            int64          `gorm:"primaryKey;autoIncrement:false"`
	ByID           int64
	CreatedAt      time.Time
}

// HiddenMessage is a message that a user deleted for themselves.
type HiddenMessage struct {
	UserID         int64          `gorm:"primaryKey;autoIncrement:false"`
	ConversationID ConversationID `gorm:"primaryKey;autoIncrement:false"`
	Seq            int64          `gorm:"primaryKey;autoIncrement:false"`
}

// Delivery is how far the old clients of one class have got in a conversation.
// The row of conversation 0 says that the class is known, and holds the
// position in the user's events instead.
type Delivery struct {
	UserID         int64          `gorm:"primaryKey;autoIncrement:false"`
	Class          Class          `gorm:"primaryKey;autoIncrement:false"`
	ConversationID ConversationID `gorm:"primaryKey;autoIncrement:false"`
	Seq            int64
}
