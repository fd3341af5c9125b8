package models

import "time"

// Group is a conversation of many with a number to find it by.
type Group struct {
	ID        int64 `gorm:"primaryKey;autoIncrement:false"`
	Name      string
	OwnerID   int64
	CreatedAt time.Time
}

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
	ID       int64 `gorm:"primaryKey"` // joining order
	GroupID  int64
	UserID   int64
	Role     Role
	Team     string `gorm:"column:f_teamname"`
	Mark     string `gorm:"column:f_markname"`
	JoinedAt time.Time
}
