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

// MarkRead moves the actor's read position forward to seq and returns the
// stored position, which never goes back and never passes the end of the log.
func (s *Service) MarkRead(ctx context.Context, a Actor, c models.ConversationID, seq int64) (int64, error) {
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return 0, err
	}
	head, err := s.store.Conversation(ctx, c)
	if err != nil {
		return 0, err
	}
	return s.store.AdvanceRead(ctx, a.UserID, c, min(max(seq, 0), head.LastSeq))
}
