package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"flamingo/models"
)

// DefaultTeam is the team everybody has. Old clients know it by this name and
// refuse to rename or delete it.
const DefaultTeam = "My Friends"

// Team is one of a user's own groups of friends.
type Team struct {
	Name    string
	Friends []Friend
}

// Friend is a user or a group in somebody's list.
type Friend struct {
	User     *models.User  // or
	Group    *models.Group // a group, which old clients keep among the friends
	Mark     string        // remark name, empty for none
	Presence Presence
}

// FriendList returns the actor's teams in their order, with friends and groups.
// There is always at least DefaultTeam. A friend whose team is gone stands in the first.
func (s *Service) FriendList(ctx context.Context, a Actor) ([]Team, error) {
	me, err := s.store.User(ctx, a.UserID)
	if err != nil {
		return nil, err
	}
	friendships, err := s.store.Friendships(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list friends of user %d: %w", a.UserID, err)
	}
	memberships, err := s.store.Memberships(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list groups of user %d: %w", a.UserID, err)
	}
	var userIDs, groupIDs []int64
	for _, f := range friendships {
		userIDs = append(userIDs, sideOf(&f, a.UserID).other)
	}
	for _, m := range memberships {
		groupIDs = append(groupIDs, m.GroupID)
	}
	users, err := s.usersByID(ctx, userIDs)
	if err != nil {
		return nil, err
	}
	groups, err := s.groupsByID(ctx, groupIDs)
	if err != nil {
		return nil, err
	}
	blockers, err := s.store.BlockersOf(ctx, a.UserID)
	if err != nil {
		return nil, err
	}

	var teams []Team
	for _, name := range teamNames(me) {
		teams = append(teams, Team{Name: name})
	}
	place := func(team string, f Friend) {
		i := max(0, slices.IndexFunc(teams, func(t Team) bool { return t.Name == team }))
		teams[i].Friends = append(teams[i].Friends, f)
	}
	seen := map[int64]Presence{}
	for id := range users {
		if !slices.Contains(blockers, id) {
			seen[id] = s.Presence(id)
		}
	}
	if err := s.addLastSeen(ctx, a.UserID, seen); err != nil {
		return nil, err
	}
	for _, f := range friendships {
		side := sideOf(&f, a.UserID)
		if u := users[side.other]; u != nil {
			place(*side.team, Friend{User: u, Mark: *side.mark, Presence: seen[u.ID]})
		}
	}
	for _, m := range memberships {
		if g := groups[m.GroupID]; g != nil {
			place(m.Team, Friend{Group: g, Mark: m.Mark})
		}
	}
	return teams, nil
}

// side is one user's half of a friendship.
type side struct {
	other      int64
	team, mark *string
}

func sideOf(f *models.Friendship, user int64) side {
	if user == f.User1 {
		return side{f.User2, &f.Team1, &f.Mark1}
	}
	return side{f.User1, &f.Team2, &f.Mark2}
}

// storedTeam is an element of the team list, in the form of the original
// (WIRE.md section 12). Members are always empty there.
type storedTeam struct {
	Members  []struct{} `json:"members"`
	TeamName string     `json:"teamname"`
}

// teamNames returns a user's teams in order. A list that cannot be read is
// taken for none: the friends are then in the default team.
func teamNames(u *models.User) []string {
	var stored []storedTeam
	var names []string
	if json.Unmarshal(u.Teams, &stored) == nil {
		for _, t := range stored {
			if t.TeamName != "" && !slices.Contains(names, t.TeamName) {
				names = append(names, t.TeamName)
			}
		}
	}
	if !slices.Contains(names, DefaultTeam) {
		names = slices.Insert(names, 0, DefaultTeam)
	}
	return names
}

// EncodeTeams returns a list of teams in its stored form.
func EncodeTeams(names []string) ([]byte, error) {
	stored := make([]storedTeam, len(names))
	for i, n := range names {
		stored[i] = storedTeam{Members: []struct{}{}, TeamName: n}
	}
	return json.Marshal(stored)
}

