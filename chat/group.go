package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// CreateGroup makes a group with the actor as its owner and first member.
func (s *Service) CreateGroup(ctx context.Context, a Actor, groupName string) (*models.Group, error) {
	if err := name("name", groupName, MaxGroupName); err != nil {
		return nil, err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, err
	}
	now := s.now()
	g := &models.Group{Name: groupName, OwnerID: a.UserID, CreatedAt: now}
	ev := UserEvent{UserID: a.UserID, Kind: KindGroup, Action: ActionCreated, Name: groupName, By: a.UserID,
		At: now, ClientSeq: a.ClientSeq}
	err := s.store.InTx(ctx, func(tx Store) error {
		if err := tx.InsertGroup(ctx, g); err != nil {
			return err
		}
		err := tx.InsertGroupMember(ctx, &models.GroupMember{GroupID: g.ID, UserID: a.UserID, Role: models.RoleOwner,
			Team: DefaultTeam, JoinedAt: now})
		if err != nil {
			return err
		}
		ev.Subject = g.ID
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return nil, fmt.Errorf("create group: %w", err)
	}
	s.notifier.JoinGroup(g.ID, a.UserID)
	s.announce(ev)
	return g, nil
}

// JoinGroup makes the actor a member; they see what is sent from now on.
// CodeNotFound for an unknown group, CodeConflict for a member.
func (s *Service) JoinGroup(ctx context.Context, a Actor, id int64) error {
	now := s.now()
	ev := UserEvent{UserID: a.UserID, Kind: KindGroup, Action: ActionJoined, Subject: id, By: a.UserID,
		At: now, ClientSeq: a.ClientSeq}
	err := s.store.InTx(ctx, func(tx Store) error {
		g, err := tx.Group(ctx, id)
		if err != nil {
			return err
		}
		err = tx.InsertGroupMember(ctx, &models.GroupMember{GroupID: id, UserID: a.UserID, Team: DefaultTeam, JoinedAt: now})
		if err != nil {
			return err
		}
		ev.Name = g.Name
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("join group %d: %w", id, err)
	}
	s.notifier.JoinGroup(id, a.UserID)
	s.announce(ev)
	s.notifier.Notify(ToGroup(id), MembersChanged{GroupID: id, UserID: a.UserID, Joined: true})
	return nil
}

// LeaveGroup ends the actor's membership. CodeNotFound without one.
func (s *Service) LeaveGroup(ctx context.Context, a Actor, id int64) error {
	ev := UserEvent{UserID: a.UserID, Kind: KindGroup, Action: ActionLeft, Subject: id, By: a.UserID,
		At: s.now(), ClientSeq: a.ClientSeq}
	err := s.store.InTx(ctx, func(tx Store) error {
		if _, err := tx.GroupMember(ctx, id, a.UserID); err != nil {
			return err
		}
		if err := tx.DeleteGroupMember(ctx, id, a.UserID); err != nil {
			return err
		}
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("leave group %d: %w", id, err)
	}
	s.access.drop(a.UserID, models.GroupConversation(id))
	s.notifier.LeaveGroup(id, a.UserID)
	s.announce(ev)
	s.notifier.Notify(ToGroup(id), MembersChanged{GroupID: id, UserID: a.UserID})
	return nil
}

// Member is a member of a group as other members see them.
type Member struct {
	User     *models.User
	Role     models.Role
	Presence Presence
}

// GroupMembers lists the members of a group in joining order, for members only.
func (s *Service) GroupMembers(ctx context.Context, a Actor, id int64) ([]Member, error) {
	if !models.IsGroupID(id) {
		return nil, Errorf(CodeNotFound, "no such group")
	}
	if err := s.mayTakePart(ctx, a, models.GroupConversation(id)); err != nil {
		return nil, err
	}
	rows, err := s.store.GroupMembers(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list members of group %d: %w", id, err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.UserID
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	members := make([]Member, 0, len(rows))
	for _, r := range rows {
		if u := users[r.UserID]; u != nil {
			members = append(members, Member{User: u, Role: r.Role, Presence: s.Presence(u.ID)})
		}
	}
	return members, nil
}
