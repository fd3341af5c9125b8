package models

import "time"

// Group is a conversation of many with a number to find it by.
type Group struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Name         string
	OwnerID      int64
	Notice       string // what members should know, beside the conversation
	Introduction string // what others read before they join
	Picture      string // md5 of stored content, empty for none
	JoinPolicy   JoinPolicy
	MutedAll     bool // only owner and admins may write
	CreatedAt    time.Time
}

// JoinPolicy says how one becomes a member.
type JoinPolicy uint8

// Policies. Old clients know the first only, and see the others as silence
// until an admin has said yes.
const (
	JoinOpen       JoinPolicy = 0 // whoever knows the number
	JoinApproval   JoinPolicy = 1 // after an admin said yes
	JoinInvitation JoinPolicy = 2 // by invitation alone
)

// Role is what a member may do in a group.
type Role uint8

// Roles in ascending power.
const (
	RoleMember Role = 0
	RoleAdmin  Role = 1
	RoleOwner  Role = 2
)

// GroupMember is a membership. Team and remark name are the member's own: old
// clients keep groups in the friend list.
type GroupMember struct {
	ID         int64 `gorm:"primaryKey"` // joining order
	GroupID    int64
	UserID     int64
	Role       Role
	Team       string     `gorm:"column:f_teamname"`
	Mark       string     `gorm:"column:f_markname"`
	Card       string     // the member's own name in the group, empty for none
	MutedUntil *time.Time // may not write before
	JoinedAt   time.Time
}

// GroupBan keeps a user from joining a group again.
type GroupBan struct {
	GroupID   int64 `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64 `gorm:"primaryKey;autoIncrement:false"`
	ByID      int64
	CreatedAt time.Time
}

// GroupRequest waits for an admin's yes to a new member; it is deleted by an answer.
type GroupRequest struct {
	GroupID   int64 `gorm:"primaryKey;autoIncrement:false"`
	UserID    int64 `gorm:"primaryKey;autoIncrement:false"`
	Greeting  string
	CreatedAt time.Time
}

// Invitation is a link into a group. Of its token only the hash is stored.
type Invitation struct {
	ID        string `gorm:"primaryKey"` // ULID
	GroupID   int64
	ByID      int64
	TokenHash []byte
	UsesLeft  int32      // -1: any number
	ExpiresAt *time.Time // nil: never
	CreatedAt time.Time
}
