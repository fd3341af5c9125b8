package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"flamingo/models"
)

// InsertGroup gives g the next free id and opens its conversation.
func (s *Store) InsertGroup(ctx context.Context, g *models.Group) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		id, err := tx.nextID(ctx, nextGroupID, models.MaxID)
		if err != nil {
			return err
		}
		row := *g
		row.ID = id
		if err := tx.writes(ctx).Create(&row).Error; err != nil {
			return wrap(err, "group", "insert group")
		}
		c := models.Conversation{ID: models.GroupConversation(id), LastTime: g.CreatedAt, CreatedAt: g.CreatedAt}
		if err := tx.writes(ctx).Create(&c).Error; err != nil {
			return wrap(err, "conversation", "insert conversation of group")
		}
		*g = row
		return nil
	})
}

// Group returns a group by its number.
func (s *Store) Group(ctx context.Context, id int64) (*models.Group, error) {
	g := new(models.Group)
	err := s.reads(ctx).Where("f_id = ?", id).Take(g).Error
	return found(g, wrap(err, "group", "load group"))
}

// Groups returns those of ids that exist, by ascending id.
func (s *Store) Groups(ctx context.Context, ids []int64) ([]models.Group, error) {
	return listByID[models.Group](ctx, s, "f_id", ids)
}

// GroupMember returns a membership.
func (s *Store) GroupMember(ctx context.Context, group, user int64) (*models.GroupMember, error) {
	m := new(models.GroupMember)
	err := s.reads(ctx).Where("f_group_id = ? AND f_user_id = ?", group, user).Take(m).Error
	return found(m, wrap(err, "member", "load member"))
}

// CountGroupMembers returns the number of members, and counts to limit at most.
func (s *Store) CountGroupMembers(ctx context.Context, group int64, limit int) (int, error) {
	var n int
	err := s.reads(ctx).Raw(`SELECT COUNT(*) FROM (SELECT 1 FROM t_group_member WHERE f_group_id = ? LIMIT ?) m`, group, limit).Scan(&n).Error
	return n, wrap(err, "member", "count members")
}

// GroupMembers returns the members in joining order.
func (s *Store) GroupMembers(ctx context.Context, group int64) ([]models.GroupMember, error) {
	var list []models.GroupMember
	err := s.reads(ctx).Where("f_group_id = ?", group).Order("f_id").Find(&list).Error
	return listed(list, wrap(err, "member", "list members"))
}

// Memberships returns the groups a user is in, in joining order.
func (s *Store) Memberships(ctx context.Context, user int64) ([]models.GroupMember, error) {
	var list []models.GroupMember
	err := s.reads(ctx).Where("f_user_id = ?", user).Order("f_id").Find(&list).Error
	return listed(list, wrap(err, "member", "list memberships"))
}

// InGroupWith returns those of others that are in a group with user, ascending.
func (s *Store) InGroupWith(ctx context.Context, user int64, others []int64) ([]int64, error) {
	if len(others) == 0 {
		return nil, nil
	}
	var ids []int64
	mine := s.reads(ctx).Model(&models.GroupMember{}).Select("f_group_id").Where("f_user_id = ?", user)
	err := s.reads(ctx).Model(&models.GroupMember{}).Distinct("f_user_id").Where("f_user_id IN ? AND f_group_id IN (?)", others, mine).
		Order("f_user_id").Scan(&ids).Error
	return listed(ids, wrap(err, "member", "list members of one's groups"))
}

// InsertGroupMember also opens the conversation to the user, from its present
// end on: its row stays locked until the commit, so that no message comes in
// between. Who comes back does not see what was sent while they were away.
func (s *Store) InsertGroupMember(ctx context.Context, m *models.GroupMember) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		c, err := tx.Conversation(ctx, models.GroupConversation(m.GroupID))
		if err != nil {
			return err
		}
		row := *m
		if err := tx.writes(ctx).Create(&row).Error; err != nil {
			return wrap(err, "member", "insert member")
		}
		err = tx.writes(ctx).Clauses(clause.OnConflict{
			DoUpdates: clause.AssignmentColumns([]string{"f_joined_seq", "f_left"}),
			Columns:   []clause.Column{{Name: "f_user_id"}, {Name: "f_conversation_id"}},
		}).Create(&models.ConversationMember{UserID: m.UserID, ConversationID: c.ID, JoinedSeq: c.LastSeq}).Error
		if err != nil {
			return wrap(err, "member", "open conversation to member")
		}
		*m = row
		return nil
	})
}

