package models

import "time"

// Audit is an act of an administrator. Rows are only ever added.
type Audit struct {
	ID        string `gorm:"primaryKey"` // ULID: also the order of the acts
	ByID      int64  // who acted, 0 for somebody at the machine of the server
	Act       string // see package chat
	UserID    int64  // whom it was done to, 0 for nobody
	GroupID   int64  // what it was done to, 0 for no group
	ReportID  string // empty for no report
	Detail    string // what else one wants to know later: no secret, no message
	CreatedAt time.Time
}
