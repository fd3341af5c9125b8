package models

import "time"

// SecondFactor is what a user shows besides the password (TOTP, RFC 6238).
type SecondFactor struct {
	UserID      int64      `gorm:"primaryKey;autoIncrement:false"`
	Secret      string     // base32, as an authenticator app takes it
	ConfirmedAt *time.Time // nil until the user has shown a first code: not asked for before
	Counter     int64      // time step of the newest code that was used: none works twice
	AppPassword string     // argon2id in PHC form, for old clients; empty for none
}

// RecoveryCode stands in for the second factor once. Only its hash is stored.
type RecoveryCode struct {
	UserID int64  `gorm:"primaryKey;autoIncrement:false"`
	Hash   []byte `gorm:"primaryKey"`
}
