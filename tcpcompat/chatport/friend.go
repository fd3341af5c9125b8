package chatport

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// Types of 1005 (CLIENTS.md section 5).
const (
	operateApply   = 1
	operateApplied = 2 // push only
	operateAnswer  = 3
	operateDelete  = 4
	operateDeleted = 5 // push only
)

// acceptJoin is the accept of a group that was joined: the original sends 3.
const acceptJoin = 3

// handleFriendList serves 1003.
func (s *session) handleFriendList(ctx context.Context, r *wire.Reader) error {
	r.Bytes("data")
	if err := r.Err(); err != nil {
		return err
	}
	return s.sendFriendList(ctx, r.Seq)
}

// sendFriendList sends a 1003, asked for or not.
func (s *session) sendFriendList(ctx context.Context, seq int32) error {
	teams, err := s.server.Chat.FriendList(ctx, s.actor)
	if err != nil {
		s.server.logInternal("friend list", err)
		return err
	}
	android := s.class == models.ClassAndroid
	limits := s.limits()
	entries := 0
	for _, t := range teams {
		entries += len(t.Friends)
	}
	data := fitFrame(limits.frame, entries, func(d listDetail, most int) []byte {
		return friendListAnswer(teams, limits, android, d, most)
	})
	if err := s.conn.writeBody(wire.NewBody(nil, wire.CmdFriendList, seq).Data(data).Bytes()); err != nil {
		return err
	}
	s.gates.listSent(time.Now())
	return nil
}

// handleFind serves 1004. User or group is told apart by what is found: the
// clients number the kinds differently.
func (s *session) handleFind(ctx context.Context, r *wire.Reader) error {
	f, ok, err := s.data(r)
	if err != nil {
		return err
	}
	name, ok2 := f.text("username")
	if _, ok3 := f.number("type"); !ok || !ok2 || !ok3 {
		return nil
	}
	found, err := s.server.Chat.Find(ctx, s.actor, name)
	if err != nil && !chat.IsCode(err, chat.CodeNotFound) {
		s.server.logInternal("find", err)
		return s.conn.answer(r, failure(r.Cmd, err))
	}
	return s.conn.answer(r, findAnswer(found, s.limits()))
}

// handleOperateFriend serves 1005. It has no answer of its own: what comes of
// it arrives as an event, for the other devices of the user too. Refusals are
// silent, as clients expect a type in every 1005.
func (s *session) handleOperateFriend(ctx context.Context, r *wire.Reader) error {
	f, ok, err := s.data(r)
	if err != nil {
		return err
	}
	n, ok2 := f.numbers("userid", "type")
	if !ok || !ok2 {
		return nil
	}
	target, rules, by := int64(n[0]), s.server.Chat, s.by(r)
	switch group := models.IsGroupID(target); {
	case group && n[1] == operateDelete:
		err = rules.LeaveGroup(ctx, by, target)
	case group:
		err = rules.JoinGroup(ctx, by, target)
	case n[1] == operateApply:
		err = rules.RequestFriend(ctx, by, target, "")
	case n[1] == operateAnswer:
		accept, ok := f.number("accept")
		if !ok {
			return nil
		}
		err = rules.AnswerFriend(ctx, by, target, accept == 1)
	case n[1] == operateDelete:
		err = rules.DeleteFriend(ctx, by, target)
	}
	if err != nil {
		s.server.logInternal("operate friend", err)
	}
	return nil
}

// operatePush returns the data of the 1005 that tells of a user event. False
// when this client is told nothing.
func (s *session) operatePush(ev chat.UserEvent) ([]byte, bool) {
	name := quote(s.limits().operate.fit(ev.Name))
	number := quote(strconv.FormatInt(ev.Subject, 10))
	switch {
	case ev.Kind == chat.KindRequest && ev.Action == chat.ActionRequested && ev.By == ev.Subject:
		return fmt.Appendf(nil, `{"userid":%d, "type":%d, "username": %s}`, ev.Subject, operateApplied, name), true
	case ev.Kind == chat.KindFriend && ev.Action == chat.ActionAccepted:
		return answerPush(ev.Subject, name, 1), true
	case ev.Kind == chat.KindFriend && ev.Action == chat.ActionRefused:
		// Android takes every type 3 for a yes.
		return answerPush(ev.Subject, name, 0), s.class != models.ClassAndroid
	case ev.Kind == chat.KindFriend && ev.Action == chat.ActionDeleted:
		// Only live: the list at the next login shows it.
		return deletePush(ev.Subject, name), !ev.At.Before(s.began)
	case ev.Kind == chat.KindGroup && ev.Action == chat.ActionCreated:
		return answerPush(ev.Subject, name, 1), true
	case ev.Kind == chat.KindGroup && ev.Action == chat.ActionJoined:
		return answerPush(ev.Subject, number, acceptJoin), true
	case ev.Kind == chat.KindGroup && gone(ev.Action):
		return deletePush(ev.Subject, number), !ev.At.Before(s.began)
	}
	return nil, false
}

// gone reports whether a group or friend is the user's no more. An old client
// that was put out of a group learns it as if it had left.
func gone(a chat.Action) bool {
	switch a {
	case chat.ActionDeleted, chat.ActionLeft, chat.ActionRemoved, chat.ActionDissolved:
		return true
	}
	return false
}

func answerPush(subject int64, name string, accept int) []byte {
	return fmt.Appendf(nil, `{"userid": %d, "type": %d, "username": %s, "accept": %d}`, subject, operateAnswer, name, accept)
}

func deletePush(subject int64, name string) []byte {
	return fmt.Appendf(nil, `{"userid":%d, "type":%d, "username": %s}`, subject, operateDeleted, name)
}
