package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// Bounds of one answer to a resume. What lies beyond is a gap, which the client
// fills when somebody looks at it.
const (
	MaxResume            = 200  // conversations a client may name: as many as it should keep
	MaxResumeMessages    = 50   // of one conversation: about two screens
	MaxResumeAllMessages = 1000 // of all conversations: what the fastest client shows at once
	MaxResumeChanges     = 50   // of one conversation
	MaxResumeAllChanges  = 1000 // of all conversations
	MaxResumeEvents      = 500  // of the user's own log; the rest is asked for
	MaxResumeHeads       = 500  // conversations that the client did not name; the rest is asked for
	// MaxResumeBytes bounds the content of messages in an answer, also to a sync,
	// which a thousand long ones would make too long for a phone: the rest is a
	// gap, or the next page.
	MaxResumeBytes = 1 << 20
)

// Position is how far a client has got in a conversation.
type Position struct{ Seq, Rev int64 }

// Positions are how far a client has got: the vector it resumes from.
type Positions struct {
	Epoch         string // of the store in which the others were taken; empty for a client that has nothing
	U             int64  // in its user's own log
	Conversations map[models.ConversationID]Position
}

// Difference is what lies between a client's positions and the present.
type Difference struct {
	Epoch         string
	Reset         bool // the positions are of another history, or too old: what follows replaces all the client has
	U             int64
	Events        []UserEvent
	EventsMore    bool // U is not the present yet
	Conversations []ConversationDifference
	More          *HeadCursor // where further conversations begin, nil at the end
	known, news   int         // conversations that the client named, and those of them with something new
}

// SeqRange is a piece of a log, both ends included.
type SeqRange struct{ From, To int64 }

// ConversationDifference is what is new in a conversation.
type ConversationDifference struct {
	ConversationView
	Messages []MessageView
	Skipped  []SeqRange // positions that the user may not see
	Changes  []Change
	Gap      bool // messages before Last are left out
	Stale    bool // changes are left out: what the client keeps of the conversation may be wrong
	Gone     bool // the user is not in the conversation any more; nothing else is set
	More     bool // the page ends before the log does
}

// Span asks for the entries of a log with a number in (After, Through].
type Span struct {
	Conversation   models.ConversationID
	After, Through int64
}

// Resume returns what is new since p. It reads the store alone, with a number
// of queries that does not depend on how much there is: any process can
// answer, after any time.
//
// The entries of the user's own log are read first and conversations then, so
// that no head is older than the last entry.
func (s *Service) Resume(ctx context.Context, a Actor, p Positions) (*Difference, error) {
	if len(p.Conversations) > MaxResume {
		return nil, Invalid("resume.c", "names more than %d conversations", MaxResume)
	}
	d := &Difference{Epoch: s.epoch, Events: []UserEvent{}}
	fresh := p.Epoch == "" && p.U == 0 && len(p.Conversations) == 0
	reset := !fresh && p.Epoch != s.epoch
	if !reset {
		ok, err := s.eventsSince(ctx, a, d, p.U, fresh)
		if err != nil {
			return nil, err
		}
		reset = !ok
	}
	if !reset {
		ok, err := s.named(ctx, a, d, p.Conversations)
		if err != nil {
			return nil, err
		}
		reset = !ok
	}
	if reset {
		*d = Difference{Epoch: s.epoch, Reset: true, Events: []UserEvent{}}
		p.Conversations = nil
		if _, err := s.eventsSince(ctx, a, d, 0, true); err != nil {
			return nil, err
		}
	}
	d.known, d.news = len(p.Conversations), len(d.Conversations)
	return d, s.heads(ctx, a, d, nil, p.Conversations)
}

// ResumeMore returns the conversations from a place on where a difference ended.
func (s *Service) ResumeMore(ctx context.Context, a Actor, from *HeadCursor) (*Difference, error) {
	d := &Difference{Epoch: s.epoch, Events: []UserEvent{}}
	if _, err := s.eventsSince(ctx, a, d, 0, true); err != nil {
		return nil, err
	}
	return d, s.heads(ctx, a, d, from, nil)
}

