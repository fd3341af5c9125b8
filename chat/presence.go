package chat

import (
	"context"
	"fmt"
	"slices"
	"time"

	"flamingo/models"
)

// Presence returns the devices a user is connected with, here or on any node.
func (s *Service) Presence(user int64) Presence { return Presence{Devices: s.notifier.Devices(user)} }

// SessionStarted tells the actor's friends that a session of theirs is
// connected. Call it after the session joined the hub; it returns the groups
// the session has to hear of.
func (s *Service) SessionStarted(ctx context.Context, a Actor) (groups []int64, err error) {
	memberships, err := s.store.Memberships(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list groups of user %d: %w", a.UserID, err)
	}
	for _, m := range memberships {
		groups = append(groups, m.GroupID)
	}
	s.announcePresence(a)
	return groups, nil
}

// presenceTimeout bounds the query for the friends of somebody who came or went.
const presenceTimeout = 5 * time.Second

// SessionEnded tells the actor's friends that a session of theirs is gone.
// Call it after the session left the hub.
func (s *Service) SessionEnded(a Actor) {
	now := s.Presence(a.UserID)
	before := Presence{Devices: append(slices.Clone(now.Devices), Device{SessionID: a.SessionID, Class: a.Class})}
	s.pacer.add(PresenceChanged{UserID: a.UserID, Presence: now, Before: before})
}

// SetStatus sets what the actor's session shows. legacy is the number an old
// client gave, passed on to other old clients.
func (s *Service) SetStatus(_ context.Context, a Actor, status Status, legacy int32) error {
	if status > StatusInvisible {
		return Invalid("status", "is unknown")
	}
	if s.notifier.SetStatus(a.SessionID, status, legacy) {
		s.announcePresence(a)
	}
	return nil
}

func (s *Service) announcePresence(a Actor) {
	s.pacer.add(PresenceChanged{UserID: a.UserID, Presence: s.Presence(a.UserID), Session: a.SessionID})
}

// tellPresence tells friends and those watchers who still may see it.
func (s *Service) tellPresence(ev PresenceChanged) {
	ctx, cancel := context.WithTimeout(context.Background(), presenceTimeout)
	defer cancel()
	u, err := s.store.User(ctx, ev.UserID)
	if err != nil {
		s.log.Warn("presence not told", "user", ev.UserID, "err", err)
		return
	}
	blocked, err := s.store.BlockedIDs(ctx, ev.UserID)
	if err != nil {
		s.log.Warn("presence not told", "user", ev.UserID, "err", err)
		return
	}
	if err := s.tellPresenceToFriends(ctx, u, blocked, ev); err != nil {
		s.log.Warn("friends not told of presence", "user", ev.UserID, "err", err)
	}
	if !settingsOf(u).Discovery.hidden() {
		s.notifier.Notify(ToWatchers(ev.UserID, blocked...), ev)
	}
}

// tellPresenceToFriends also says when the user was last there, to those who
// may know.
func (s *Service) tellPresenceToFriends(ctx context.Context, u *models.User, blocked []int64, ev PresenceChanged) error {
	friends, err := s.store.FriendIDs(ctx, u.ID)
	if err != nil {
		return err
	}
	friends = slices.DeleteFunc(friends, func(id int64) bool { return slices.Contains(blocked, id) })
	if at, left := s.pacer.leftAt(u.ID); left && !ev.Presence.Online() && len(friends) > 0 {
		knowing, err := s.mayKnowWhen(ctx, u, friends)
		if err != nil {
			return err
		}
		if len(knowing) > 0 {
			full := ev
			full.Presence.LastSeen = at
			s.notifier.Notify(ToUsers(knowing...), full)
		}
		friends = slices.DeleteFunc(friends, func(id int64) bool { return slices.Contains(knowing, id) })
	}
	if len(friends) > 0 {
		s.notifier.Notify(ToUsers(friends...), ev)
	}
	return nil
}

// RelayScreen passes a picture of the screen to target's old clients, if there
// are any now (WIRE.md 1103). It is never stored; groups get none.
func (s *Service) RelayScreen(ctx context.Context, a Actor, target int64, header, data []byte) error {
	if models.IsGroupID(target) {
		return Errorf(CodeInvalid, "the screen is shown to one person, not to a group")
	}
	if err := s.rates.take(a.UserID); err != nil {
		return err
	}
	s.notifier.Notify(ToUsers(target), ScreenFrame{TargetID: target, ClientSeq: a.ClientSeq, Header: header, Data: data})
	return nil
}
