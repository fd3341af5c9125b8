package chat

import (
	"context"
	"errors"
	"fmt"

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
		body, err := content.Parse(p.Content)
		if err != nil {
			return nil, invalidBody(err)
		}
		m.Content = body.JSON()
		if p.ClientID == "" {
			return nil, Invalid("cid", "is missing")
		}
	case content.Legacy:
		if len(p.Content) > content.MaxLegacy {
			return nil, &Error{Code: CodeTooLarge, Field: "body", Message: fmt.Sprintf("body is larger than %d bytes", content.MaxLegacy)}
		}
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
		if err := s.checkReply(ctx, p); err != nil {
			return nil, err
		}
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, err
	}
	m.SentAt = s.now()
	return m, nil
}

func (s *Service) checkReply(ctx context.Context, p SendParams) error {
	c, err := s.store.Conversation(ctx, p.Conversation)
	if err != nil && !IsCode(err, CodeNotFound) {
		return err
	}
	if err != nil || p.ReplyTo < 0 || p.ReplyTo > c.LastSeq {
		return Invalid("reply_to", "is not a message of this conversation")
	}
	return nil
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

// Page is a piece of a log, ascending by seq.
type Page struct {
	Messages []models.Message
	More     bool // there is more in the direction that was asked for
}

// MessagesBefore returns the last limit messages with seq < before; 0 means
// from the end.
func (s *Service) MessagesBefore(ctx context.Context, a Actor, c models.ConversationID, before int64, limit int) (*Page, error) {
	floor, err := s.visibleFrom(ctx, a, c)
	if err != nil {
		return nil, err
	}
	if before == 0 {
		before = 1<<63 - 1
	}
	list, err := s.store.MessagesBefore(ctx, c, before, clampPage(limit))
	if err != nil {
		return nil, fmt.Errorf("list conversation %s: %w", c, err)
	}
	oldest := len(list) == 0 || list[0].Seq <= floor+1
	for len(list) > 0 && list[0].Seq <= floor {
		list = list[1:]
	}
	return &Page{Messages: list, More: !oldest}, nil
}

// MessagesAfter returns the first limit messages with seq > after.
func (s *Service) MessagesAfter(ctx context.Context, a Actor, c models.ConversationID, after int64, limit int) (*Page, error) {
	floor, err := s.visibleFrom(ctx, a, c)
	if err != nil {
		return nil, err
	}
	limit = clampPage(limit)
	list, err := s.store.MessagesAfter(ctx, c, max(after, floor), limit+1)
	if err != nil {
		return nil, fmt.Errorf("list conversation %s: %w", c, err)
	}
	more := len(list) > limit
	return &Page{Messages: list[:min(limit, len(list))], More: more}, nil
}

func clampPage(n int) int { return min(max(n, 1), MaxPage) }

// visibleFrom returns the seq up to which the actor may not see c, or refuses.
func (s *Service) visibleFrom(ctx context.Context, a Actor, c models.ConversationID) (int64, error) {
	if err := s.mayTakePart(ctx, a, c); err != nil {
		return 0, err
	}
	m, err := s.store.ConversationMember(ctx, a.UserID, c)
	if IsCode(err, CodeNotFound) {
		return 0, nil // a direct conversation that nobody has begun
	}
	if err != nil {
		return 0, err
	}
	return max(m.JoinedSeq, m.ClearedSeq), nil
}