// ResumeEvents returns what follows position u in the user's own log.
func (s *Service) ResumeEvents(ctx context.Context, a Actor, u int64) (*Difference, error) {
	d := &Difference{Epoch: s.epoch, Events: []UserEvent{}}
	ok, err := s.eventsSince(ctx, a, d, u, false)
	d.Reset = !ok
	return d, err
}

// EventPosition returns the newest position in the user's own log.
func (s *Service) EventPosition(ctx context.Context, a Actor) (int64, error) {
	u, err := s.store.User(ctx, a.UserID)
	if err != nil {
		return 0, err
	}
	return u.Events, nil
}

// eventsSince reads the user's own log after u, nothing of it for a client that
// has nothing to apply it to. False when the log does not reach back that far,
// or u is of another history.
func (s *Service) eventsSince(ctx context.Context, a Actor, d *Difference, u int64, fresh bool) (bool, error) {
	user, err := s.store.User(ctx, a.UserID)
	if err != nil {
		return false, err
	}
	d.U = user.Events
	if fresh || u == user.Events {
		return true, nil
	}
	if u < 0 || u > user.Events {
		return false, nil
	}
	events, err := s.DeliverEvents(ctx, a, u, MaxResumeEvents)
	if err != nil {
		return false, err
	}
	for i, ev := range events {
		if ev.U != u+int64(i)+1 {
			return false, nil // trimmed
		}
	}
	if len(events) == 0 {
		return false, nil
	}
	d.Events, d.U = events, events[len(events)-1].U
	d.EventsMore = d.U < user.Events
	return true, nil
}

// named adds what is new in the conversations that the client has. False when
// a position lies beyond the end of its log: it is of another history.
func (s *Service) named(ctx context.Context, a Actor, d *Difference, have map[models.ConversationID]Position) (bool, error) {
	if len(have) == 0 {
		return true, nil
	}
	ids := make([]models.ConversationID, 0, len(have))
	for c := range have {
		ids = append(ids, c)
	}
	heads, err := s.store.HeadsOf(ctx, a.UserID, ids)
	if err != nil {
		return false, fmt.Errorf("resume user %d: %w", a.UserID, err)
	}
	found := make(map[models.ConversationID]bool, len(heads))
	changed := heads[:0]
	for _, h := range heads {
		c := h.Conversation
		at := have[c.ID]
		if at.Seq > c.LastSeq || at.Rev > c.Rev || at.Seq < 0 || at.Rev < 0 {
			return false, nil
		}
		found[c.ID] = true
		if at.Seq < c.LastSeq || at.Rev < c.Rev {
			changed = append(changed, h)
		}
	}
	list, err := s.differences(ctx, a, changed, have)
	if err != nil {
		return false, err
	}
	for _, c := range ids {
		// A direct conversation that nobody has begun has no row.
		if !found[c] && have[c] != (Position{}) {
			gone := ConversationDifference{Gone: true}
			gone.Conversation.ID = c
			list = append(list, gone)
		}
	}
	d.Conversations = append(d.Conversations, list...)
	return true, nil
}

// differences reads messages and changes of conversations, newest activity first.
func (s *Service) differences(ctx context.Context, a Actor, heads []Head, have map[models.ConversationID]Position) ([]ConversationDifference, error) {
	views, err := s.viewHeads(ctx, a, heads)
	if err != nil {
		return nil, err
	}
	list := make([]ConversationDifference, len(views))
	var messages, changes []Span
	roomForMessages, roomForChanges := int64(MaxResumeAllMessages), int64(MaxResumeAllChanges)
	for i, v := range views {
		list[i].ConversationView = v
		c, at := v.Conversation, have[v.Conversation.ID]
		floor := max(at.Seq, v.Member.JoinedSeq, v.Member.ClearedSeq)
		switch n := c.LastSeq - floor; {
		case n <= 0:
		case n > MaxResumeMessages || n > roomForMessages:
			list[i].Gap = true
		default:
			roomForMessages -= n
			messages = append(messages, Span{c.ID, floor, c.LastSeq})
		}
		switch n := c.Rev - at.Rev; {
		case n <= 0:
		case n > MaxResumeChanges || n > roomForChanges:
			list[i].Stale = true
		default:
			roomForChanges -= n
			changes = append(changes, Span{c.ID, at.Rev, c.Rev})
		}
	}
	sights, err := s.sightsOf(ctx, a, list)
	if err != nil {
		return nil, err
	}
	if err := s.fillMessages(ctx, a, sights, list, messages, have); err != nil {
		return nil, err
	}
	return list, s.fillChanges(ctx, a, sights, list, changes)
}

