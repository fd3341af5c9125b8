package apitype

import (
	"strconv"

	"flamingo/chat"
	"flamingo/models"
)

// ID writes a user or group id.
func ID(id int64) string { return strconv.FormatInt(id, 10) }

// IDs writes ids.
func IDs(list []int64) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = ID(id)
	}
	return out
}

// User is one's own account.
type User struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	Nickname   string `json:"nickname"`
	FaceType   int32  `json:"face_type"`
	CustomFace string `json:"custom_face"`
	Gender     int32  `json:"gender"`
	Birthday   int32  `json:"birthday"`
	Signature  string `json:"signature"`
	Address    string `json:"address"`
	Phone      string `json:"phone"`
	Mail       string `json:"mail"`
	Bot        bool   `json:"bot,omitempty"`   // the account of a program
	Admin      bool   `json:"admin,omitempty"` // administers the server
}

// AccountDeletion is the body of DELETE /me.
type AccountDeletion struct {
	Password string `json:"password"`
	Code     string `json:"code"` // of the second factor, where one is in force
}

// FromUser returns what the user themselves may see of u.
func FromUser(u *models.User) User {
	return User{ID(u.ID), u.Username, u.Nickname, u.FaceType, u.CustomFace, u.Gender, u.Birthday,
		u.Signature, u.Address, u.Phone, u.Mail, u.Bot, u.Admin}
}

// Profile is what others see of a user.
type Profile struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	Nickname   string `json:"nickname"`
	FaceType   int32  `json:"face_type"`
	CustomFace string `json:"custom_face"`
	Gender     int32  `json:"gender"`
	Signature  string `json:"signature"`
	Bot        bool   `json:"bot,omitempty"`     // the account of a program
	Deleted    bool   `json:"deleted,omitempty"` // nobody is behind it any more
}

// FromProfile returns the public part of u.
func FromProfile(u *models.User) Profile {
	return Profile{ID(u.ID), u.Username, u.Nickname, u.FaceType, u.CustomFace, u.Gender, u.Signature, u.Bot, u.DeletedAt != nil}
}

// UserList is the answer to a search for users.
type UserList struct {
	Users []Profile `json:"users"`
	Next  string    `json:"next"` // cursor of the next page, empty at the end
}

// ProfileChange is the body of PATCH /me: what is absent stays.
type ProfileChange struct {
	Nickname   *string `json:"nickname"`
	FaceType   *int32  `json:"face_type"`
	CustomFace *string `json:"custom_face"`
	Gender     *int32  `json:"gender"`
	Birthday   *int32  `json:"birthday"`
	Signature  *string `json:"signature"`
	Address    *string `json:"address"`
	Phone      *string `json:"phone"`
	Mail       *string `json:"mail"`
}

// Params returns c for the rules.
func (c ProfileChange) Params() chat.ProfileChange {
	return chat.ProfileChange{Nickname: c.Nickname, FaceType: c.FaceType, CustomFace: c.CustomFace, Gender: c.Gender,
		Birthday: c.Birthday, Signature: c.Signature, Address: c.Address, Phone: c.Phone, Mail: c.Mail}
}
