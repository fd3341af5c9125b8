package chat

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"flamingo/content"
	"flamingo/models"
)

// maxSearchPages bounds the queries of one search: a page may be short when so
// many messages in a row are not to be seen; it then says where to go on.
const maxSearchPages = 5

// SearchParams say what to look for in messages.
type SearchParams struct {
	Query        string // what a person typed; may be empty when Kind is set
	Conversation models.ConversationID
	From         int64        // sender, 0 for anybody
	Kind         content.Kind // empty for any
	Since, Until time.Time
	Before       int64 // id of a message: go on below it, 0 from the newest
	Limit        int
}

// SearchMessages looks for messages that the actor may see, newest first, and
// returns where to go on, 0 at the end. Every word of the query has to be in a
// message, in Chinese any two characters or more; words may be beginnings.
func (s *Service) SearchMessages(ctx context.Context, a Actor, p SearchParams) ([]MessageView, int64, error) {
	hits, next, err := s.searchMessages(ctx, a, p)
	if err != nil {
		return nil, 0, err
	}
	views, err := s.viewMessages(ctx, hits)
	return views, next, err
}

func (s *Service) searchMessages(ctx context.Context, a Actor, p SearchParams) ([]models.Message, int64, error) {
	q, err := p.query()
	if err != nil {
		return nil, 0, err
	}
	if p.Conversation != 0 {
		if err := s.mayTakePart(ctx, a, p.Conversation); err != nil {
			return nil, 0, err
		}
	}
	limit := clampPage(p.Limit)
	var hits []models.Message
	for range maxSearchPages {
		rows, err := s.store.SearchMessages(ctx, a.UserID, q, p.Before, limit)
		if err != nil {
			return nil, 0, fmt.Errorf("search for user %d: %w", a.UserID, err)
		}
		shown, err := s.seen(ctx, a, rows)
		if err != nil {
			return nil, 0, err
		}
		if room := limit - len(hits); len(shown) >= room && (len(shown) > room || len(rows) == limit) {
			hits = append(hits, shown[:room]...)
			return hits, hits[len(hits)-1].ID, nil
		}
		hits = append(hits, shown...)
		if len(rows) < limit {
			return hits, 0, nil
		}
		p.Before = rows[len(rows)-1].ID
	}
	return hits, p.Before, nil
}

func (p SearchParams) query() (q SearchQuery, err error) {
	if !utf8.ValidString(p.Query) {
		return q, Invalid("q", "is not valid UTF-8")
	}
	if utf8.RuneCountInString(p.Query) > content.MaxQuery {
		return q, tooLong("q", content.MaxQuery, "characters")
	}
	if p.Kind != "" && !slices.Contains(content.Kinds(), p.Kind) {
		return q, Invalid("kind", "is unknown")
	}
	q = SearchQuery{Terms: content.ParseQuery(p.Query), Conversation: p.Conversation, From: p.From, Kind: p.Kind, Since: p.Since, Until: p.Until}
	if len(q.Terms) == 0 && (p.Kind == "" || strings.TrimSpace(p.Query) != "") {
		return q, Invalid("q", "has no letter or digit to search for")
	}
	return q, nil
}

// seen returns those of a list of messages, of any conversations, that the
// actor may see, in the same order.
func (s *Service) seen(ctx context.Context, a Actor, list []models.Message) ([]models.Message, error) {
	byConversation := map[models.ConversationID][]models.Message{}
	for _, m := range list {
		byConversation[m.ConversationID] = append(byConversation[m.ConversationID], m)
	}
	visible := map[int64]bool{}
	for c, rows := range byConversation {
		sight, err := s.Sight(ctx, a, c)
		if IsCode(err, CodeForbidden) || IsCode(err, CodeNotFound) {
			continue // left since the query
		}
		if err != nil {
			return nil, err
		}
		slices.SortFunc(rows, func(a, b models.Message) int { return int(a.Seq - b.Seq) })
		shown, err := s.Visible(ctx, sight, rows)
		if err != nil {
			return nil, err
		}
		for _, m := range shown {
			visible[m.ID] = true
		}
	}
	return slices.DeleteFunc(list, func(m models.Message) bool { return !visible[m.ID] }), nil
}

// Export reads a whole conversation, as far as the actor may see it, oldest
// first, and hands it to write a page at a time.
func (s *Service) Export(ctx context.Context, a Actor, c models.ConversationID, write func([]MessageView) error) error {
	var after int64
	for {
		page, err := s.MessagesAfter(ctx, a, c, after, MaxPage)
		if err != nil {
			return err
		}
		if len(page.Messages) > 0 {
			if err := write(page.Messages); err != nil {
				return err
			}
		}
		if !page.More {
			return nil
		}
		after = page.Next
	}
}
