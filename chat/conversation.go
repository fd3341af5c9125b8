package chat

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"flamingo/models"
)

// ConversationView is a conversation in a user's list.
type ConversationView struct {
	Head
	Name  string        // of the peer or the group
	Peer  *models.User  // of a direct conversation
	Group *models.Group // of a group conversation
}

// ConversationSettings are what a user keeps about a conversation, and what
// their other devices have to know of it.
type ConversationSettings struct {
	Pinned     bool        `json:"pinned"`
	Mute       models.Mute `json:"mute"`
	Archived   bool        `json:"archived"`
	HiddenSeq  int64       `json:"hidden_seq"`  // not in the list until there is a message after it
	ClearedSeq int64       `json:"cleared_seq"` // what lies at or before it is gone from the user's view
	Draft      string      `json:"draft"`
}

func keptOf(m *models.ConversationMember) *ConversationSettings {
	return &ConversationSettings{m.Pinned, m.Mute, m.Archived, m.HiddenSeq, m.ClearedSeq, m.Draft}
}

// Conversations lists the actor's conversations, newest activity first, and
// where the next page begins, nil at the end.
func (s *Service) Conversations(ctx context.Context, a Actor, from *HeadCursor, limit int) ([]ConversationView, *HeadCursor, error) {
	limit = clampPage(limit)
	heads, err := s.store.Heads(ctx, a.UserID, from, limit+1)
	if err != nil {
		return nil, nil, fmt.Errorf("list conversations of user %d: %w", a.UserID, err)
	}
	var next *HeadCursor
	if len(heads) > limit {
		heads = heads[:limit]
		last := heads[limit-1].Conversation
		next = &HeadCursor{LastTime: last.LastTime, ID: last.ID}
	}
	views, err := s.viewHeads(ctx, a, heads)
	return views, next, err
}

func (s *Service) viewHeads(ctx context.Context, a Actor, heads []Head) ([]ConversationView, error) {
	var userIDs, groupIDs []int64
	for _, h := range heads {
		if peer := h.Conversation.ID.Peer(a.UserID); h.Conversation.ID.IsGroup() {
			groupIDs = append(groupIDs, peer)
		} else {
			userIDs = append(userIDs, peer)
		}
	}
	users, err := s.usersByID(ctx, userIDs)
	if err != nil {
		return nil, err
	}
	groups, err := s.groupsByID(ctx, groupIDs)
	if err != nil {
		return nil, err
	}
	if err := s.showLast(ctx, a, heads); err != nil {
		return nil, err
	}
	views := make([]ConversationView, 0, len(heads))
	for _, h := range heads {
		v := ConversationView{Head: h}
		peer := h.Conversation.ID.Peer(a.UserID)
		if u, ok := users[peer]; ok {
			v.Name, v.Peer = u.Nickname, u
		} else if g, ok := groups[peer]; ok {
			v.Name, v.Group = g.Name, g
		}
		views = append(views, v)
	}
	return views, nil
}

// showLast replaces the last messages that the actor may not see by the last
// ones that they may. Heads comes with the end of each log, and mostly that is it.
func (s *Service) showLast(ctx context.Context, a Actor, heads []Head) error {
	sights := make(map[models.ConversationID]*Sight, len(heads))
	var rows []models.Message
	for _, h := range heads {
		v, err := s.sightOf(ctx, a.UserID, h.Conversation.ID, &h.Member)
		if err != nil {
			return err
		}
		sights[h.Conversation.ID] = v
		if h.Last != nil {
			rows = append(rows, *h.Last)
		}
	}
	slices.SortFunc(rows, func(a, b models.Message) int { return cmp.Compare(a.ConversationID, b.ConversationID) })
	shown, err := s.visibleIn(ctx, a.UserID, sights, rows)
	if err != nil {
		return err
	}
	seen := make(map[models.ConversationID]bool, len(shown))
	for _, m := range shown {
		seen[m.ConversationID] = true
	}
	for i := range heads {
		h := &heads[i]
		if h.Last == nil || seen[h.Conversation.ID] {
			continue
		}
		p, err := s.before(ctx, sights[h.Conversation.ID], h.Last.Seq, 1)
		if err != nil {
			return err
		}
		if h.Last = nil; len(p.messages) > 0 {
			h.Last = &p.messages[0]
		}
	}
	return nil
}

func (s *Service) usersByID(ctx context.Context, ids []int64) (map[int64]*models.User, error) {
	list, err := s.store.Users(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("load users: %w", err)
	}
	byID := make(map[int64]*models.User, len(list))
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	return byID, nil
}

func (s *Service) groupsByID(ctx context.Context, ids []int64) (map[int64]*models.Group, error) {
	list, err := s.store.Groups(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("load groups: %w", err)
	}
	byID := make(map[int64]*models.Group, len(list))
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	return byID, nil
}

