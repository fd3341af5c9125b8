package chat

import (
	"context"
	"fmt"
	"slices"
	"time"

	"flamingo/models"
)

// groupChange is something that a member, or somebody who wants to be one, does
// to a group, within the transaction of it: what the rules look at, and what is
// to be written and told. The group's row stays locked until the commit, so
// that roles do not change meanwhile.
type groupChange struct {
	s   *Service
	ctx context.Context
	tx  Store
	a   Actor
	now time.Time
	g   *models.Group
	me  *models.GroupMember // nil for somebody outside

	changes      []Change
	events       []UserEvent
	joined, left []int64
	muted        []int64 // may not write for now
	silenced     bool    // nobody but admins may
	gone         []int64 // everybody, when the group is dissolved
	notes        []groupNote
}

// groupNote is a line in the log about what happened.
type groupNote struct {
	kind  string
	users []int64
}

func (s *Service) newGroupChange(ctx context.Context, tx Store, a Actor) *groupChange {
	return &groupChange{s: s, ctx: ctx, tx: tx, a: a, now: s.now()}
}

// changeGroup runs do in a transaction and announces what came of it.
func (s *Service) changeGroup(ctx context.Context, a Actor, id int64, do func(*groupChange) error) error {
	if !models.IsGroupID(id) {
		return Errorf(CodeNotFound, "no such group")
	}
	if err := s.rates.take(a.UserID); err != nil {
		return err
	}
	return s.alterGroup(ctx, a, id, do)
}

// alterGroup is changeGroup for what nobody asks for too often.
func (s *Service) alterGroup(ctx context.Context, a Actor, id int64, do func(*groupChange) error) error {
	var c *groupChange
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		c = s.newGroupChange(ctx, tx, a)
		if c.g, err = tx.Group(ctx, id); err != nil {
			return err
		}
		if c.me, err = memberOrNil(ctx, tx, id, a.UserID); err != nil {
			return err
		}
		if err := do(c); err != nil {
			return err
		}
		return c.write()
	})
	if err != nil {
		return fmt.Errorf("change group %d: %w", id, err)
	}
	c.announce()
	return nil
}

func memberOrNil(ctx context.Context, tx Store, group, user int64) (*models.GroupMember, error) {
	m, err := tx.GroupMember(ctx, group, user)
	if ok, err := there(err); err != nil || !ok {
		return nil, err
	}
	return m, nil
}

// need refuses those who are less than role in the group.
func (c *groupChange) need(role models.Role) error {
	switch {
	case c.me == nil:
		return Errorf(CodeForbidden, "you are not in this group")
	case c.me.Role >= role:
		return nil
	case role == models.RoleOwner:
		return Errorf(CodeForbidden, "only the owner of the group may do that")
	}
	return Errorf(CodeForbidden, "only the owner and admins of the group may do that")
}

// above refuses unless the actor has power over a member: the owner over all
// others, admins over those who are none.
func (c *groupChange) above(m *models.GroupMember) error {
	if err := c.need(models.RoleAdmin); err != nil {
		return err
	}
	if m.Role >= c.me.Role {
		return Errorf(CodeForbidden, "only somebody above this member may do that")
	}
	return nil
}

// mayInvite says who brings others in: everybody where everybody may join, the
// owner and admins where they decide.
func mayInvite(g *models.Group, m *models.GroupMember) error {
	if m == nil {
		return Errorf(CodeForbidden, "you are not in this group")
	}
	if g.JoinPolicy != models.JoinOpen && m.Role < models.RoleAdmin {
		return Errorf(CodeForbidden, "only the owner and admins of this group invite others")
	}
	return nil
}

func (c *groupChange) size() (int, error) {
	sizes, err := c.tx.GroupSizes(c.ctx, []int64{c.g.ID})
	return sizes[c.g.ID], err
}

// tell records that something happened to user.
func (c *groupChange) tell(user int64, action Action) *UserEvent {
	c.events = append(c.events, UserEvent{UserID: user, Kind: KindGroup, Action: action, Subject: c.g.ID, Name: c.g.Name,
		By: c.a.UserID, At: c.now, ClientSeq: c.a.ClientSeq})
	return &c.events[len(c.events)-1]
}

// changeMember records what m is now.
func (c *groupChange) changeMember(action MemberAction, m *models.GroupMember) error {
	n, err := c.size()
	if err != nil {
		return err
	}
	data := ChangeData{Action: action, User: m.UserID, Members: n}
	if action != MemberLeft && action != MemberRemoved {
		u, err := c.tx.User(c.ctx, m.UserID)
		if err != nil {
			return err
		}
		data.Member = &ChangedMember{User: u, Role: m.Role, Card: m.Card, MutedUntil: m.MutedUntil, JoinedAt: m.JoinedAt}
	}
	c.changes = append(c.changes, c.change(ChangeMembers, data))
	return nil
}