// UpdateGroupMember writes role, team, remark name, card and mute.
func (s *Store) UpdateGroupMember(ctx context.Context, m *models.GroupMember) error {
	return changed(s.writes(ctx).Model(&models.GroupMember{ID: m.ID}).Select("Role", "Team", "Mark", "Card", "MutedUntil").Updates(m),
		"member", "update member")
}

// DeleteGroupMember also closes the conversation to the user.
func (s *Store) DeleteGroupMember(ctx context.Context, group, user int64) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		err := changed(tx.writes(ctx).Where("f_group_id = ? AND f_user_id = ?", group, user).Delete(&models.GroupMember{}),
			"member", "delete member")
		if err != nil {
			return err
		}
		err = tx.member(ctx, user, models.GroupConversation(group)).UpdateColumn("f_left", true).Error
		return wrap(err, "member", "close conversation to member")
	})
}

// member addresses what a user keeps about a conversation, for an update.
func (s *Store) member(ctx context.Context, user int64, c models.ConversationID) *gorm.DB {
	return s.writes(ctx).Model(&models.ConversationMember{}).Where("f_user_id = ? AND f_conversation_id = ?", user, c)
}

// UpdateGroup writes everything but number and time.
func (s *Store) UpdateGroup(ctx context.Context, g *models.Group) error {
	return changed(s.writes(ctx).Model(&models.Group{ID: g.ID}).
		Select("Name", "OwnerID", "Notice", "Introduction", "Picture", "JoinPolicy", "MutedAll").Updates(g), "group", "update group")
}

// DeleteGroup removes a group with all that belongs to it but the log.
func (s *Store) DeleteGroup(ctx context.Context, id int64) error {
	return s.inTransaction(ctx, func(tx *Store) error {
		if err := changed(tx.writes(ctx).Where("f_id = ?", id).Delete(&models.Group{}), "group", "delete group"); err != nil {
			return err
		}
		for _, row := range []any{&models.GroupMember{}, &models.GroupBan{}, &models.GroupRequest{}, &models.Invitation{}} {
			if err := tx.writes(ctx).Where("f_group_id = ?", id).Delete(row).Error; err != nil {
				return wrap(err, "group", "delete what belongs to a group")
			}
		}
		err := tx.writes(ctx).Model(&models.ConversationMember{}).Where("f_conversation_id = ?", models.GroupConversation(id)).
			UpdateColumn("f_left", true).Error
		return wrap(err, "group", "close conversation of group")
	})
}

// GroupSizes returns the number of members of each group.
func (s *Store) GroupSizes(ctx context.Context, ids []int64) (map[int64]int, error) {
	sizes := make(map[int64]int, len(ids))
	for part := range slices.Chunk(ids, maxList) {
		var rows []struct {
			GroupID int64
			N       int `gorm:"column:n"`
		}
		err := s.read.Session(&gorm.Session{NewDB: true}).WithContext(ctx).Model(&models.GroupMember{}).Where("f_group_id IN ?", part).
			Select("f_group_id, COUNT(*) AS n").Group("f_group_id").Scan(&rows).Error
		if err != nil {
			return nil, wrap(err, "group", "count members")
		}
		for _, r := range rows {
			sizes[r.GroupID] = r.N
		}
	}
	return sizes, nil
}

// ListGroupMembers pages through the members in joining order.
func (s *Store) ListGroupMembers(ctx context.Context, group, after int64, limit int) ([]models.GroupMember, error) {
	var list []models.GroupMember
	err := s.reads(ctx).Where("f_group_id = ? AND f_id > ?", group, after).Order("f_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "member", "list members"))
}

// ListMemberships pages through the groups a user is in, in joining order.
func (s *Store) ListMemberships(ctx context.Context, user, after int64, limit int) ([]models.GroupMember, error) {
	var list []models.GroupMember
	err := s.reads(ctx).Where("f_user_id = ? AND f_id > ?", user, after).Order("f_id").Limit(limit).Find(&list).Error
	return listed(list, wrap(err, "member", "list memberships"))
}

// GroupAdmins returns owner and admins, by ascending id.
func (s *Store) GroupAdmins(ctx context.Context, group int64) ([]int64, error) {
	var ids []int64
	err := s.reads(ctx).Model(&models.GroupMember{}).Where("f_group_id = ? AND f_role > ?", group, models.RoleMember).
		Order("f_user_id").Pluck("f_user_id", &ids).Error
	return listed(ids, wrap(err, "member", "list admins"))
}
