package chat

import (
	"context"
	"errors"
	"fmt"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// MaxClientID is the length of a client id in bytes; a ULID has 26.
const MaxClientID = 64

// SendParams are a message to send.
type SendParams struct {
	Conversation models.ConversationID
	ClientID     string // makes a repeat harmless; required for canonical content
	Format       content.Format
	Content      []byte
	ReplyTo      int64 // seq in the same conversation, 0 for none
	// TTL is after what time nobody sees the message any more: MinTTL to
	// MaxTTL, 0 for never.
	TTL time.Duration
	// made says that this package made Content: it holds what people may not send.
	made bool
	// FromSocket says that the actor's session learns of the message by the
	// answer and needs no announcement.
	FromSocket bool
}

// Sent is a committed message.
type Sent struct {
	Message *models.Message
	Dup     bool // it was committed by an earlier attempt
}

// SendMessage appends a message to a conversation, returns when it is durable,
// and announces it to the members. The same client id again returns what was
// stored the first time; with another content it is CodeConflict.
func (s *Service) SendMessage(ctx context.Context, a Actor, p SendParams) (*Sent, error) {
	type result struct {
		sent *Sent
		err  error
	}
	done := make(chan result, 1)
	if err := s.SubmitMessage(ctx, a, p, func(sent *Sent, err error) { done <- result{sent, err} }); err != nil {
		return nil, err
	}
	select {
	case r := <-done:
		return r.sent, r.err
	case <-ctx.Done():
		return nil, &Error{Code: CodeUnavailable, Message: "the message may or may not be stored, send it again with the same id",
			Err: ctx.Err()}
	}
}

// SubmitMessage is SendMessage for callers with several messages in flight:
// it returns when the message has its place in the queue, and calls done after
// the commit. Messages submitted one after the other are stored in that order.
// An error means that done is not called. done must not wait.
func (s *Service) SubmitMessage(ctx context.Context, a Actor, p SendParams, done func(*Sent, error)) error {
	m, err := s.newMessage(ctx, a, p)
	if err != nil {
		return err
	}
	files := FilesOf(m)
	if err := s.checkFiles(ctx, a, content.Format(m.Format), files); err != nil {
		return err
	}
	sub := &submission{Append: Append{Message: m, Files: files}, done: func(r *Append) {
		if r.Err != nil {
			done(nil, r.Err)
		} else {
			done(&Sent{Message: r.Message, Dup: r.Dup}, nil)
		}
	}}
	if p.FromSocket {
		sub.from = a.Origin()
	}
	return s.appender.submit(sub)
}

// newMessage checks everything that can be known before the commit.
func (s *Service) newMessage(ctx context.Context, a Actor, p SendParams) (*models.Message, error) {
	m := &models.Message{ConversationID: p.Conversation, SenderID: a.UserID, TargetID: p.Conversation.Peer(a.UserID),
		Format: uint8(p.Format), Content: p.Content, ReplyTo: p.ReplyTo, Via: a.Class, ClientSeq: a.ClientSeq}
	switch p.Format {
	case content.Canonical:
		if !p.made {
			body, err := parseBody(p.Content)
			if err != nil {
				return nil, err
			}
			m.Content = body.JSON()
		}
		if p.ClientID == "" {
			return nil, Invalid("cid", "is missing")
		}
	case content.Legacy:
		if len(p.Content) > content.MaxLegacy {
			return nil, &Error{Code: CodeTooLarge, Field: "body", Message: fmt.Sprintf("body is larger than %d bytes", content.MaxLegacy)}
		}
		_, m.System = content.PictureConfirmation(p.Content)
	}
	if p.TTL != 0 && (p.TTL < MinTTL || p.TTL > MaxTTL) {
		return nil, Invalid("ttl_ms", "must be from %d to %d", MinTTL.Milliseconds(), MaxTTL.Milliseconds())
	}
	if p.ClientID != "" {
		if len(p.ClientID) > MaxClientID {
			return nil, tooLong("cid", MaxClientID, "bytes")
		}
		if err := line("cid", p.ClientID, MaxClientID); err != nil {
			return nil, err
		}
		m.ClientID = &p.ClientID
	}
	if err := s.mayWrite(ctx, a, p.Conversation); err != nil {
		return nil, err
	}
	if p.ReplyTo != 0 {
		// What was answered may have gone since the first attempt, which counts.
		if err := s.checkReply(ctx, a, p); err != nil && !s.sentBefore(ctx, m) {
			return nil, err
		}
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, err
	}
	m.SentAt = s.now()
	if p.TTL != 0 {
		m.ExpiresAt = new(m.SentAt.Add(p.TTL))
	}
	return m, nil
}

// checkReply sees to it that what is answered is there for the actor to see.
func (s *Service) checkReply(ctx context.Context, a Actor, p SendParams) error {
	v, err := s.Sight(ctx, a, p.Conversation)
	if err != nil {
		return err
	}
	m, err := s.visibleMessage(ctx, s.store, v, p.ReplyTo)
	switch {
	case IsCode(err, CodeNotFound):
		return Invalid("reply_to", "is not a message of this conversation")
	case err != nil:
		return err
	case m.System:
		return Invalid("reply_to", "is a note of the server")
	case m.RecalledAt != nil:
		return Invalid("reply_to", "was recalled")
	}
	return nil
}

// sentBefore reports whether m repeats a message that is stored.
func (s *Service) sentBefore(ctx context.Context, m *models.Message) bool {
	if m.ClientID == nil {
		return false
	}
	_, err := s.store.MessageByClientID(ctx, m.ConversationID, m.SenderID, *m.ClientID)
	return err == nil
}

// parseBody reads a body as people send it. Forwards are made by the server
// alone: what a client claims that others wrote is not to be trusted.
func parseBody(data []byte) (content.Body, error) {
	body, err := content.Parse(data)
	if err != nil {
		return content.Body{}, invalidBody(err)
	}
	for i, s := range body.Segments {
		if s.Forward != nil {
			return content.Body{}, Invalid(fmt.Sprintf("body.segments[%d].forward", i), "is written by the server only, when messages are forwarded")
		}
	}
	return body, nil
}

// invalidBody turns what package content says of a body into what a client may know.
func invalidBody(err error) error {
	e, ok := errors.AsType[*content.Error](err)
	if !ok {
		return Invalid("body", "cannot be read")
	}
	field := "body"
	if e.Field != "body" {
		field += "." + e.Field
	}
	invalid := Invalid(field, "%s", e.Reason)
	if e.TooLarge {
		invalid.Code = CodeTooLarge
	}
	return invalid
}

// MaxPage is the largest number of messages in one answer.
const MaxPage = 200

// MessageView is a message as it is shown: with what others put on it.
type MessageView struct {
	models.Message
	Reactions []ReactionCount // in the order in which the first of each came
	Pinned    bool
}

// Page is a piece of a log, ascending by seq.
type Page struct {
	Messages []MessageView
	// Skip are the positions around and between them that the actor may not
	// see: together they leave no hole.
	Skip []Range
	// Next is where to go on, as before or after; 0 at the end.
	Next int64
	More bool // there is more in the direction that was asked for
}

// MessagesBefore returns the last limit messages with seq < before; 0 means
// from the end. It may return fewer, and none, with More set: go on from Next.
func (s *Service) MessagesBefore(ctx context.Context, a Actor, c models.ConversationID, before int64, limit int) (*Page, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	// What follows the end is nothing that is left out.
	var end int64 = 1
	head, err := s.store.Conversation(ctx, c)
	if err == nil {
		end = head.LastSeq + 1
	} else if !IsCode(err, CodeNotFound) {
		return nil, err
	}
	if before == 0 || before > end {
		before = end
	}
	p, err := s.before(ctx, v, before, clampPage(limit))
	if err != nil {
		return nil, err
	}
	p.keepLast()
	return s.page(ctx, v, p, p.covered.From)
}

// MessagesAfter returns the first limit messages with seq > after. It may
// return fewer, and none, with More set: go on from Next.
func (s *Service) MessagesAfter(ctx context.Context, a Actor, c models.ConversationID, after int64, limit int) (*Page, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	p, err := s.after(ctx, v, after, clampPage(limit))
	if err != nil {
		return nil, err
	}
	p.keepFirst()
	return s.page(ctx, v, p, p.covered.To)
}

func (s *Service) page(ctx context.Context, v *Sight, p *piece, next int64) (*Page, error) {
	views, err := s.viewMessages(ctx, p.messages)
	if err != nil {
		return nil, err
	}
	page := &Page{Messages: views, Skip: p.skip(), More: p.more}
	if p.more {
		page.Next = next
	}
	return page, nil
}

// viewMessages adds to messages what others put on them: one query each for
// all of them.
func (s *Service) viewMessages(ctx context.Context, list []models.Message) ([]MessageView, error) {
	views := make([]MessageView, len(list))
	if len(list) == 0 {
		return views, nil
	}
	refs := make([]MessageRef, len(list))
	for i := range list {
		views[i].Message, refs[i] = list[i], refOf(&list[i])
	}
	reactions, err := s.store.ReactionCounts(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("read reactions: %w", err)
	}
	pins, err := s.store.PinnedIn(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("read pins: %w", err)
	}
	pinned := make(map[MessageRef]bool, len(pins))
	for _, ref := range pins {
		pinned[ref] = true
	}
	for i, ref := range refs {
		views[i].Reactions, views[i].Pinned = reactions[ref], pinned[ref]
	}
	return views, nil
}

func clampPage(n int) int { return min(max(n, 1), MaxPage) }

// Message returns one message with what others put on it.
func (s *Service) Message(ctx context.Context, a Actor, c models.ConversationID, seq int64) (*MessageView, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	m, err := s.visibleMessage(ctx, s.store, v, seq)
	if err != nil {
		return nil, err
	}
	views, err := s.viewMessages(ctx, []models.Message{*m})
	if err != nil {
		return nil, err
	}
	return &views[0], nil
}
