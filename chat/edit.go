package chat

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// How long people may take back what they wrote.
const (
	// RecallTime is how long a sender may recall a message: enough to notice
	// that it went to the wrong place, too short to rewrite a conversation that
	// others have read. It is what people know from WeChat and QQ.
	RecallTime = 2 * time.Minute
	// EditTime is how long a sender may edit one, which shows that it was
	// edited: mistakes are found the next day too. It is Telegram's.
	EditTime = 48 * time.Hour
)

// changeMessage runs change on a message that the actor may see, in one
// transaction with the entry of the change log that it returns, and announces
// that. A nil Change says that nothing was to be done.
func (s *Service) changeMessage(ctx context.Context, a Actor, c models.ConversationID, seq int64,
	change func(tx Store, m *models.Message) (*Change, error)) (*Change, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, err
	}
	var made *Change
	err = s.store.InTx(ctx, func(tx Store) error {
		m, err := s.visibleMessage(ctx, tx, v, seq)
		if err != nil {
			return err
		}
		if made, err = change(tx, m); err != nil || made == nil {
			return err
		}
		made.Conversation, made.Seq, made.By, made.At = c, seq, a.UserID, v.now
		return s.recordChange(ctx, tx, made)
	})
	if err != nil {
		return nil, fmt.Errorf("change message %d of %s: %w", seq, c, err)
	}
	if made != nil {
		s.announceChanges(*made)
	}
	return made, nil
}

var (
	errRecalled = Errorf(CodeConflict, "the message was recalled")
	errNote     = Errorf(CodeForbidden, "this is a note of the server")
)

// notGone refuses messages that say nothing any more, or never did.
func notGone(m *models.Message) error {
	switch {
	case m.System:
		return errNote
	case m.RecalledAt != nil:
		return errRecalled
	}
	return nil
}

// moderates reports whether the actor is an admin or the owner of a group.
func moderates(ctx context.Context, tx Store, a Actor, c models.ConversationID) (bool, error) {
	if !c.IsGroup() {
		return false, nil
	}
	m, err := tx.GroupMember(ctx, c.Group(), a.UserID)
	if err != nil {
		return false, err
	}
	return m.Role >= models.RoleAdmin, nil
}

// EditMessage gives a message of the actor another body, within EditTime. What
// it said before is gone. CodeConflict when it was recalled.
func (s *Service) EditMessage(ctx context.Context, a Actor, c models.ConversationID, seq int64, body []byte) (*MessageView, error) {
	parsed, err := parseBody(body)
	if err != nil {
		return nil, err
	}
	if err := s.mayWrite(ctx, a, c); err != nil {
		return nil, err
	}
	files := FilesOf(&models.Message{Format: uint8(content.Canonical), Content: parsed.JSON()})
	if err := s.checkFiles(ctx, a, content.Canonical, files); err != nil {
		return nil, err
	}
	made, err := s.changeMessage(ctx, a, c, seq, func(tx Store, m *models.Message) (*Change, error) {
		if m.SenderID != a.UserID {
			return nil, Errorf(CodeForbidden, "only who wrote a message may edit it")
		}
		if err := notGone(m); err != nil {
			return nil, err
		}
		if isForward(m) {
			return nil, Errorf(CodeForbidden, "a forwarded message says what somebody else wrote")
		}
		at := s.now()
		if at.Sub(m.SentAt) > EditTime {
			return nil, Errorf(CodeForbidden, "a message can be edited for %d hours", int(EditTime.Hours()))
		}
		edited := parsed.JSON()
		if content.Format(m.Format) == content.Canonical && bytes.Equal(m.Content, edited) {
			return nil, nil
		}
		m.Format, m.Content, m.EditedAt = uint8(content.Canonical), edited, &at
		if err := tx.UpdateMessage(ctx, m); err != nil {
			return nil, err
		}
		if err := tx.SetFileGrants(ctx, c, seq, files); err != nil {
			return nil, err
		}
		if err := reindex(ctx, tx, m); err != nil {
			return nil, err
		}
		return &Change{Kind: ChangeEdit, Data: ChangeData{Body: edited, Edited: at}}, nil
	})
	if err != nil {
		return nil, err
	}
	if made != nil {
		s.tellOldClients(ctx, a, c, seq, content.SystemEdited)
	}
	return s.Message(ctx, a, c, seq)
}

// RecallMessage takes a message back: its content is erased, and so is what
// others put on it. Senders may do so within RecallTime, admins and owners of a
// group at any time. Recalling it once more does nothing.
func (s *Service) RecallMessage(ctx context.Context, a Actor, c models.ConversationID, seq int64) error {
	made, err := s.changeMessage(ctx, a, c, seq, func(tx Store, m *models.Message) (*Change, error) {
		moderator, err := moderates(ctx, tx, a, c)
		switch {
		case err != nil:
			return nil, err
		case m.System:
			return nil, errNote
		case !moderator && m.SenderID != a.UserID:
			return nil, Errorf(CodeForbidden, "only who wrote a message may recall it")
		case m.RecalledAt != nil:
			return nil, nil
		case !moderator && s.now().Sub(m.SentAt) > RecallTime:
			return nil, Errorf(CodeForbidden, "a message can be recalled for %d minutes", int(RecallTime.Minutes()))
		}
		if err := erase(ctx, tx, m, s.now()); err != nil {
			return nil, err
		}
		return &Change{Kind: ChangeRecall}, nil
	})
	if err != nil {
		return err
	}
	if made != nil {
		s.tellOldClients(ctx, a, c, seq, content.SystemRecalled)
	}
	return nil
}

// erase removes what a message says and what is on it. Its place in the log,
// its sender and its client id stay.
func erase(ctx context.Context, tx Store, m *models.Message, at time.Time) error {
	m.Format, m.Content, m.EditedAt, m.RecalledAt = uint8(content.Canonical), content.Body{}.JSON(), nil, &at
	if err := tx.UpdateMessage(ctx, m); err != nil {
		return err
	}
	if err := tx.SetFileGrants(ctx, m.ConversationID, m.Seq, nil); err != nil {
		return err
	}
	if err := reindex(ctx, tx, m); err != nil {
		return err
	}
	return tx.DeleteMarks(ctx, m.ConversationID, []int64{m.Seq})
}

// tellOldClients writes a note of an edit or recall for clients that know
// neither, when a member has ever used one. Web clients do not show it.
func (s *Service) tellOldClients(ctx context.Context, a Actor, c models.ConversationID, seq int64, kind string) {
	old, err := s.store.HasOldClient(ctx, c)
	if err != nil {
		s.log.Warn("old clients not told", "conversation", c, "kind", kind, "err", err)
		return
	}
	if !old {
		return
	}
	by, err := s.people(ctx, []int64{a.UserID})
	if err != nil {
		s.log.Warn("old clients not told", "conversation", c, "kind", kind, "err", err)
		return
	}
	s.writeNote(c, a.UserID, seq, content.System{Kind: kind, By: &by[0]})
}
