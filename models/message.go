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