// changeSettings records what the group is now.
func (c *groupChange) changeSettings() error {
	n, err := c.size()
	if err != nil {
		return err
	}
	g := *c.g
	c.changes = append(c.changes, c.change(ChangeSettings, ChangeData{Group: &g, Members: n}))
	return nil
}

func (c *groupChange) change(kind ChangeKind, data ChangeData) Change {
	return Change{Conversation: models.GroupConversation(c.g.ID), Kind: kind, By: c.a.UserID, At: c.now, Data: data}
}

// add makes user a member.
func (c *groupChange) add(user int64) error {
	n, err := c.size()
	if err != nil {
		return err
	}
	if n >= MaxGroupMembers {
		return Errorf(CodeTooLarge, "the group has %d members already", MaxGroupMembers)
	}
	m := &models.GroupMember{GroupID: c.g.ID, UserID: user, Team: DefaultTeam, JoinedAt: c.now}
	if err := c.tx.InsertGroupMember(c.ctx, m); err != nil {
		return err
	}
	if err := c.tx.DeleteGroupRequest(c.ctx, c.g.ID, user); err != nil {
		return err
	}
	c.joined = append(c.joined, user)
	c.tell(user, ActionJoined)
	return c.changeMember(MemberJoined, m)
}

// remove ends a membership.
func (c *groupChange) remove(m *models.GroupMember, action MemberAction, told Action) error {
	if err := c.tx.DeleteGroupMember(c.ctx, c.g.ID, m.UserID); err != nil {
		return err
	}
	c.left = append(c.left, m.UserID)
	c.tell(m.UserID, told)
	return c.changeMember(action, m)
}

// inherit makes a member the owner.
func (c *groupChange) inherit(heir *models.GroupMember) error {
	heir.Role, heir.MutedUntil = models.RoleOwner, nil
	if err := c.tx.UpdateGroupMember(c.ctx, heir); err != nil {
		return err
	}
	c.g.OwnerID = heir.UserID
	if err := c.tx.UpdateGroup(c.ctx, c.g); err != nil {
		return err
	}
	if err := c.changeMember(MemberRole, heir); err != nil {
		return err
	}
	return c.changeSettings()
}

// dissolve ends the group.
func (c *groupChange) dissolve() error {
	members, err := c.tx.GroupMembers(c.ctx, c.g.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		c.gone = append(c.gone, m.UserID)
	}
	if err := c.tx.DeleteGroup(c.ctx, c.g.ID); err != nil {
		return err
	}
	c.changes = append(c.changes, c.change(ChangeSettings, ChangeData{}))
	return nil
}

// write puts changes and events into their logs. Users' rows are taken in one
// order, after the group's.
func (c *groupChange) write() error {
	for i := range c.changes {
		if err := c.s.recordChange(c.ctx, c.tx, &c.changes[i]); err != nil {
			return err
		}
	}
	if len(c.gone) > 0 {
		return c.writeEnd()
	}
	byUser := make([]*UserEvent, len(c.events))
	for i := range c.events {
		byUser[i] = &c.events[i]
	}
	slices.SortStableFunc(byUser, func(x, y *UserEvent) int { return int(x.UserID - y.UserID) })
	for _, ev := range byUser {
		if err := c.s.record(c.ctx, c.tx, ev); err != nil {
			return err
		}
	}
	return nil
}

// writeEnd tells all members of the end of their group.
func (c *groupChange) writeEnd() error {
	ev := UserEvent{Kind: KindGroup, Action: ActionDissolved, Subject: c.g.ID, Name: c.g.Name, By: c.a.UserID, At: c.now,
		ClientSeq: c.a.ClientSeq}
	row, err := ev.row()
	if err != nil {
		return err
	}
	numbers, err := c.tx.AppendUserEvents(c.ctx, c.gone, row)
	if err != nil {
		return err
	}
	for _, user := range c.gone {
		ev.UserID, ev.U = user, numbers[user]
		c.events = append(c.events, ev)
		row.U = numbers[user]
		if err := c.s.webhooks.noteUserEvent(c.ctx, c.tx, user, row); err != nil {
			return err
		}
	}
	return nil
}

// announce makes the committed change felt: who is out hears nothing more of
// the group from here on, and what they may do is looked up afresh.
func (c *groupChange) announce() {
	s, conversation := c.s, models.GroupConversation(c.g.ID)
	if len(c.gone) > 0 {
		s.announceChanges(c.changes...)
	}
	for _, user := range slices.Concat(c.left, c.gone) {
		s.access.drop(user, conversation)
		s.notifier.LeaveGroup(c.g.ID, user)
	}
	for _, user := range c.muted {
		s.access.drop(user, conversation)
	}
	if c.silenced {
		s.access.dropWriters()
	}
	for _, user := range c.joined {
		s.notifier.JoinGroup(c.g.ID, user)
	}
	s.announce(c.events...)
	if len(c.gone) == 0 {
		s.announceChanges(c.changes...)
	}
}
