package apitype

import (
	"encoding/json"
	"slices"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

var (
	roleNames   = []string{models.RoleMember: "member", models.RoleAdmin: "admin", models.RoleOwner: "owner"}
	policyNames = []string{models.JoinOpen: "open", models.JoinApproval: "approval", models.JoinInvitation: "invitation"}
)

// Group is a group as one user sees it.
type Group struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Owner        string `json:"owner"`
	Notice       string `json:"notice"` // for members only
	Introduction string `json:"introduction"`
	Picture      string `json:"picture"`
	JoinPolicy   string `json:"join_policy"`
	MutedAll     bool   `json:"muted_all"`
	Members      int    `json:"members"`
	Role         string `json:"role"` // one's own; empty for somebody outside, and in events
	Card         string `json:"card,omitempty"`
	CreatedAt    Time   `json:"created_at"`
}

// FromGroup returns g as the one sees it whose view it is.
func FromGroup(g *chat.GroupView) Group {
	out := fromGroup(&g.Group, g.Members)
	if g.Mine != nil {
		out.Role, out.Card = roleNames[g.Mine.Role], g.Mine.Card
	}
	return out
}

// fromGroup leaves out what differs from user to user.
func fromGroup(g *models.Group, members int) Group {
	out := Group{ID: ID(g.ID), Name: g.Name, Owner: idOrNone(g.OwnerID), Notice: g.Notice, Introduction: g.Introduction, Picture: g.Picture,
		JoinPolicy: policyNames[g.JoinPolicy], MutedAll: g.MutedAll, Members: members, CreatedAt: Time(g.CreatedAt)}
	return out
}

// GroupList is a page of one's groups.
type GroupList struct {
	Groups []Group `json:"groups"`
	Next   string  `json:"next"`
}

// FromGroups returns a page.
func FromGroups(list []chat.GroupView, next int64) GroupList {
	out := GroupList{make([]Group, len(list)), EncodeKey(next)}
	for i := range list {
		out.Groups[i] = FromGroup(&list[i])
	}
	return out
}

// NewGroup is the body of POST /groups.
type NewGroup struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
}

// Refused is somebody who could not be added to a group.
type Refused struct {
	User   string      `json:"user"`
	Code   chat.Code   `json:"code"`
	Reason chat.Reason `json:"reason,omitempty"`
	Detail string      `json:"detail"`
}

// FromRefused returns who could not be added, and why.
func FromRefused(list []chat.NotAdded) []Refused {
	out := make([]Refused, len(list))
	for i, r := range list {
		out[i] = Refused{ID(r.UserID), r.Err.Code, r.Err.Reason, r.Err.Message}
	}
	return out
}

// CreatedGroup is a new group, and who could not be added.
type CreatedGroup struct {
	Group
	Refused []Refused `json:"refused"`
}

// GroupEdit is the body of PATCH /groups/{id}: what is absent stays.
type GroupEdit struct {
	Name         *string `json:"name"`
	Notice       *string `json:"notice"`
	Introduction *string `json:"introduction"`
	Picture      *string `json:"picture"`
	JoinPolicy   *string `json:"join_policy"`
	MutedAll     *bool   `json:"muted_all"`
}

// Params returns e for the rules.
func (e GroupEdit) Params() (chat.GroupEdit, error) {
	out := chat.GroupEdit{Name: e.Name, Notice: e.Notice, Introduction: e.Introduction, Picture: e.Picture, MutedAll: e.MutedAll}
	if e.JoinPolicy != nil {
		i := slices.Index(policyNames, *e.JoinPolicy)
		if i < 0 {
			return out, chat.Invalid("join_policy", "must be one of open, approval and invitation")
		}
		p := models.JoinPolicy(i)
		out.JoinPolicy = &p
	}
	return out, nil
}

// Member is a member of a group.
type Member struct {
	User       Profile `json:"user"`
	Role       string  `json:"role"`
	Card       string  `json:"card"`
	MutedUntil *Time   `json:"muted_until,omitempty"`
	JoinedAt   Time    `json:"joined_at"`
}

// FromMember returns m as other members see it.
func FromMember(m *chat.Member) Member {
	return member(m.User, m.UserID, &chat.ChangedMember{Role: m.Role, Card: m.Card, MutedUntil: m.MutedUntil, JoinedAt: m.JoinedAt})
}

func member(u *models.User, id int64, m *chat.ChangedMember) Member {
	out := Member{User: Profile{ID: ID(id)}, Role: roleNames[m.Role], Card: m.Card, JoinedAt: Time(m.JoinedAt)}
	if u != nil {
		out.User = FromProfile(u)
	}
	if m.MutedUntil != nil {
		until := Time(*m.MutedUntil)
		out.MutedUntil = &until
	}
	return out
}

// MemberList is a page of the members of a group, in joining order.
type MemberList struct {
	Members []Member `json:"members"`
	Next    string   `json:"next"`
}

// FromMembers returns a page.
func FromMembers(list []chat.Member, next int64) MemberList {
	out := MemberList{make([]Member, len(list)), EncodeKey(next)}
	for i := range list {
		out.Members[i] = FromMember(&list[i])
	}
	return out
}

// membersChange is the d of a change of members.
type membersChange struct {
	Action  string  `json:"action"`
	User    string  `json:"user"`
	Member  *Member `json:"member"`  // as they are now, null when they are none
	Members int     `json:"members"` // how many there are now
}

