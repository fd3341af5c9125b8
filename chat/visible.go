package chat

import (
	"context"
	"fmt"
	"time"

	"flamingo/cache"
	"flamingo/models"
)

// What a user may not see of a log keeps its number (REALTIME.md rule 6): what
// was there before they joined or what they cleared, what they deleted for
// themselves, what has expired, and in groups what people write whom they
// blocked. This file is the one place that decides it, for pages, deliveries to
// old clients, resumption and search.

// Range is a run of positions in a log, both ends included.
type Range struct{ From, To int64 }

// Sight is what one user may see of one conversation at one moment.
type Sight struct {
	user    int64
	c       models.ConversationID
	floor   int64              // what lies at or before it is not theirs to see
	blocked map[int64]struct{} // whom they do not hear, in a group
	now     time.Time
}

// Sight returns what the actor may see of c, or refuses those who do not take
// part in it.
func (s *Service) Sight(ctx context.Context, a Actor, c models.ConversationID) (*Sight, error) {
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return nil, err
	}
	m, err := s.store.ConversationMember(ctx, a.UserID, c)
	if IsCode(err, CodeNotFound) {
		m = &models.ConversationMember{} // a direct conversation that nobody has begun
	} else if err != nil {
		return nil, err
	}
	return s.sightOf(ctx, a.UserID, c, m)
}

// sightOf is Sight for callers that have the user's side of the conversation.
func (s *Service) sightOf(ctx context.Context, user int64, c models.ConversationID, m *models.ConversationMember) (*Sight, error) {
	v := &Sight{user: user, c: c, floor: max(m.JoinedSeq, m.ClearedSeq), now: s.now()}
	if c.IsGroup() {
		blocked, err := s.blocked.of(ctx, user)
		if err != nil {
			return nil, err
		}
		v.blocked = blocked
	}
	return v, nil
}

// Shows reports whether m is to be seen, as far as that can be known without
// asking the store: all but what the user deleted for themselves.
func (v *Sight) Shows(m *models.Message) bool {
	if m.Seq <= v.floor || m.ExpiresAt != nil && !m.ExpiresAt.After(v.now) {
		return false
	}
	_, blocked := v.blocked[m.SenderID]
	return !blocked || m.System // what happened to the group concerns everybody
}

// Visible returns those of a piece of the log that are to be seen. The rows
// ascend by seq; the slice is used for the answer.
func (s *Service) Visible(ctx context.Context, v *Sight, rows []models.Message) ([]models.Message, error) {
	return s.visibleIn(ctx, v.user, map[models.ConversationID]*Sight{v.c: v}, rows)
}

// visibleIn is Visible for pieces of several logs of one user, which ascend by
// conversation and seq. It asks the store once.
func (s *Service) visibleIn(ctx context.Context, user int64, sights map[models.ConversationID]*Sight, rows []models.Message) ([]models.Message, error) {
	if len(rows) == 0 {
		return rows, nil
	}
	var spans []Span
	for i := range rows {
		c, seq := rows[i].ConversationID, rows[i].Seq
		if n := len(spans); n == 0 || spans[n-1].Conversation != c {
			spans = append(spans, Span{c, seq - 1, seq})
		} else {
			spans[n-1].Through = seq
		}
	}
	list, err := s.store.HiddenIn(ctx, user, spans)
	if err != nil {
		return nil, fmt.Errorf("read what user %d deleted for themselves: %w", user, err)
	}
	hidden := make(map[MessageRef]struct{}, len(list))
	for _, ref := range list {
		hidden[ref] = struct{}{}
	}
	shown := rows[:0]
	for i := range rows {
		m := &rows[i]
		if _, gone := hidden[refOf(m)]; !gone && sights[m.ConversationID].Shows(m) {
			shown = append(shown, *m)
		}
	}
	return shown, nil
}

// BlockedBy returns whom the actor does not hear in groups. It must not be
// written to.
func (s *Service) BlockedBy(ctx context.Context, a Actor) (map[int64]struct{}, error) {
	return s.blocked.of(ctx, a.UserID)
}

// Muffles reports whether somebody who blocked these people is not to get a
// message that was just committed: one of them wrote it in a group. What lies
// further back goes through Sight.
func Muffles(blocked map[int64]struct{}, m *models.Message) bool {
	if len(blocked) == 0 || !m.ConversationID.IsGroup() || m.System {
		return false
	}
	_, muffled := blocked[m.SenderID]
	return muffled
}

// Hides is Muffles for those who do not keep the list.
func (s *Service) Hides(ctx context.Context, user int64, m *models.Message) (bool, error) {
	if !m.ConversationID.IsGroup() {
		return false, nil
	}
	blocked, err := s.blocked.of(ctx, user)
	return Muffles(blocked, m), err
}

// visibleMessage returns one message that the actor may see, or CodeNotFound.
func (s *Service) visibleMessage(ctx context.Context, tx Store, v *Sight, seq int64) (*models.Message, error) {
	m, err := tx.Message(ctx, v.c, seq)
	if err != nil {
		return nil, err
	}
	if !v.Shows(m) {
		return nil, errNoMessage
	}
	hidden, err := tx.HiddenIn(ctx, v.user, []Span{{v.c, seq - 1, seq}})
	if err != nil {
		return nil, err
	}
	if len(hidden) > 0 {
		return nil, errNoMessage
	}
	return m, nil
}

var errNoMessage = Errorf(CodeNotFound, "no such message")

