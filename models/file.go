package models

import "time"

// File is content that was stored, by whichever door it came.
type File struct {
	MD5       string `gorm:"primaryKey;column:f_md5"` // of the bytes, 32 lower-case hex digits
	Size      int64
	Type      string // media type, sniffed
	Picture   bool   // kept in imgcache rather than filecache
	CreatedAt time.Time
}

// FileOwner says that a user has the bytes of a file: they sent them to us, or
// have proved it. The old ports know no users, so that what came through them
// has no owner.
type FileOwner struct {
	UserID    int64  `gorm:"primaryKey;autoIncrement:false"`
	File      string `gorm:"primaryKey"`
	Name      string // as the user called it last
	CreatedAt time.Time
}

// FileGrant says that a message refers to a file: whoever may read the message
// may read the file, under the name that stands in the message.
type FileGrant struct {
	File           string         `gorm:"primaryKey"` // md5, or what an old client announced for one
	ConversationID ConversationID `gorm:"primaryKey;autoIncrement:false"`
	Seq            int64          `gorm:"primaryKey;autoIncrement:false"`
}

// Avatar is a picture of a user or group, which everybody may see who is signed
// in. Large is the same in more pixels, empty when there is no such.
type Avatar struct {
	File      string `gorm:"primaryKey"` // for a user, 64 pixels wide: custom_face of the old clients
	Large     string
	CreatedAt time.Time
}

// Upload is a resumable upload. Its bytes are with the files.
type Upload struct {
	ID        string `gorm:"primaryKey"` // random, a name of ours
	UserID    int64
	Name      string
	Metadata  string // as the client gave it, to be returned
	Size      int64  // declared, in bytes
	State     []byte // how to go on hashing
	File      string // md5 of the finished upload, empty until then
	CreatedAt time.Time
	ExpiresAt time.Time // moved by every request that brings bytes
}

// Meta is a setting of the whole store, such as its epoch.
type Meta struct {
	Name  string `gorm:"primaryKey"`
	Value string
}
