package store

import (
	"context"
	"database/sql"
	"fmt"
)

// groups moves group rows from t_user and memberships from
// t_user_relationship to t_group and t_group_member, and opens the
// conversations of the groups. A membership keeps the number of its row, which
// is the joining order.
func (a *adoption) groups(ctx context.Context, tx *sql.Tx) error {
	err := a.tell.pairs(ctx, tx, "memberships of users or groups that do not exist",
		"removed the membership of user %d in group %d: one of them does not exist",
		`SELECT r.f_user_id1, r.f_user_id2 FROM t_user_relationship r WHERE `+isMember+` AND (`+noUser1+` OR `+noUser2+`) ORDER BY r.f_id`)
	if err != nil {
		return err
	}
	err = a.tell.pairs(ctx, tx, "doubled memberships", "removed a doubled membership of user %d in group %d",
		`SELECT r.f_user_id1, r.f_user_id2 FROM t_user_relationship r WHERE `+isMember+`
			GROUP BY r.f_user_id1, r.f_user_id2 HAVING COUNT(*) > 1 ORDER BY MIN(r.f_id)`)
	if err != nil {
		return err
	}
	return execAll(ctx, tx,
		`INSERT INTO t_group (f_id, f_name, f_owner_id, f_created_at)
			SELECT f_user_id, IF(TRIM(f_nickname) = '', f_user_id, f_nickname), COALESCE(f_owner_id, 0), f_register_time
			FROM t_user WHERE f_user_id >= `+boundary,
		`INSERT INTO t_group_member (f_id, f_group_id, f_user_id, f_role, f_teamname, f_markname, f_joined_at)
			SELECT r.f_id, r.f_user_id2, r.f_user_id1, IF(g.f_owner_id = r.f_user_id1, `+roleOwner+`, 0),
				IF(r.f_user1_teamname = '', 'My Friends', r.f_user1_teamname), r.f_user1_markname, g.f_created_at
			FROM (SELECT MIN(r.f_id) AS id FROM t_user_relationship r WHERE `+isMember+` GROUP BY r.f_user_id1, r.f_user_id2) first
			JOIN t_user_relationship r ON r.f_id = first.id
			JOIN t_user u ON u.f_user_id = r.f_user_id1 AND u.f_user_id < `+boundary+`
			JOIN t_group g ON g.f_id = r.f_user_id2`,
		`INSERT INTO t_conversation (f_id, f_last_seq, f_rev, f_last_time, f_created_at)
			SELECT f_id, 0, 0, f_created_at, f_created_at FROM t_group`,
		`DELETE r FROM t_user_relationship r WHERE `+isMember,
		`DELETE FROM t_user WHERE f_user_id >= `+boundary)
}

// friendships removes what is no friendship: doubles, oneself, users who do
// not exist. Of doubles the first one stays, as the original showed it.
func (a *adoption) friendships(ctx context.Context, tx *sql.Tx) error {
	// The smaller id stands first, by the original's own rule. Should a row
	// break it, both halves change places.
	const inOrder = `UPDATE t_user_relationship r JOIN t_user_relationship o ON o.f_id = r.f_id AND o.f_user_id1 > o.f_user_id2
		SET r.f_user_id1 = o.f_user_id2, r.f_user1_teamname = o.f_user2_teamname, r.f_user1_markname = o.f_user2_markname,
			r.f_user_id2 = o.f_user_id1, r.f_user2_teamname = o.f_user1_teamname, r.f_user2_markname = o.f_user1_markname`
	if err := execAll(ctx, tx, inOrder); err != nil {
		return err
	}
	const (
		doubles = `t_user_relationship r JOIN (SELECT f_user_id1 AS one, f_user_id2 AS two, MIN(f_id) AS first
			FROM t_user_relationship GROUP BY f_user_id1, f_user_id2 HAVING COUNT(*) > 1) d
			ON r.f_user_id1 = d.one AND r.f_user_id2 = d.two AND r.f_id <> d.first`
		orphans = `t_user_relationship r WHERE r.f_user_id1 = r.f_user_id2 OR ` + noUser1 + ` OR ` + noUser2
	)
	for _, c := range []struct{ kind, format, rows string }{
		{"friendships of users who do not exist", "removed a friendship of users %d and %d: one of them does not exist, or they are the same", orphans},
		{"doubled friendships", "removed a doubled friendship of users %d and %d", doubles},
	} {
		if err := a.tell.pairs(ctx, tx, c.kind, c.format, `SELECT r.f_user_id1, r.f_user_id2 FROM `+c.rows+` ORDER BY r.f_id`); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE r FROM `+c.rows); err != nil {
			return fmt.Errorf("remove %s: %w", c.kind, err)
		}
	}
	return execAll(ctx, tx, // an empty team means the default one (WIRE.md section 12)
		`UPDATE t_user_relationship SET f_user1_teamname = IF(f_user1_teamname = '', 'My Friends', f_user1_teamname),
			f_user2_teamname = IF(f_user2_teamname = '', 'My Friends', f_user2_teamname)
			WHERE f_user1_teamname = '' OR f_user2_teamname = ''`)
}
