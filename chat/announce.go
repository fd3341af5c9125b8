package chat

import (
	"context"
	"slices"

	"flamingo/models"
)

// record numbers ev and writes it to its user's log, in the transaction of the
// change it tells of. Announce it after the commit: a client that asks on
// hearing of number n must find n there.
func (s *Service) record(ctx context.Context, tx Store, ev *UserEvent) error {
	row, err := ev.row()
	if err != nil {
		return err
	}
	if err := tx.AppendUserEvent(ctx, row); err != nil {
		return err
	}
	ev.U = row.U
	return s.webhooks.noteUserEvent(ctx, tx, row.UserID, row)
}

// announce sends user events to the sessions of their users, in order.
func (s *Service) announce(events ...UserEvent) {
	for _, ev := range events {
		s.notifier.Notify(ToUsers(ev.UserID), ev)
	}
	s.webhooks.signal()
}

// tellFriends sends ev to the friends of user, but those the user blocked. A
// push is a hint: when the friends cannot be read it is dropped, and logged.
func (s *Service) tellFriends(ctx context.Context, user int64, ev Event) {
	friends, err := s.store.FriendIDs(ctx, user)
	if err == nil && len(friends) > 0 {
		var blocked []int64
		blocked, err = s.store.BlockedIDs(ctx, user)
		friends = slices.DeleteFunc(friends, func(id int64) bool { return slices.Contains(blocked, id) })
	}
	if err != nil {
		s.log.Warn("friends not told", "user", user, "err", err)
		return
	}
	if len(friends) > 0 {
		s.notifier.Notify(ToUsers(friends...), ev)
	}
}

// announceMessage tells the members of a conversation of a committed message.
func (s *Service) announceMessage(m *models.Message, from string) {
	s.indexer.signal()
	s.webhooks.signal()
	s.notifier.Notify(membersOf(m.ConversationID), MessageSent{Message: *m, From: from})
	s.considerReply(m)
	s.considerNotice(s.running, m)
}

// membersOf addresses everybody in a conversation.
func membersOf(c models.ConversationID) Audience {
	if c.IsGroup() {
		return ToGroup(c.Group())
	}
	low, high := c.Users()
	if high == low {
		return ToUsers(low)
	}
	return ToUsers(low, high)
}
