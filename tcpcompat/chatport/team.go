package chatport

import (
	"context"

	"flamingo/chat"
	"flamingo/tcpcompat/wire"
)

// Operations of 1104.
const (
	teamAdd    = 0
	teamDelete = 1
	teamRename = 2
)

// handleTeam serves 1104. Whatever changes the list is answered with the list
// (1003): the client knows no other answer.
func (s *session) handleTeam(ctx context.Context, r *wire.Reader) error {
	r.Bytes("data")
	operation, to, from := r.Int32("operation"), r.String("new name"), r.String("old name")
	if err := r.Err(); err != nil {
		return err
	}
	var err error
	switch operation {
	case teamAdd:
		err = s.server.Chat.AddTeam(ctx, s.by(r), to)
	case teamDelete:
		err = s.server.Chat.DeleteTeam(ctx, s.by(r), from)
	case teamRename:
		err = s.server.Chat.RenameTeam(ctx, s.by(r), from, to)
	default:
		return nil
	}
	if operation != teamAdd && chat.IsCode(err, chat.CodeNotFound) {
		err = nil // the original answers with the list as it is
	}
	return s.answerList(ctx, r, err)
}

// handleMarkName serves 1105.
func (s *session) handleMarkName(ctx context.Context, r *wire.Reader) error {
	r.Bytes("data")
	target, mark := r.Int32("friend"), r.String("mark name")
	if err := r.Err(); err != nil {
		return err
	}
	return s.answerList(ctx, r, s.server.Chat.SetRemark(ctx, s.by(r), int64(target), mark))
}

// handleMoveFriend serves 1106.
func (s *session) handleMoveFriend(ctx context.Context, r *wire.Reader) error {
	r.Bytes("data")
	target, to, from := r.Int32("friend"), r.String("new team"), r.String("old team")
	if err := r.Err(); err != nil {
		return err
	}
	return s.answerList(ctx, r, s.server.Chat.MoveFriend(ctx, s.by(r), int64(target), to, from))
}

// answerList answers with the list, or with a code where something was refused.
func (s *session) answerList(ctx context.Context, r *wire.Reader, err error) error {
	if err != nil {
		s.server.logInternal(r.Cmd.String(), err)
		return s.conn.answer(r, failure(r.Cmd, err))
	}
	return s.sendFriendList(ctx, r.Seq)
}
