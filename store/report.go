package store

import (
	"context"

	"flamingo/models"
)

// InsertReport writes a new report.
func (s *Store) InsertReport(ctx context.Context, r *models.Report) error {
	return wrap(s.writes(ctx).Create(r).Error, "report", "insert report")
}

// Report returns what somebody reported.
func (s *Store) Report(ctx context.Context, id string) (*models.Report, error) {
	if !isASCII(id) {
		return nil, notFound("report")
	}
	r := new(models.Report)
	err := s.reads(ctx).Where("f_id = ?", id).Take(r).Error
	if err == nil && r.ID != id { // differs in spaces at the end
		return nil, notFound("report")
	}
	return found(r, wrap(err, "report", "load report"))
}

// Reports returns those that were dealt with or those that were not, newest
// first, with an id below before unless that is empty.
func (s *Store) Reports(ctx context.Context, handled bool, before string, limit int) ([]models.Report, error) {
	if !isASCII(before) {
		return nil, nil
	}
	q := s.reads(ctx).Where("f_handled_at IS NULL")
	if handled {
		q = s.reads(ctx).Where("f_handled_at IS NOT NULL")
	}
	if before != "" {
		q = q.Where("f_id < ?", before)
	}
	var list []models.Report
	err := q.Order("f_id DESC").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "report", "list reports"))
}

// HandleReport writes when a report was dealt with, by whom, and the outcome.
func (s *Store) HandleReport(ctx context.Context, r *models.Report) error {
	return changed(s.writes(ctx).Model(&models.Report{ID: r.ID}).Select("HandledAt", "HandledBy", "Outcome").Updates(r), "report", "handle report")
}

// CountOpenReports returns how many were not dealt with, and counts to limit at most.
func (s *Store) CountOpenReports(ctx context.Context, limit int) (int, error) {
	var n int
	err := s.reads(ctx).Raw(`SELECT COUNT(*) FROM (SELECT 1 FROM t_report WHERE f_handled_at IS NULL LIMIT ?) r`, limit).Scan(&n).Error
	return n, wrap(err, "report", "count reports")
}