// MaxDraft is the length of a draft in characters, as its column holds.
const MaxDraft = 4000

// ConversationChange holds what to change of a conversation in the actor's
// view; nil leaves it as it is.
type ConversationChange struct {
	Pinned, Archived *bool
	Mute             *models.Mute
	Hidden           *bool // true: not in the list until there is a message after Seq
	Seq              int64 // the last one that whoever hides it has seen; 0: all there are
	Draft            *string
}

// UpdateConversation changes what the actor keeps about a conversation and
// tells their other devices. CodeNotFound when nobody has begun it.
func (s *Service) UpdateConversation(ctx context.Context, a Actor, c models.ConversationID, change ConversationChange) (*ConversationView, error) {
	if change.Draft != nil {
		if err := text("draft", *change.Draft, MaxDraft); err != nil {
			return nil, err
		}
	}
	if change.Mute != nil && *change.Mute > models.MuteAll {
		return nil, Invalid("mute", "must be none, silent, count or all")
	}
	err := s.changeKept(ctx, a, c, func(m *models.ConversationMember, last int64) error {
		set(&m.Pinned, change.Pinned)
		set(&m.Archived, change.Archived)
		set(&m.Mute, change.Mute)
		set(&m.Draft, change.Draft)
		if change.Hidden != nil {
			if m.HiddenSeq = 0; *change.Hidden {
				m.HiddenSeq = upTo(change.Seq, last)
			}
			if *change.Hidden && last == 0 {
				return Invalid("hidden", "needs a message in the conversation")
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.ConversationOf(ctx, a, c)
}

// ClearConversation removes all messages up to seq (0: all there are) from the
// actor's view, for good. Others keep them.
func (s *Service) ClearConversation(ctx context.Context, a Actor, c models.ConversationID, seq int64) error {
	return s.changeKept(ctx, a, c, func(m *models.ConversationMember, last int64) error {
		m.ClearedSeq = max(m.ClearedSeq, upTo(seq, last))
		return nil
	})
}

// upTo is the position seq of a conversation, or last when it is 0 or not there.
func upTo(seq, last int64) int64 {
	if seq <= 0 || seq > last {
		return last
	}
	return seq
}

// changeKept runs change on what the actor keeps about a conversation whose
// last message is last, and tells their devices when it made a difference.
func (s *Service) changeKept(ctx context.Context, a Actor, c models.ConversationID, change func(m *models.ConversationMember, last int64) error) error {
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return err
	}
	ev := UserEvent{UserID: a.UserID, Kind: KindConversation, Action: ActionChanged, By: a.UserID, At: s.now(), Conversation: c}
	err := s.store.InTx(ctx, func(tx Store) error {
		ev.Kept = nil
		head, err := tx.Conversation(ctx, c)
		if err != nil {
			return err
		}
		m, err := tx.ConversationMember(ctx, a.UserID, c)
		if err != nil {
			return err
		}
		before := *m
		if err := change(m, head.LastSeq); err != nil || *m == before {
			return err
		}
		if err := tx.UpdateConversationMember(ctx, m); err != nil {
			return err
		}
		ev.Kept = keptOf(m)
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("change conversation %s of user %d: %w", c, a.UserID, err)
	}
	if ev.Kept != nil {
		s.announce(ev)
	}
	return nil
}

// ConversationOf returns one conversation as it stands in the actor's list,
// whether it is hidden there or not. CodeNotFound when nobody has begun it.
func (s *Service) ConversationOf(ctx context.Context, a Actor, c models.ConversationID) (*ConversationView, error) {
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return nil, err
	}
	heads, err := s.store.HeadsOf(ctx, a.UserID, []models.ConversationID{c})
	if err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", c, err)
	}
	if len(heads) == 0 {
		return nil, Errorf(CodeNotFound, "nobody has written in conversation %s", c)
	}
	views, err := s.viewHeads(ctx, a, heads)
	if err != nil {
		return nil, err
	}
	return &views[0], nil
}

// HideMessage deletes a message for the actor alone, on all their devices.
func (s *Service) HideMessage(ctx context.Context, a Actor, c models.ConversationID, seq int64) error {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return err
	}
	ev := UserEvent{UserID: a.UserID, Kind: KindConversation, Action: ActionHidden, By: a.UserID, At: v.now, Conversation: c, Seq: seq}
	err = s.store.InTx(ctx, func(tx Store) error {
		if _, err := s.visibleMessage(ctx, tx, v, seq); err != nil {
			return err
		}
		if _, err := tx.HideMessage(ctx, &models.HiddenMessage{UserID: a.UserID, ConversationID: c, Seq: seq}); err != nil {
			return err
		}
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return fmt.Errorf("hide message %d of %s: %w", seq, c, err)
	}
	s.announce(ev)
	return nil
}
