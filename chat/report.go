package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// Reasons of a report.
const (
	ReportSpam   = "spam"
	ReportAbuse  = "abuse" // insults, threats, hatred
	ReportFraud  = "fraud"
	ReportNudity = "nudity"
	ReportOther  = "other"
)

// MaxReportText is the length of what one adds to a report, in characters.
const MaxReportText = 1000

// ReportParams say what is reported: a user, a conversation, or a message in one.
type ReportParams struct {
	UserID       int64 // 0 for none
	Conversation models.ConversationID
	Seq          int64 // 0 for none
	Reason, Text string
}

// Report tells the administrators. Of a message its content is kept with the
// report: taking it back does not undo that. The actor must be able to see it.
func (s *Service) Report(ctx context.Context, a Actor, p ReportParams) (*models.Report, error) {
	if err := oneOf("reason", &p.Reason, ReportSpam, ReportAbuse, ReportFraud, ReportNudity, ReportOther); err != nil {
		return nil, err
	}
	if err := text("text", p.Text, MaxReportText); err != nil {
		return nil, err
	}
	switch {
	case p.UserID == 0 && p.Conversation == 0:
		return nil, Invalid("user", "or c is missing")
	case p.UserID == a.UserID:
		return nil, Invalid("user", "is yourself")
	case p.Seq != 0 && p.Conversation == 0:
		return nil, Invalid("c", "is missing")
	case p.Seq < 0:
		return nil, Invalid("seq", "is not a message of this conversation")
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, err
	}
	r := &models.Report{ID: newID(), ByID: a.UserID, UserID: p.UserID, ConversationID: p.Conversation, Seq: p.Seq,
		Reason: p.Reason, Text: p.Text, CreatedAt: s.now()}
	if p.UserID != 0 {
		if _, err := s.store.User(ctx, p.UserID); err != nil {
			return nil, err
		}
	}
	if p.Conversation != 0 {
		if err := s.mayTakePart(ctx, a, p.Conversation); err != nil {
			return nil, err
		}
	}
	if p.Seq != 0 {
		page, err := s.MessagesAfter(ctx, a, p.Conversation, p.Seq-1, 1)
		if err != nil {
			return nil, err
		}
		if len(page.Messages) == 0 || page.Messages[0].Seq != p.Seq {
			return nil, Errorf(CodeNotFound, "no such message")
		}
		m := page.Messages[0]
		r.UserID, r.Format, r.Content = m.SenderID, m.Format, m.Content
	}
	if err := s.store.InsertReport(ctx, r); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return r, nil
}
