package chatport

import (
	"context"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/hub"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// maxAndroidData is the room for the data of a 1100 in what Android takes: head
// of the body, length of the string, two ids.
const maxAndroidData = wire.MaxAndroidBody - 14 - 5 - 8

// pumpConversation writes one page of a log. True when there is no more.
func (s *session) pumpConversation(ctx context.Context, c models.ConversationID) bool {
	after, known := s.written[c]
	if !known {
		// A conversation that began since the login.
		if err := s.findLagging(ctx); err != nil {
			s.fail(err)
			return true
		}
		if after, known = s.written[c]; !known {
			delete(s.lagging, c)
			return true
		}
	}
	d, err := s.server.Chat.DeliverMessages(ctx, s.actor, c, after, min(pageSize, s.receipts.room()))
	if chat.IsCode(err, chat.CodeForbidden) || chat.IsCode(err, chat.CodeNotFound) {
		delete(s.lagging, c) // not theirs to see any more
		return true
	}
	if err != nil {
		s.fail(err)
		return true
	}
	for i := range d.Messages {
		m := &d.Messages[i]
		own := m.SenderID == s.actor.UserID && m.Via == s.class
		s.writeMessage(hub.NewEnvelope(chat.MessageSent{Message: *m}), m, own)
		if s.lost != nil {
			return true
		}
	}
	if d.UpTo > s.written[c] {
		s.written[c] = d.UpTo
		s.receipts.note(c, d.UpTo)
	}
	if d.More {
		return false
	}
	delete(s.lagging, c)
	return true
}

// writeMessage writes a message, unless the client does not want it, and moves
// the position past it. own says that this client sent it.
func (s *session) writeMessage(e *hub.Envelope, m *models.Message, own bool) {
	if s.wants(m, own) {
		if frame := s.renderMessage(e, m); frame != nil {
			if err := s.conn.writeFrame(frame); err != nil {
				s.fail(err)
				return
			}
		}
	}
	s.written[m.ConversationID] = m.Seq
	s.receipts.note(m.ConversationID, m.Seq)
}

// wants decides about messages of the user themselves: they come back to their
// sender only when sent to oneself; of those from other devices PC shows all,
// while Android would file a direct one under a conversation with itself
// (CLIENTS.md, 1100).
func (s *session) wants(m *models.Message, own bool) bool {
	if m.SenderID != s.actor.UserID || m.TargetID == s.actor.UserID {
		return true
	}
	return !own && (s.class != models.ClassAndroid || m.ConversationID.IsGroup())
}

// Keys of what the sessions of a kind share. Not everybody may see what a
// message answers.
type (
	pcForm      struct{ quoting bool }
	androidForm struct{ quoting bool }
)

// renderMessage returns a message as a frame, nil when this kind of client
// cannot make anything of it.
func (s *session) renderMessage(e *hub.Envelope, m *models.Message) []byte {
	format, body := content.Format(m.Format), m.Content
	quoted := s.quote(m)
	if quoted != nil {
		body = content.Replying(quoted.Name, quoted.Body, content.Decode(format, body)).JSON()
	}
	if s.class == models.ClassAndroid {
		return e.Render(androidForm{quoted != nil}, func() []byte {
			data, ok := content.ForAndroid(format, body, m.SentAt, m.ID, maxAndroidData)
			if !ok {
				return nil
			}
			return chatFrame(m, data)
		})
	}
	return e.Render(pcForm{quoted != nil}, func() []byte {
		return chatFrame(m, content.ForPC(format, body, m.SentAt, m.ID))
	})
}

// quote returns what a message answers, nil when it answers nothing that the
// user may see. Old clients know no replies: they are shown a line of it.
func (s *session) quote(m *models.Message) *chat.Quoted {
	if m.ReplyTo == 0 || content.Format(m.Format) != content.Canonical {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	q, err := s.server.Chat.Quote(ctx, s.actor, m.ConversationID, m.ReplyTo)
	if err != nil {
		s.server.logInternal("quote", err)
		return nil
	}
	return q
}

func chatFrame(m *models.Message, data []byte) []byte {
	body := wire.NewBody(nil, wire.CmdChat, m.ClientSeq).Data(data).Int32(int32(m.SenderID)).Int32(int32(m.TargetID)).Bytes()
	frame, err := wire.AppendFrame(nil, body)
	if err != nil {
		return nil // larger than any client takes; package content bounds it far below
	}
	return frame
}

// pumpEvents writes the user's events after the position.
func (s *session) pumpEvents(ctx context.Context) {
	for {
		list, err := s.server.Chat.DeliverEvents(ctx, s.actor, s.events, pageSize)
		if err != nil {
			s.fail(err)
			return
		}
		for _, ev := range list {
			s.writeEvent(ctx, ev)
			if s.lost != nil {
				return
			}
			s.events = ev.U
			s.receipts.note(0, ev.U)
		}
		if len(list) < pageSize {
			s.behind = false
			return
		}
	}
}

// writeEvent writes what a user event is to an old client: mostly a 1005.
func (s *session) writeEvent(ctx context.Context, ev chat.UserEvent) {
	data, ok := s.operatePush(ev)
	if !ok {
		return
	}
	if ev.Kind == chat.KindFriend && ev.Action == chat.ActionAccepted {
		s.gates.newFriend(models.DirectConversation(s.actor.UserID, ev.Subject), time.Now())
	}
	if ev.Kind == chat.KindGroup && ev.Action == chat.ActionJoined {
		s.lag(models.GroupConversation(ev.Subject))
	}
	if err := s.conn.writeBody(wire.NewBody(nil, wire.CmdOperateFriend, ev.ClientSeq).Data(data).Bytes()); err != nil {
		s.fail(err)
		return
	}
	if gone(ev.Action) && s.class == models.ClassAndroid {
		// Only its detail pages take notice of a deletion (CLIENTS.md, 1005).
		if err := s.sendFriendList(ctx, ev.ClientSeq); err != nil {
			s.fail(err)
		}
	}
}
