package chatport

import (
	"context"
	"fmt"
	"time"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// handleCreateGroup serves 1009. A 1005 for the creator follows, as an event.
func (s *session) handleCreateGroup(ctx context.Context, r *wire.Reader) error {
	f, ok, err := s.data(r)
	if err != nil {
		return err
	}
	name, ok2 := f.text("groupname")
	if !ok || !ok2 {
		return nil
	}
	g, err := s.server.Chat.CreateGroup(ctx, s.by(r), name)
	if err != nil {
		s.server.logInternal("create group", err)
		return s.conn.answer(r, failure(r.Cmd, err))
	}
	return s.conn.answer(r, fmt.Appendf(nil, `{"code": 0, "msg": "ok", "groupid":%d, "groupname": %s}`,
		g.ID, quote(s.limits().groupName.fit(g.Name))))
}

// handleGroupMembers serves 1010. Those who are not in the group see an empty one.
func (s *session) handleGroupMembers(ctx context.Context, r *wire.Reader) error {
	f, ok, err := s.data(r)
	if err != nil {
		return err
	}
	id, ok2 := f.number("groupid")
	if !ok || !ok2 {
		return nil
	}
	members, err := s.server.Chat.GroupMembers(ctx, s.actor, int64(id))
	if err != nil && !chat.IsCode(err, chat.CodeNotFound) && !chat.IsCode(err, chat.CodeForbidden) {
		s.server.logInternal("group members", err)
		return s.conn.answer(r, failure(r.Cmd, err))
	}
	android := s.class == models.ClassAndroid
	limits := s.limits()
	data := fitFrame(limits.frame, len(members), func(d listDetail, most int) []byte {
		return membersAnswer(int64(id), members[:most], limits, android, d)
	})
	if err := s.conn.answer(r, data); err != nil {
		return err
	}
	s.gates.membersSent(int64(id), time.Now())
	return nil
}

// groupLooksDifferent reports whether a change shows in the lists of an old
// client: who is in a group, and what it and its members are called.
func groupLooksDifferent(c *chat.Change) bool {
	switch c.Kind {
	case chat.ChangeMembers:
		switch c.Data.Action {
		case chat.MemberJoined, chat.MemberLeft, chat.MemberRemoved, chat.MemberCard:
			return true
		}
	case chat.ChangeSettings:
		return c.Data.Group != nil
	}
	return false
}
