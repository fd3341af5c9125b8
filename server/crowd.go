package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/models"
)

// Crowd makes accounts in a database that no server uses, and a group with all
// of them in it, whose number it returns. name says how the i-th is called. They
// share the hash of their password unless fresh is set: hashing thousands takes
// minutes. It is for the load generator.
func Crowd(ctx context.Context, cfg config.Config, users int, name func(i int) string, password string, fresh bool) (group int64, err error) {
	data, err := openDataDir(cfg.Data)
	if err != nil {
		return 0, err
	}
	defer data.close()
	st, err := openStore(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		return 0, err
	}
	hash := chat.HashPassword(password)
	now := time.Now().UTC()
	err = st.InTx(ctx, func(tx chat.Store) error {
		g := &models.Group{Name: "crowd", CreatedAt: now}
		for i := range users {
			if fresh {
				hash = chat.HashPassword(password)
			}
			u := models.User{Username: name(i), Nickname: name(i), Password: hash, Birthday: models.DefaultBirthday, RegisteredAt: now}
			if err := tx.InsertUser(ctx, &u); err != nil {
				return err
			}
			role := models.RoleMember
			if i == 0 {
				role, g.OwnerID = models.RoleOwner, u.ID
				if err := tx.InsertGroup(ctx, g); err != nil {
					return err
				}
			}
			m := models.GroupMember{GroupID: g.ID, UserID: u.ID, Role: role, Team: chat.DefaultTeam, JoinedAt: now}
			if err := tx.InsertGroupMember(ctx, &m); err != nil {
				return err
			}
		}
		group = g.ID
		return nil
	})
	if err = errors.Join(err, st.Close()); err != nil {
		return 0, fmt.Errorf("make a crowd: %w", err)
	}
	return group, nil
}
