package chat

import (
	"context"

	"flamingo/models"
)

// page cuts a list of at most limit+1 rows to limit, and returns the key of the
// last one that stays when there are more, or else 0.
func page[T any](rows []T, limit int, key func(T) int64) ([]T, int64) {
	if len(rows) <= limit {
		return rows, 0
	}
	return rows[:limit], key(rows[limit-1])
}

// withUsers makes a view of each row and of the user it is about. Rows whose
// user is no more are left out.
func withUsers[Row, View any](ctx context.Context, s *Service, rows []Row, user func(Row) int64, view func(Row, *models.User) View) ([]View, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = user(r)
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]View, 0, len(rows))
	for i, r := range rows {
		if u := users[ids[i]]; u != nil {
			list = append(list, view(r, u))
		}
	}
	return list, nil
}
