package apitype

import (
	"flamingo/chat"
	"flamingo/models"
)

// Contact is a user as GET /users/{id} shows them: to friends and to
// themselves with what is not for everybody.
type Contact struct {
	Profile
	Friend   *Friendship `json:"friend,omitempty"`
	Blocked  bool        `json:"blocked,omitempty"` // by the one who asks
	Birthday int32       `json:"birthday,omitempty"`
	Address  string      `json:"address,omitempty"`
	Phone    string      `json:"phone,omitempty"`
	Mail     string      `json:"mail,omitempty"`
	LastSeen *Time       `json:"last_seen,omitempty"` // when they are offline, and the one who asks may know
}

// Friendship is what somebody keeps about a friend.
type Friendship struct {
	Team   string `json:"team"`
	Remark string `json:"remark"`
}

// FromContact returns what the one who asked may see.
func FromContact(c *chat.Contact) Contact {
	out := Contact{Profile: FromProfile(c.User), Blocked: c.Blocked, LastSeen: timeOrNone(c.LastSeen)}
	if c.Friend {
		out.Friend = &Friendship{c.Team, c.Remark}
	}
	if c.Close {
		out.Birthday, out.Address, out.Phone, out.Mail = c.User.Birthday, c.User.Address, c.User.Phone, c.User.Mail
	}
	return out
}

// FromFound returns a page of a search for users.
func FromFound(list []models.User, next int64) UserList {
	out := UserList{Users: make([]Profile, len(list)), Next: EncodeKey(next)}
	for i := range list {
		out.Users[i] = FromProfile(&list[i])
	}
	return out
}

// PresenceList is the answer to a question for the presence of users.
type PresenceList struct {
	Presence []Presence `json:"presence"`
}

// Friend is an entry of one's list of friends.
type Friend struct {
	User     Profile  `json:"user"`
	Remark   string   `json:"remark"`
	Presence Presence `json:"presence"`
}

// Team is a group of friends.
type Team struct {
	Name    string   `json:"name"`
	Friends []Friend `json:"friends"`
}

// FriendList is the list of one's friends, team by team.
type FriendList struct {
	Teams []Team `json:"teams"`
}

// FromTeams returns the friends of teams; groups have a list of their own.
func FromTeams(list []chat.Team) FriendList {
	out := FriendList{Teams: make([]Team, len(list))}
	for i, t := range list {
		out.Teams[i] = Team{t.Name, []Friend{}}
		for _, f := range t.Friends {
			if f.User != nil {
				out.Teams[i].Friends = append(out.Teams[i].Friends, Friend{FromProfile(f.User), f.Mark, FromPresence(f.User.ID, f.Presence)})
			}
		}
	}
	return out
}

// FriendChange is the body of PATCH /friends/{id}: what is absent stays.
type FriendChange struct {
	Team   *string `json:"team"`
	Remark *string `json:"remark"`
}

// FriendRequest asks a user to be a friend.
type FriendRequest struct {
	User     string `json:"user"`
	Greeting string `json:"greeting"`
}

// WaitingRequest is a request that waits for an answer.
type WaitingRequest struct {
	User     Profile `json:"user"` // the other one
	Greeting string  `json:"greeting"`
	At       Time    `json:"at"`
}

// FriendRequestList is what waits for an answer, one's own or that of others.
type FriendRequestList struct {
	Incoming []WaitingRequest `json:"incoming"`
	Outgoing []WaitingRequest `json:"outgoing"`
}

// FromFriendRequests returns both lists.
func FromFriendRequests(in, out []chat.FriendRequest) FriendRequestList {
	convert := func(list []chat.FriendRequest) []WaitingRequest {
		rows := make([]WaitingRequest, len(list))
		for i, r := range list {
			rows[i] = WaitingRequest{FromProfile(r.User), r.Greeting, Time(r.CreatedAt)}
		}
		return rows
	}
	return FriendRequestList{convert(in), convert(out)}
}

// TeamName names a team.
type TeamName struct {
	Name string `json:"name"`
}

// Block is somebody kept away.
type Block struct {
	User Profile `json:"user"`
	At   Time    `json:"at"`
}

// BlockList is a page of who is kept away.
type BlockList struct {
	Blocks []Block `json:"blocks"`
	Next   string  `json:"next"`
}

// FromBlocks returns a page.
func FromBlocks(list []chat.Block, next int64) BlockList {
	out := BlockList{make([]Block, len(list)), EncodeKey(next)}
	for i, b := range list {
		out.Blocks[i] = Block{FromProfile(b.User), Time(b.CreatedAt)}
	}
	return out
}

// ErrorReportRequest tells the operators about an error of a client.
type ErrorReportRequest struct {
	Message string `json:"message"`
	Stack   string `json:"stack"`
	Version string `json:"version"`
	Browser string `json:"browser"`
}

// ReportRequest tells the administrators about a user, a conversation or a message.
type ReportRequest struct {
	User         string `json:"user"`
	Conversation string `json:"c"`
	Seq          int64  `json:"seq"`
	Reason       string `json:"reason"`
	Text         string `json:"text"`
}