func fromMembersChange(d *chat.ChangeData) membersChange {
	out := membersChange{Action: string(d.Action), User: ID(d.User), Members: d.Members}
	if d.Member != nil {
		m := member(d.Member.User, d.User, d.Member)
		out.Member = &m
	}
	return out
}

// settingsChange is the d of a change of a group's settings.
type settingsChange struct {
	Group *Group `json:"group"` // null when it is dissolved
}

func fromSettingsChange(d *chat.ChangeData) (out settingsChange) {
	if d.Group != nil {
		g := fromGroup(d.Group, d.Members)
		out.Group = &g
	}
	return out
}

// UserIDs names users.
type UserIDs struct {
	Users []string `json:"users"`
}

// UserID names one.
type UserID struct {
	User string `json:"user"`
}

// RefusedList is who could not be added to a group.
type RefusedList struct {
	Refused []Refused `json:"refused"`
}

// JoinRequest is the body of POST /groups/{id}/join.
type JoinRequest struct {
	Greeting string `json:"greeting"`
}

// Joined says whether one is a member now, or waits for an admin.
type Joined struct {
	Joined bool `json:"joined"`
}

// MemberEdit is the body of PATCH /groups/{id}/members/{user}: what is absent
// stays. A muted_until of null lets the member write again.
type MemberEdit struct {
	Role       *string         `json:"role"`
	MutedUntil json.RawMessage `json:"muted_until"`
	Card       *string         `json:"card"`
}

// Params returns e for the rules.
func (e MemberEdit) Params() (chat.MemberEdit, error) {
	out := chat.MemberEdit{Card: e.Card}
	if e.Role != nil {
		i := slices.Index(roleNames, *e.Role)
		if i < 0 {
			return out, chat.Invalid("role", "must be member or admin")
		}
		role := models.Role(i)
		out.Role = &role
	}
	if e.MutedUntil == nil {
		return out, nil
	}
	out.MutedUntil = new(time.Time)
	if string(e.MutedUntil) == "null" {
		return out, nil
	}
	if json.Unmarshal(e.MutedUntil, out.MutedUntil) != nil || out.MutedUntil.IsZero() {
		return out, chat.Invalid("muted_until", "must be a time, such as 2026-11-24T03:04:05.678Z, or null")
	}
	return out, nil
}

// GroupRequestList is a page of who waits to be let into a group.
type GroupRequestList struct {
	Requests []WaitingRequest `json:"requests"`
	Next     string           `json:"next"`
}

// FromGroupRequests returns a page.
func FromGroupRequests(list []chat.GroupRequest, next int64) GroupRequestList {
	out := GroupRequestList{make([]WaitingRequest, len(list)), EncodeKey(next)}
	for i, r := range list {
		out.Requests[i] = WaitingRequest{FromProfile(r.User), r.Greeting, Time(r.CreatedAt)}
	}
	return out
}

// Ban is somebody who may not come back to a group.
type Ban struct {
	User Profile `json:"user"`
	By   string  `json:"by"`
	At   Time    `json:"at"`
}

// BanList is a page of who is banned from a group.
type BanList struct {
	Bans []Ban  `json:"bans"`
	Next string `json:"next"`
}

// FromBans returns a page.
func FromBans(list []chat.Ban, next int64) BanList {
	out := BanList{make([]Ban, len(list)), EncodeKey(next)}
	for i, b := range list {
		out.Bans[i] = Ban{FromProfile(b.User), ID(b.ByID), Time(b.CreatedAt)}
	}
	return out
}

// NewInvitation is the body of POST /groups/{id}/invitations.
type NewInvitation struct {
	Uses      int   `json:"uses"`       // how many may join by it; 0: any number
	ExpiresIn int64 `json:"expires_in"` // seconds; 0: never
}

// Params returns n for the rules.
func (n NewInvitation) Params() chat.InvitationParams {
	most := int64(chat.MaxInvitationLife / time.Second)
	return chat.InvitationParams{Uses: n.Uses, Life: time.Duration(min(max(n.ExpiresIn, -1), most+1)) * time.Second}
}

// Invitation is a link into a group.
type Invitation struct {
	ID        string `json:"id"`
	By        string `json:"by"`
	UsesLeft  *int32 `json:"uses_left,omitempty"` // absent: any number
	ExpiresAt *Time  `json:"expires_at,omitempty"`
	CreatedAt Time   `json:"created_at"`
	Token     string `json:"token,omitempty"` // only in the answer that makes it
}

// FromInvitation returns a link, with its token where it is known.
func FromInvitation(i *models.Invitation, token string) Invitation {
	out := Invitation{ID: i.ID, By: ID(i.ByID), CreatedAt: Time(i.CreatedAt), Token: token}
	if i.UsesLeft >= 0 {
		out.UsesLeft = &i.UsesLeft
	}
	if i.ExpiresAt != nil {
		at := Time(*i.ExpiresAt)
		out.ExpiresAt = &at
	}
	return out
}

// InvitationList is the links of a group that work.
type InvitationList struct {
	Invitations []Invitation `json:"invitations"`
}

// FromInvitations returns the list.
func FromInvitations(list []models.Invitation) InvitationList {
	out := InvitationList{make([]Invitation, len(list))}
	for i := range list {
		out.Invitations[i] = FromInvitation(&list[i], "")
	}
	return out
}

// InvitationPreview is what a link leads to.
type InvitationPreview struct {
	Group Group   `json:"group"`
	By    Profile `json:"by"`
}
