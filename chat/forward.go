package chat

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"flamingo/content"
	"flamingo/models"
)

// Bounds of forwarding. A merged forward holds as many messages as its segment
// may; one by one they are so many messages to send, in all conversations
// together, as a user may send at once by default.
const (
	MaxForward        = content.MaxQuotes
	MaxForwardTargets = 50
	MaxForwardCopies  = 200
)

// ForwardParams are messages to pass on.
type ForwardParams struct {
	From     models.ConversationID
	Seqs     []int64 // in From, in the order in which they are to appear
	To       []models.ConversationID
	Merged   bool   // all in one message
	ClientID string // makes a repeat harmless
}

// Delivered is what became of a message to one of several conversations.
type Delivered struct {
	Conversation models.ConversationID
	Sent         []*Sent // until the first that was refused
	Err          error   // why the rest was refused, nil when nothing was
}

// Forward sends messages that the actor may see to other conversations, one by
// one with the name of who wrote each, or merged into one message that quotes
// them. What is quoted is read here: no client can put words into others'
// mouths. A refusal by one target does not keep it from the others.
func (s *Service) Forward(ctx context.Context, a Actor, p ForwardParams) ([]Delivered, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	v, err := s.Sight(ctx, a, p.From)
	if err != nil {
		return nil, err
	}
	bodies, err := s.forwardBodies(ctx, v, p)
	if err != nil && !s.forwardedBefore(ctx, a, p) { // they may be gone since the first attempt
		return nil, err
	}
	n := len(bodies)
	if bodies == nil {
		n = p.copies()
	}
	out := make([]Delivered, len(p.To))
	for i, c := range p.To {
		out[i].Conversation = c
		for k := range n {
			var body []byte
			if bodies != nil {
				body = bodies[k]
			}
			sent, err := s.sendCopy(ctx, a, c, p.clientID(c, k), body)
			if err != nil {
				out[i].Err = err
				break
			}
			out[i].Sent = append(out[i].Sent, sent)
		}
	}
	return out, ctx.Err()
}

func (p *ForwardParams) check() error {
	if err := checkClientID(p.ClientID); err != nil {
		return err
	}
	switch {
	case len(p.Seqs) == 0:
		return Invalid("seqs", "is empty")
	case len(p.Seqs) > MaxForward:
		return tooLong("seqs", MaxForward, "messages")
	case len(p.To) == 0:
		return Invalid("to", "is empty")
	case len(p.To) > MaxForwardTargets:
		return tooLong("to", MaxForwardTargets, "conversations")
	case p.copies()*len(p.To) > MaxForwardCopies:
		return Invalid("seqs", "make more than %d messages in these conversations, merge them", MaxForwardCopies)
	}
	if i := repeated(p.Seqs); i >= 0 {
		return Invalid(fmt.Sprintf("seqs[%d]", i), "is there twice")
	}
	if i := repeated(p.To); i >= 0 {
		return Invalid(fmt.Sprintf("to[%d]", i), "is there twice")
	}
	return nil
}

// repeated returns the place of the first entry that was there before, or -1.
func repeated[T comparable](list []T) int {
	for i, v := range list {
		if slices.Index(list, v) < i {
			return i
		}
	}
	return -1
}

// copies is how many messages each target gets.
func (p *ForwardParams) copies() int {
	if p.Merged {
		return 1
	}
	return len(p.Seqs)
}

// clientID returns the client id of message k to c: the same one for the same
// request, another one for any other.
func (p *ForwardParams) clientID(c models.ConversationID, k int) string {
	return derivedID(p.ClientID, "forward", p.From.String(), fmt.Sprint(p.Merged, p.Seqs), c.String(), strconv.Itoa(k))
}

// derivedID makes a client id of the parts that tell a message from others
// that one request sends.
func derivedID(parts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return base32.HexEncoding.EncodeToString(sum[:20])
}

// forwardedBefore reports whether this request was carried out before.
func (s *Service) forwardedBefore(ctx context.Context, a Actor, p ForwardParams) bool {
	id := p.clientID(p.To[0], 0)
	return s.sentBefore(ctx, &models.Message{ConversationID: p.To[0], SenderID: a.UserID, ClientID: &id})
}

// forwardBodies returns the bodies to send, in order.
func (s *Service) forwardBodies(ctx context.Context, v *Sight, p ForwardParams) ([][]byte, error) {
	rows, err := s.store.Messages(ctx, v.c, p.Seqs)
	if err != nil {
		return nil, fmt.Errorf("load messages to forward: %w", err)
	}
	if rows, err = s.Visible(ctx, v, rows); err != nil {
		return nil, err
	}
	bySeq := make(map[int64]*models.Message, len(rows))
	var senders []int64
	for i := range rows {
		bySeq[rows[i].Seq] = &rows[i]
		senders = append(senders, rows[i].SenderID)
	}
	people, err := s.people(ctx, senders)
	if err != nil {
		return nil, err
	}
	named := make(map[string]content.Person, len(people))
	for _, person := range people {
		named[person.ID] = person
	}
	var bodies [][]byte
	var quotes []content.Quote
	for i, seq := range p.Seqs {
		m := bySeq[seq]
		if m == nil || m.System || m.RecalledAt != nil {
			return nil, Invalid(fmt.Sprintf("seqs[%d]", i), "is not a message that can be forwarded")
		}
		body := content.Decode(content.Format(m.Format), m.Content)
		if len(body.Segments) == 0 {
			return nil, Invalid(fmt.Sprintf("seqs[%d]", i), "is a message that says nothing")
		}
		from := named[strconv.FormatInt(m.SenderID, 10)]
		if p.Merged {
			quotes = append(quotes, content.Quote{From: from.ID, Name: from.Name, TS: m.SentAt, Segments: body.Segments})
		} else {
			bodies = append(bodies, content.Forwarded(body, from).JSON())
		}
	}
	if !p.Merged {
		return bodies, nil
	}
	merged, err := content.Merged(quotes)
	if e, ok := errors.AsType[*content.Error](err); ok {
		return nil, &Error{Code: CodeTooLarge, Field: "seqs", Message: "seqs are too much for one message: it " + e.Reason}
	}
	return [][]byte{merged.JSON()}, err
}

// sendCopy sends one of the messages of a request under a client id of its
// own. One that an earlier attempt has sent is not sent again, whatever became
// of it, and costs nothing of the actor's rate. A nil body is for those alone.
func (s *Service) sendCopy(ctx context.Context, a Actor, c models.ConversationID, clientID string, body []byte) (*Sent, error) {
	stored, err := s.store.MessageByClientID(ctx, c, a.UserID, clientID)
	if err == nil {
		return &Sent{Message: stored, Dup: true}, nil
	}
	if !IsCode(err, CodeNotFound) {
		return nil, err
	}
	if body == nil {
		return nil, errNoMessage
	}
	return s.SendMessage(ctx, a, SendParams{Conversation: c, ClientID: clientID, Format: content.Canonical, Content: body, made: true})
}

// isForward reports whether m passes on what somebody wrote.
func isForward(m *models.Message) bool {
	return content.Format(m.Format) == content.Canonical && content.Decode(content.Canonical, m.Content).IsForwarded()
}