// changeTeams rewrites the actor's list of teams in a transaction. The friends
// of team from are in team to afterwards, where these are given.
func (s *Service) changeTeams(ctx context.Context, a Actor, from, to string, change func(tx Store, names []string) ([]string, error)) error {
	ev := UserEvent{UserID: a.UserID, Kind: KindTeam, Action: ActionChanged, By: a.UserID, Name: from, Team: to, At: s.now()}
	err := s.store.InTx(ctx, func(tx Store) error {
		u, err := tx.User(ctx, a.UserID)
		if err != nil {
			return err
		}
		names, err := change(tx, teamNames(u))
		if err != nil {
			return err
		}
		stored, err := EncodeTeams(names)
		if err != nil {
			return err
		}
		if err := tx.SetTeams(ctx, a.UserID, stored); err != nil {
			return err
		}
		ev.Teams = names
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("change teams of user %d: %w", a.UserID, err)
	}
	s.announce(ev)
	return nil
}

// AddTeam appends a team. CodeConflict when there is one of that name.
func (s *Service) AddTeam(ctx context.Context, a Actor, team string) error {
	if err := name("team", team, MaxTeamName); err != nil {
		return err
	}
	return s.changeTeams(ctx, a, "", "", func(_ Store, names []string) ([]string, error) {
		if slices.Contains(names, team) {
			return nil, Errorf(CodeConflict, "there is a team of that name")
		}
		if len(names) >= MaxTeams {
			return nil, Errorf(CodeTooLarge, "there are %d teams already", MaxTeams)
		}
		return append(names, team), nil
	})
}

// RenameTeam gives a team another name. Its friends stay in it.
func (s *Service) RenameTeam(ctx context.Context, a Actor, from, to string) error {
	if err := name("team", to, MaxTeamName); err != nil {
		return err
	}
	return s.changeTeams(ctx, a, from, to, func(tx Store, names []string) ([]string, error) {
		i, err := ownTeam(names, from)
		if err != nil {
			return nil, err
		}
		if slices.Contains(names, to) {
			return nil, Errorf(CodeConflict, "there is a team of that name")
		}
		names[i] = to
		return names, s.moveAll(ctx, tx, a.UserID, from, to)
	})
}

// DeleteTeam removes a team. Its friends move to the default team.
func (s *Service) DeleteTeam(ctx context.Context, a Actor, team string) error {
	return s.changeTeams(ctx, a, team, DefaultTeam, func(tx Store, names []string) ([]string, error) {
		i, err := ownTeam(names, team)
		if err != nil {
			return nil, err
		}
		return slices.Delete(names, i, i+1), s.moveAll(ctx, tx, a.UserID, team, DefaultTeam)
	})
}

// ownTeam finds a team that may be renamed or deleted.
func ownTeam(names []string, team string) (int, error) {
	if team == DefaultTeam {
		return 0, Errorf(CodeForbidden, "the team %s stays as it is", DefaultTeam)
	}
	i := slices.Index(names, team)
	if i < 0 {
		return 0, Errorf(CodeNotFound, "no such team")
	}
	return i, nil
}

func (s *Service) moveAll(ctx context.Context, tx Store, user int64, from, to string) error {
	friendships, err := tx.Friendships(ctx, user)
	if err != nil {
		return err
	}
	for _, f := range friendships {
		if side := sideOf(&f, user); *side.team == from {
			*side.team = to
			if err := tx.UpdateFriendship(ctx, &f); err != nil {
				return err
			}
		}
	}
	memberships, err := tx.Memberships(ctx, user)
	if err != nil {
		return err
	}
	for _, m := range memberships {
		if m.Team == from {
			m.Team = to
			if err := tx.UpdateGroupMember(ctx, &m); err != nil {
				return err
			}
		}
	}
	return nil
}

// changeEntry changes team or remark of a friend or group in the actor's list.
func (s *Service) changeEntry(ctx context.Context, a Actor, target int64, change func(tx Store, team, mark *string) error) error {
	ev := UserEvent{UserID: a.UserID, Kind: KindFriend, Action: ActionChanged, Subject: target, By: a.UserID, At: s.now()}
	if models.IsGroupID(target) {
		ev.Kind = KindGroup
	}
	err := s.store.InTx(ctx, func(tx Store) error {
		if models.IsGroupID(target) {
			m, err := tx.GroupMember(ctx, target, a.UserID)
			if err != nil {
				return err
			}
			if err := change(tx, &m.Team, &m.Mark); err != nil {
				return err
			}
			if err := tx.UpdateGroupMember(ctx, m); err != nil {
				return err
			}
			ev.Team, ev.Remark = m.Team, &m.Mark
		} else {
			f, err := tx.Friendship(ctx, a.UserID, target)
			if err != nil {
				return err
			}
			side := sideOf(f, a.UserID)
			if err := change(tx, side.team, side.mark); err != nil {
				return err
			}
			if err := tx.UpdateFriendship(ctx, f); err != nil {
				return err
			}
			ev.Team, ev.Remark = *side.team, side.mark
		}
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("change entry %d of user %d: %w", target, a.UserID, err)
	}
	s.announce(ev)
	return nil
}

// SetRemark gives a friend or group the actor's own name for it; empty clears it.
func (s *Service) SetRemark(ctx context.Context, a Actor, target int64, remark string) error {
	if err := line("remark", remark, MaxRemark); err != nil {
		return err
	}
	return s.changeEntry(ctx, a, target, func(_ Store, _, mark *string) error {
		*mark = remark
		return nil
	})
}

// MoveFriend moves a friend or group from one of the actor's teams to another.
// Both must exist; which one the friend is really in does not matter.
func (s *Service) MoveFriend(ctx context.Context, a Actor, target int64, to, from string) error {
	if to == from {
		return Invalid("team", "is the present one")
	}
	return s.changeEntry(ctx, a, target, func(tx Store, team, _ *string) error {
		u, err := tx.User(ctx, a.UserID)
		if err != nil {
			return err
		}
		names := teamNames(u)
		if !slices.Contains(names, to) || !slices.Contains(names, from) {
			return Errorf(CodeNotFound, "no such team")
		}
		*team = to
		return nil
	})
}

// UpdateFriend sets team and remark name of a friend or group in the actor's
// list; nil leaves one as it is. The team must exist.
func (s *Service) UpdateFriend(ctx context.Context, a Actor, target int64, team, remark *string) error {
	if remark != nil {
		if err := line("remark", *remark, MaxRemark); err != nil {
			return err
		}
	}
	return s.changeEntry(ctx, a, target, func(tx Store, nowTeam, mark *string) error {
		if team != nil {
			u, err := tx.User(ctx, a.UserID)
			if err != nil {
				return err
			}
			if !slices.Contains(teamNames(u), *team) {
				return Errorf(CodeNotFound, "no such team")
			}
		}
		set(nowTeam, team)
		set(mark, remark)
		return nil
	})
}
