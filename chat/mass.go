package chat

import (
	"bytes"
	"context"
	"fmt"

	"flamingo/models"
)

// MaxMassTargets bounds a mass message: as many messages as a user may send at
// once by default.
const MaxMassTargets = 200

// MassParams are one message to many.
type MassParams struct {
	Targets  []int64 // users and groups
	ClientID string  // makes a repeat harmless
	Content  []byte  // a canonical body
}

// SendToMany sends an ordinary message to each target. A refusal by one does
// not keep it from the others; a repeat sends what was refused before.
func (s *Service) SendToMany(ctx context.Context, a Actor, p MassParams) ([]Delivered, error) {
	if err := checkClientID(p.ClientID); err != nil {
		return nil, err
	}
	switch {
	case len(p.Targets) == 0:
		return nil, Invalid("targets", "is empty")
	case len(p.Targets) > MaxMassTargets:
		return nil, tooLong("targets", MaxMassTargets, "entries")
	}
	if i := repeated(p.Targets); i >= 0 {
		return nil, Invalid(fmt.Sprintf("targets[%d]", i), "is there twice")
	}
	body, err := parseBody(p.Content)
	if err != nil {
		return nil, err
	}
	out := make([]Delivered, len(p.Targets))
	for i, target := range p.Targets {
		if target <= 0 || target > models.MaxID {
			return nil, Invalid(fmt.Sprintf("targets[%d]", i), "is not the number of a user or a group")
		}
		out[i].Conversation = models.ConversationWith(a.UserID, target)
	}
	for i := range out {
		d := &out[i]
		sent, err := s.sendCopy(ctx, a, d.Conversation, derivedID(p.ClientID, "mass"), body.JSON())
		switch m := (*models.Message)(nil); {
		case err != nil:
			d.Err = err
		default:
			if m = sent.Message; sent.Dup && m.EditedAt == nil && m.RecalledAt == nil && !bytes.Equal(m.Content, body.JSON()) {
				d.Err = Errorf(CodeConflict, "cid was used for another message")
				continue
			}
			d.Sent = []*Sent{sent}
		}
	}
	return out, ctx.Err()
}

// checkClientID checks an id that must be there.
func checkClientID(id string) error {
	if id == "" {
		return Invalid("cid", "is missing")
	}
	if len(id) > MaxClientID {
		return tooLong("cid", MaxClientID, "bytes")
	}
	return line("cid", id, MaxClientID)
}