// maxScan bounds the rows that are read for one page. A page may be short, or
// even empty, when so many messages in a row are not to be seen; it then says
// that there is more (S-23).
const maxScan = 1000

// piece is a part of a log: all that is to be seen within covered.
type piece struct {
	messages []models.Message
	covered  Range // empty when From > To
	more     bool  // there is more in the direction that was read
}

// skip returns the positions of a piece that are not to be seen.
func (p *piece) skip() []Range {
	var list []Range
	next := p.covered.From
	for i := range p.messages {
		if seq := p.messages[i].Seq; seq > next {
			list = append(list, Range{next, seq - 1})
		}
		next = p.messages[i].Seq + 1
	}
	if next <= p.covered.To {
		list = append(list, Range{next, p.covered.To})
	}
	return list
}

// keepFirst leaves of a piece what has room in one answer, from its beginning
// on; keepLast does so from its end. At least one message stays.
func (p *piece) keepFirst() {
	if n := fitting(len(p.messages), func(i int) *models.Message { return &p.messages[i] }); n < len(p.messages) {
		p.covered.To, p.more = p.messages[n].Seq-1, true
		p.messages = p.messages[:n]
	}
}

func (p *piece) keepLast() {
	last := len(p.messages) - 1
	if n := fitting(len(p.messages), func(i int) *models.Message { return &p.messages[last-i] }); n < len(p.messages) {
		p.covered.From, p.more = p.messages[last-n].Seq+1, true
		p.messages = p.messages[last-n+1:]
	}
}

// after reads the first limit messages behind a position.
func (s *Service) after(ctx context.Context, v *Sight, after int64, limit int) (*piece, error) {
	p := &piece{covered: Range{after + 1, after}}
	end := max(after, v.floor)
	for scanned := 0; ; {
		n := limit + 1
		rows, err := s.store.MessagesAfter(ctx, v.c, end, n)
		if err != nil {
			return nil, fmt.Errorf("list conversation %s: %w", v.c, err)
		}
		last := len(rows) < n
		if scanned += len(rows); len(rows) > 0 {
			end = rows[len(rows)-1].Seq
		}
		shown, err := s.Visible(ctx, v, rows)
		if err != nil {
			return nil, err
		}
		if room := limit - len(p.messages); len(shown) > room {
			p.messages = append(p.messages, shown[:room]...)
			p.covered.To, p.more = shown[room].Seq-1, true
			return p, nil
		}
		p.messages = append(p.messages, shown...)
		if last || scanned >= maxScan {
			p.covered.To, p.more = end, !last
			return p, nil
		}
	}
}

// before reads the last limit messages in front of a position.
func (s *Service) before(ctx context.Context, v *Sight, before int64, limit int) (*piece, error) {
	p := &piece{covered: Range{before, before - 1}}
	begin, scanned := before, 0
	for {
		n := limit + 1
		rows, err := s.store.MessagesBefore(ctx, v.c, begin, n)
		if err != nil {
			return nil, fmt.Errorf("list conversation %s: %w", v.c, err)
		}
		last := len(rows) < n || rows[0].Seq <= v.floor+1
		if len(rows) > 0 {
			begin = rows[0].Seq
			if scanned == 0 { // the end of the log may be nearer than what was asked for
				p.covered = Range{begin, rows[len(rows)-1].Seq}
			}
		}
		scanned += len(rows)
		shown, err := s.Visible(ctx, v, rows)
		if err != nil {
			return nil, err
		}
		if room := limit - len(p.messages); len(shown) > room {
			cut := len(shown) - room
			p.messages = append(append([]models.Message(nil), shown[cut:]...), p.messages...)
			p.covered.From, p.more = shown[cut-1].Seq+1, true
			return p, nil
		}
		p.messages = append(append([]models.Message(nil), shown...), p.messages...)
		if last || scanned >= maxScan {
			p.covered.From, p.more = begin, !last
			if last {
				p.covered.From = 1
			}
			return p, nil
		}
	}
}

// Bounds of the cache of blocked people. Blocking on this node takes effect at
// once; half a minute is how long one made elsewhere may need.
const (
	maxBlockLists = 200_000
	blockListLife = 30 * time.Second
)

// blockCache remembers whom users have blocked, so that a message to a group
// costs no query per member.
type blockCache struct {
	load  func(ctx context.Context, user int64) ([]int64, error)
	lists cache.Cache[int64, map[int64]struct{}]
}

func newBlockCache(load func(ctx context.Context, user int64) ([]int64, error)) *blockCache {
	return &blockCache{load, cache.ExpireAfterWrite[int64, map[int64]struct{}](maxBlockLists, blockListLife)}
}

// drop forgets what is known of a user's list. Call it after the commit of a change.
func (c *blockCache) drop(user int64) { c.lists.Delete(user) }

// of returns whom user has blocked. The map must not be written to.
func (c *blockCache) of(ctx context.Context, user int64) (map[int64]struct{}, error) {
	if list, ok := c.lists.Get(user); ok {
		return list, nil
	}
	ids, err := c.load(ctx, user)
	if err != nil {
		return nil, fmt.Errorf("read whom user %d blocked: %w", user, err)
	}
	var list map[int64]struct{}
	for _, id := range ids {
		if list == nil {
			list = make(map[int64]struct{}, len(ids))
		}
		list[id] = struct{}{}
	}
	c.lists.Set(user, list)
	return list, nil
}
