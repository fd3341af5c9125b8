package models

import "time"

// PushSubscription is where the browser of a session takes notifications (RFC
// 8030). It goes with its session.
type PushSubscription struct {
	SessionID    string `gorm:"primaryKey"`
	UserID       int64
	EndpointHash []byte // SHA-256 of Endpoint, unique: a browser is the device of one session
	Endpoint     string // an address at the browser's push service, a secret of the two
	Key          []byte // the browser's public key, P-256 uncompressed (RFC 8291)
	Auth         []byte // 16 bytes, the secret of the encryption
	CreatedAt    time.Time
}

// PushGateway is a program of the user's own that takes notifications.
type PushGateway struct {
	UserID    int64  `gorm:"primaryKey;autoIncrement:false"`
	URL       string `gorm:"column:f_url"`
	Secret    string // signs what is sent
	CreatedAt time.Time
}
