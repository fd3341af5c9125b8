package chatport

import (
	"context"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// handleChat serves 1100. There is no answer, to success or failure.
func (s *session) handleChat(ctx context.Context, r *wire.Reader) error {
	data, target := r.Bytes("data"), r.Int32("target")
	if err := r.Err(); err != nil {
		return err
	}
	s.send(ctx, r, data, int64(target))
	return nil
}

// maxTargets bounds a mass message: PC picks them from its friends and groups.
const maxTargets = 500

// handleMultiChat serves 1101: one ordinary message to each target.
func (s *session) handleMultiChat(ctx context.Context, r *wire.Reader) error {
	data, list := r.Bytes("data"), r.Bytes("targets")
	if err := r.Err(); err != nil {
		return err
	}
	f, ok := parseFields(list, false)
	if !ok {
		return nil
	}
	targets := f.targets()
	for _, target := range targets[:min(len(targets), maxTargets)] {
		s.send(ctx, r, data, target)
	}
	return nil
}

// send stores a message in the form it came in, repaired where it was no JSON.
// Messages of one connection keep their order and share commits; nobody waits.
func (s *session) send(ctx context.Context, r *wire.Reader, data []byte, target int64) {
	repaired, err := content.Repair(data, s.class == models.ClassAndroid)
	if err != nil || target <= 0 {
		return
	}
	by := s.by(r)
	p := chat.SendParams{Conversation: models.ConversationWith(by.UserID, target), Format: content.Legacy,
		Content: append([]byte(nil), repaired...), FromSocket: true}
	for {
		err := s.server.Chat.SubmitMessage(ctx, by, p, s.sent)
		e := chat.Describe(err)
		if err == nil || e.RetryAfter == 0 {
			if err != nil {
				s.server.logInternal("chat", err)
			}
			return
		}
		// The client cannot be told to try again, so we do it, and read nothing
		// more of it meanwhile. It is not shut out from what others send.
		s.conn.mu.Unlock()
		ok := sleep(ctx, e.RetryAfter)
		s.conn.mu.Lock()
		if !ok || s.conn.session != s {
			return
		}
	}
}

// sleep reports false when ctx ended it.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// sent runs after the commit. An old client cannot be told of a failure; the
// store has logged it.
func (s *session) sent(*chat.Sent, error) {}

// handleScreenshot serves 1103.
func (s *session) handleScreenshot(ctx context.Context, r *wire.Reader) error {
	r.Bytes("data")
	header, bitmap, target := r.Bytes("bitmap header"), r.Bytes("bitmap"), r.Int32("target")
	if err := r.Err(); err != nil {
		return err
	}
	err := s.server.Chat.RelayScreen(ctx, s.by(r), int64(target), append([]byte(nil), header...), append([]byte(nil), bitmap...))
	if err != nil {
		s.server.logInternal("screenshot", err)
	}
	return nil
}

// writeScreen passes a picture of the screen on. Android has nothing to show it with.
func (s *session) writeScreen(ev chat.ScreenFrame) {
	if s.class == models.ClassAndroid {
		return
	}
	body := wire.NewBody(nil, wire.CmdScreenshot, ev.ClientSeq).Data(nil).Data(ev.Header).Data(ev.Data).Int32(int32(ev.TargetID)).Bytes()
	if len(body) > wire.MaxSentBody {
		return
	}
	if err := s.conn.writeBody(body); err != nil {
		s.fail(err)
	}
}
