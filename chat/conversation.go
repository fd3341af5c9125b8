package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// ConversationView is a conversation in a user's list.
type ConversationView struct {
	Head
	Name  string        // of the peer or the group
	Peer  *models.User  // of a direct conversation
	Group *models.Group // of a group conversation
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
