package models

import "time"

// Friendship joins two users; the smaller id stands first. Each side keeps the
// other in a team and may give them a remark name. Table and columns are the
// original's t_user_relationship.
type Friendship struct {
	ID    int64  `gorm:"primaryKey"` // also the order in which friends are listed
	User1 int64  `gorm:"column:f_user_id1"`
	User2 int64  `gorm:"column:f_user_id2"`
	Team1 string `gorm:"column:f_user1_teamname"` // team in which user 1 keeps user 2
	Team2 string `gorm:"column:f_user2_teamname"`
	Mark1 string `gorm:"column:f_user1_markname"` // remark name user 1 gave user 2
	Mark2 string `gorm:"column:f_user2_markname"`
}

// TableName keeps the original's table.
func (Friendship) TableName() string { return "t_user_relationship" }

// FriendRequest is a request that waits for an answer; it is deleted by one.
type FriendRequest struct {
	FromID    int64 `gorm:"primaryKey;autoIncrement:false"`
	ToID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Greeting  string
	CreatedAt time.Time
}
