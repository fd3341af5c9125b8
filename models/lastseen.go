package models

import "time"

// LastSeen is when others last saw that a user was connected.
type LastSeen struct {
	UserID int64 `gorm:"primaryKey;autoIncrement:false"`
	At     time.Time
}
