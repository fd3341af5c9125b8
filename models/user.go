package models

import "time"

// User is a person. The table and its first columns are the original's
// (WIRE.md section 12).
type User struct {
	ID           int64  `gorm:"column:f_user_id;primaryKey;autoIncrement:false"`
	Username     string // login name, unique byte for byte
	Nickname     string
	Password     string // argon2id in PHC form; a plain value only in a database not yet adopted
	FaceType     int32  `gorm:"column:f_facetype"` // built-in picture 0..35
	CustomFace   string `gorm:"column:f_customface"`
	Gender       int32  // 0 male, 1 female
	Birthday     int32  // yyyymmdd
	Signature    string
	Address      string
	Phone        string `gorm:"column:f_phonenumber"`
	Mail         string
	Teams        []byte     `gorm:"column:f_teaminfo"` // the user's team names, see package chat
	Events       int64      `gorm:"column:f_u"`        // number of the newest UserEvent
	Settings     []byte     // JSON, see chat.Settings; nil means the defaults
	Disabled     bool       // may not log in anywhere
	Admin        bool       // administers the server
	Bot          bool       // an account of a program, which another user owns
	DeletedAt    *time.Time // the user deleted the account: the row keeps the name of what they wrote
	RegisteredAt time.Time  `gorm:"column:f_register_time"`
}

// DefaultBirthday is what the original gives a new user.
const DefaultBirthday = 19900101

// Block keeps somebody away from a user.
type Block struct {
	UserID    int64 `gorm:"primaryKey;autoIncrement:false"` // who blocks
	BlockedID int64 `gorm:"primaryKey;autoIncrement:false"`
	CreatedAt time.Time
}

// UserEvent is an entry of a user's own change log: what happened to their
// friends, groups and settings, numbered from 1 (REALTIME.md, position u).
type UserEvent struct {
	UserID    int64  `gorm:"primaryKey;autoIncrement:false"`
	U         int64  `gorm:"primaryKey;autoIncrement:false;column:f_u"`
	Kind      string // see the UserEvent constants
	Data      []byte // JSON, shape by kind
	CreatedAt time.Time
}
