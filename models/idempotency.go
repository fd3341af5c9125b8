package models

import "time"

// IdempotencyKey is a request that a client named, so that repeating it does
// nothing twice. Key and answer are of no use to somebody who reads the row:
// the key is hashed, the answer sealed with it.
type IdempotencyKey struct {
	UserID    int64  `gorm:"primaryKey;autoIncrement:false"`
	Key       []byte `gorm:"primaryKey"`
	Request   []byte // hash of what was asked for
	Answer    []byte // nil while it is being worked on
	CreatedAt time.Time
}
