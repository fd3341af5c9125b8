package chat

import (
	"context"
	"fmt"

	"flamingo/content"
	"flamingo/models"
)

// ReportEntry is a report with the people in it and, when it is about a
// message, what that said as plain text.
type ReportEntry struct {
	models.Report
	By, User, Handler *models.User
	Message           string
}

// MaxOutcome is the length of what an administrator notes on a report, in characters.
const MaxOutcome = 1000

// Reports lists reports that were dealt with, or those that were not, newest
// first, before an id (empty: from the newest on), and where the next page
// begins, empty at the end.
func (s *Service) Reports(ctx context.Context, a Actor, handled bool, before string, limit int) ([]ReportEntry, string, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, "", err
	}
	limit = clampPage(limit)
	rows, err := s.store.Reports(ctx, handled, before, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list reports: %w", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	list, err := s.viewReports(ctx, rows)
	return list, next, err
}

func (s *Service) viewReports(ctx context.Context, rows []models.Report) ([]ReportEntry, error) {
	ids := make([]int64, 0, 3*len(rows))
	for _, r := range rows {
		ids = append(ids, r.ByID, r.UserID, r.HandledBy)
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]ReportEntry, len(rows))
	for i, r := range rows {
		list[i] = ReportEntry{Report: r, By: users[r.ByID], User: users[r.UserID], Handler: users[r.HandledBy]}
		if r.Content != nil {
			list[i].Message = content.PlainText(content.Decode(content.Format(r.Format), r.Content))
		}
	}
	return list, nil
}

// ResolveReport says that a report was dealt with, and how. CodeConflict when
// it was already.
func (s *Service) ResolveReport(ctx context.Context, a Actor, id, outcome string) (*ReportEntry, error) {
	if err := text("note", outcome, MaxOutcome); err != nil {
		return nil, err
	}
	var r *models.Report
	err := s.act(ctx, &a, models.Audit{Act: ActReport, ReportID: id}, func(tx Store, line *models.Audit) (err error) {
		if r, err = tx.Report(ctx, id); err != nil {
			return err
		}
		if r.HandledAt != nil {
			return Errorf(CodeConflict, "this report was dealt with already")
		}
		now := s.now()
		r.HandledAt, r.HandledBy, r.Outcome = &now, a.UserID, outcome
		line.UserID, line.Detail = r.UserID, r.Reason
		if r.ConversationID.IsGroup() {
			line.GroupID = r.ConversationID.Group()
		}
		return tx.HandleReport(ctx, r)
	})
	if err != nil {
		return nil, fmt.Errorf("resolve report: %w", err)
	}
	list, err := s.viewReports(ctx, []models.Report{*r})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}