// sightsOf returns what the actor may see of each conversation.
func (s *Service) sightsOf(ctx context.Context, a Actor, list []ConversationDifference) (map[models.ConversationID]*Sight, error) {
	sights := make(map[models.ConversationID]*Sight, len(list))
	for i := range list {
		c := list[i].Conversation.ID
		v, err := s.sightOf(ctx, a.UserID, c, &list[i].Member)
		if err != nil {
			return nil, err
		}
		sights[c] = v
	}
	return sights, nil
}

// shownIn reads what is to be seen of pieces of logs.
func (s *Service) shownIn(ctx context.Context, a Actor, sights map[models.ConversationID]*Sight, spans []Span) ([]MessageView, error) {
	rows, err := s.store.MessagesIn(ctx, spans)
	if err != nil {
		return nil, fmt.Errorf("read missed messages: %w", err)
	}
	if rows, err = s.visibleIn(ctx, a.UserID, sights, rows); err != nil {
		return nil, err
	}
	return s.viewMessages(ctx, rows)
}

func (s *Service) fillMessages(ctx context.Context, a Actor, sights map[models.ConversationID]*Sight, list []ConversationDifference,
	spans []Span, have map[models.ConversationID]Position) error {
	rows, err := s.shownIn(ctx, a, sights, spans)
	if err != nil {
		return err
	}
	byConversation := map[models.ConversationID][]MessageView{}
	for _, m := range rows {
		byConversation[m.ConversationID] = append(byConversation[m.ConversationID], m)
	}
	room := MaxResumeBytes
	for i := range list {
		d := &list[i]
		c := d.Conversation
		if d.Gap {
			continue
		}
		size := 0
		for _, m := range byConversation[c.ID] {
			size += len(m.Content)
		}
		if size > room {
			d.Gap = true
			continue
		}
		room -= size
		d.Messages = byConversation[c.ID]
		d.Skipped = skipped(have[c.ID].Seq, c.LastSeq, d.Messages)
	}
	return nil
}

// skipped returns the positions in (after, through] that none of messages has.
func skipped(after, through int64, messages []MessageView) (ranges []SeqRange) {
	for _, m := range messages {
		if m.Seq > after+1 {
			ranges = append(ranges, SeqRange{after + 1, m.Seq - 1})
		}
		after = m.Seq
	}
	if through > after {
		ranges = append(ranges, SeqRange{after + 1, through})
	}
	return ranges
}

func (s *Service) fillChanges(ctx context.Context, a Actor, sights map[models.ConversationID]*Sight, list []ConversationDifference, spans []Span) error {
	rows, err := s.store.ChangesIn(ctx, spans)
	if err != nil {
		return fmt.Errorf("read missed changes: %w", err)
	}
	changes, err := s.changesFromRows(ctx, a.UserID, sights, rows)
	if err != nil {
		return err
	}
	byConversation := map[models.ConversationID][]Change{}
	for _, c := range changes {
		byConversation[c.Conversation] = append(byConversation[c.Conversation], c)
	}
	missing := map[models.ConversationID]int64{}
	for _, span := range spans {
		missing[span.Conversation] = span.Through - span.After
	}
	for i := range list {
		d := &list[i]
		d.Changes = byConversation[d.Conversation.ID]
		if int64(len(d.Changes)) < missing[d.Conversation.ID] { // trimmed
			d.Changes, d.Stale = nil, true
		}
	}
	return nil
}

