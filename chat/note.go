package chat

import (
	"context"
	"strconv"

	"flamingo/content"
	"flamingo/models"
)

// A note is a message that the server writes into a log: it has a place there
// like any other, and is never unread.

// note tells in a group's log what happened to it: kind is one of content's
// SystemJoined, SystemLeft, SystemRemoved and SystemRenamed, by is who did it
// (0 when the users did it themselves), users are to whom, name is the new name
// of the group. Call it after the commit of what it tells. It does not wait,
// and failing to write it undoes nothing: it is logged.
func (s *Service) note(ctx context.Context, group int64, kind string, by int64, name string, users ...int64) {
	ids := users
	if by != 0 {
		ids = append([]int64{by}, users...)
	}
	people, err := s.people(ctx, ids)
	if err != nil {
		s.log.Warn("note not written", "group", group, "kind", kind, "err", err)
		return
	}
	n := content.System{Kind: kind, Name: name}
	sender := by
	if by != 0 {
		n.By, people = &people[0], people[1:]
	} else if len(users) > 0 {
		sender = users[0]
	}
	n.Users = people
	s.writeNote(models.GroupConversation(group), sender, 0, n)
}

// people names users as a note does. Those who are no more keep their number.
func (s *Service) people(ctx context.Context, ids []int64) ([]content.Person, error) {
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]content.Person, len(ids))
	for i, id := range ids {
		list[i].ID = strconv.FormatInt(id, 10)
		if u := users[id]; u != nil {
			list[i].Name = u.Nickname
		}
	}
	return list, nil
}

// writeNote queues a note of the server about message about (0: about none).
func (s *Service) writeNote(c models.ConversationID, sender, about int64, n content.System) {
	m := &models.Message{ConversationID: c, SenderID: sender, TargetID: c.Peer(sender), Format: uint8(content.Canonical),
		Content: content.New(content.Segment{System: &n}).JSON(), ReplyTo: about, Via: models.ClassAPI, SentAt: s.now(), System: true}
	err := s.appender.submit(&submission{Append: Append{Message: m}, done: func(*Append) {}})
	if err != nil {
		s.log.Warn("note not written", "conversation", c, "kind", n.Kind, "err", err)
	}
}
