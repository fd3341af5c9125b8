package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// GroupEntry is a group as administrators see it.
type GroupEntry struct {
	models.Group
	Owner   *models.User
	Members int
}

// AllGroups lists the groups whose name begins with a text, or whose number it
// is (empty: all), by ascending id, and where the next page begins, 0 at the end.
func (s *Service) AllGroups(ctx context.Context, a Actor, query string, after int64, limit int) ([]GroupEntry, int64, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, 0, err
	}
	prefixes, number, err := adminQuery(query)
	if err != nil {
		return nil, 0, err
	}
	limit = clampPage(limit)
	rows, err := s.store.ListGroups(ctx, prefixes, number, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("list all groups: %w", err)
	}
	next := int64(0)
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID
	}
	ids, owners := make([]int64, len(rows)), make([]int64, len(rows))
	for i, g := range rows {
		ids[i], owners[i] = g.ID, g.OwnerID
	}
	sizes, err := s.store.GroupSizes(ctx, ids)
	if err != nil {
		return nil, 0, fmt.Errorf("count members: %w", err)
	}
	users, err := s.usersByID(ctx, owners)
	if err != nil {
		return nil, 0, err
	}
	list := make([]GroupEntry, len(rows))
	for i, g := range rows {
		list[i] = GroupEntry{Group: g, Owner: users[g.OwnerID], Members: sizes[g.ID]}
	}
	return list, next, nil
}

// EndGroup dissolves a group, whoever owns it. Its members learn of it as if
// the owner had done it.
func (s *Service) EndGroup(ctx context.Context, a Actor, id int64) error {
	return s.changeGroup(ctx, a, id, func(c *groupChange) error {
		if err := isAdmin(ctx, c.tx, a); err != nil {
			return err
		}
		n, err := c.size()
		if err != nil {
			return err
		}
		line := models.Audit{Act: ActGroupEnd, GroupID: id, Detail: fmt.Sprintf("%s (%d)", cut(c.g.Name, maxDetail-10), n)}
		if err := s.noteAct(ctx, c.tx, &a, line); err != nil {
			return err
		}
		return c.dissolve()
	})
}