// heads adds the conversations that the client did not name, newest activity
// first. Of those the last message is enough.
func (s *Service) heads(ctx context.Context, a Actor, d *Difference, from *HeadCursor, named map[models.ConversationID]Position) error {
	heads, err := s.store.Heads(ctx, a.UserID, from, MaxResumeHeads+1)
	if err != nil {
		return fmt.Errorf("resume user %d: %w", a.UserID, err)
	}
	if len(heads) > MaxResumeHeads {
		heads = heads[:MaxResumeHeads]
		last := heads[MaxResumeHeads-1].Conversation
		d.More = &HeadCursor{LastTime: last.LastTime, ID: last.ID}
	}
	others := heads[:0]
	room := MaxResumeBytes
	for _, h := range heads {
		if _, ok := named[h.Conversation.ID]; ok {
			continue
		}
		if h.Last != nil {
			if room -= len(h.Last.Content); room < 0 && len(others) > 0 {
				last := others[len(others)-1].Conversation
				d.More = &HeadCursor{LastTime: last.LastTime, ID: last.ID}
				break
			}
		}
		others = append(others, h)
	}
	views, err := s.viewHeads(ctx, a, others)
	if err != nil {
		return err
	}
	for _, v := range views {
		c := ConversationDifference{ConversationView: v}
		switch last := v.Conversation.LastSeq; {
		case last > max(v.Member.JoinedSeq, v.Member.ClearedSeq):
			c.Gap = true
		case last > 0:
			c.Skipped = []SeqRange{{1, last}}
		}
		d.Conversations = append(d.Conversations, c)
	}
	return nil
}

// fitting returns how many of n messages have room in one answer: at least one.
func fitting(n int, message func(int) *models.Message) int {
	room := MaxResumeBytes
	for i := range n {
		if room -= len(message(i).Content); room < 0 && i > 0 {
			return i
		}
	}
	return n
}

// SyncConversation returns what follows a position in one conversation: up to
// limit messages of at most MaxResumeBytes, and the changes unless they are too many or too old.
func (s *Service) SyncConversation(ctx context.Context, a Actor, c models.ConversationID, at Position, limit int) (*ConversationDifference, error) {
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return nil, err
	}
	heads, err := s.store.HeadsOf(ctx, a.UserID, []models.ConversationID{c})
	if err != nil {
		return nil, fmt.Errorf("sync conversation %s: %w", c, err)
	}
	if len(heads) == 0 { // a direct conversation that nobody has begun
		d := &ConversationDifference{}
		d.Conversation.ID, d.Member.UserID = c, a.UserID
		return d, nil
	}
	views, err := s.viewHeads(ctx, a, heads)
	if err != nil {
		return nil, err
	}
	d := &ConversationDifference{ConversationView: views[0]}
	through := d.Conversation.LastSeq
	floor := max(at.Seq, d.Member.JoinedSeq, d.Member.ClearedSeq)
	if n := int64(clampPage(limit)); through-floor > n {
		through, d.More = floor+n, true
	}
	list := []ConversationDifference{*d}
	sights, err := s.sightsOf(ctx, a, list)
	if err != nil {
		return nil, err
	}
	if through > floor {
		if list[0].Messages, err = s.shownIn(ctx, a, sights, []Span{{c, floor, through}}); err != nil {
			return nil, err
		}
	}
	if n := fitting(len(list[0].Messages), func(i int) *models.Message { return &list[0].Messages[i].Message }); n < len(list[0].Messages) {
		list[0].Messages, list[0].More = list[0].Messages[:n], true
		through = list[0].Messages[n-1].Seq
	}
	list[0].Skipped = skipped(at.Seq, through, list[0].Messages)
	switch n := d.Conversation.Rev - at.Rev; {
	case at.Seq > d.Conversation.LastSeq:
		list[0].Stale = true // of another history
	case at.Rev < 0: // the client wants messages alone
	case n < 0, n > MaxResumeChanges:
		list[0].Stale = true
	case n > 0:
		if err := s.fillChanges(ctx, a, sights, list, []Span{{c, at.Rev, d.Conversation.Rev}}); err != nil {
			return nil, err
		}
	}
	return &list[0], nil
}
