package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"flamingo/chat"
)

// oldDefaultTeam is what older originals called the default team.
const oldDefaultTeam = "我的好友"

// defaultTeam moves friends and groups from the default team of older
// originals to the present one. Who has both in their list made the former
// themselves and keeps it.
func (a *adoption) defaultTeam(ctx context.Context, tx *sql.Tx) error {
	own := `COALESCE(u.f_teaminfo LIKE '%"` + chat.DefaultTeam + `"%' AND (u.f_teaminfo LIKE '%"` + oldDefaultTeam + `"%'
		OR u.f_teaminfo LIKE '%"` + damaged(oldDefaultTeam) + `"%'), 0)`
	var moved int64
	for _, c := range []struct{ table, user, team string }{
		{"t_user_relationship", "f_user_id1", "f_user1_teamname"},
		{"t_user_relationship", "f_user_id2", "f_user2_teamname"},
		{"t_group_member", "f_user_id", "f_teamname"},
	} {
		res, err := tx.ExecContext(ctx, `UPDATE `+c.table+` r JOIN t_user u ON u.f_user_id = r.`+c.user+`
			SET r.`+c.team+` = '`+chat.DefaultTeam+`' WHERE r.`+c.team+` = '`+oldDefaultTeam+`' AND NOT `+own)
		if err != nil {
			return fmt.Errorf("rename default team: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		moved += n
	}
	a.tell.many(moved, "entries of friends lists moved from "+oldDefaultTeam+", the default team of older servers, to "+chat.DefaultTeam+": %d")
	return nil
}

// userTeams is a user's list as it is stored, and the teams that their friends
// and groups are in.
type userTeams struct {
	id     int64
	stored []byte
	used   []string
}

// teams repairs lists: names that lost their backslashes get them back where a
// friend of the user proves what the name was, and a team that only a friend
// knows of is added. A list that is right is left alone.
func (a *adoption) teams(ctx context.Context, tx *sql.Tx, after int64) (last int64, err error) {
	users, err := readTeams(ctx, tx, after, a.teamBatch)
	if err != nil || len(users) == 0 {
		return after, err
	}
	for _, u := range users {
		if len(u.stored) == 0 && len(u.used) == 0 {
			continue // the default team alone
		}
		info, err := chat.EncodeTeams(a.repairTeams(u))
		if err != nil {
			return 0, err
		}
		if bytes.Equal(info, u.stored) {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE t_user SET f_teaminfo = ? WHERE f_user_id = ?`, info, u.id); err != nil {
			return 0, fmt.Errorf("write teams of user %d: %w", u.id, err)
		}
	}
	return users[len(users)-1].id, nil
}

// repairTeams returns the names that belong in a user's list.
func (a *adoption) repairTeams(u userTeams) []string {
	const kind = "changed lists of teams"
	var stored []struct {
		TeamName string `json:"teamname"`
	}
	if len(u.stored) > 0 && json.Unmarshal(u.stored, &stored) != nil {
		a.tell.one(kind, "user %d: the list of teams could not be read, the teams that friends are in replace it", u.id)
		stored = nil
	}
	var names []string
	for _, t := range stored {
		names = append(names, t.TeamName)
	}
	for i, name := range names {
		for _, whole := range append(u.used, oldDefaultTeam) {
			if name != whole && strings.EqualFold(name, damaged(whole)) {
				a.tell.one(kind, "user %d: team %q is called %q again", u.id, name, whole)
				names[i] = whole
				break
			}
		}
		if names[i] == name && looksDamaged.MatchString(name) {
			a.tell.one(kind, "user %d: team %q has lost its name, and no friend is in it to tell; it is kept", u.id, name)
		}
	}
	if i := slices.Index(names, oldDefaultTeam); i >= 0 && !slices.Contains(names, chat.DefaultTeam) {
		a.tell.one(kind, "user %d: the default team %q is called %q now", u.id, oldDefaultTeam, chat.DefaultTeam)
		names[i] = chat.DefaultTeam
	}
	if !slices.Contains(names, chat.DefaultTeam) {
		names = slices.Insert(names, 0, chat.DefaultTeam)
	}
	for _, team := range u.used {
		if !slices.Contains(names, team) {
			a.tell.one(kind, "user %d: team %q was missing from the list", u.id, team)
			names = append(names, team)
		}
	}
	return distinct(names)
}

// distinct drops empty names and repeats.
func distinct(names []string) (list []string) {
	for _, n := range names {
		if n != "" && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// readTeams returns the next users after an id.
func readTeams(ctx context.Context, tx *sql.Tx, after int64, limit int) ([]userTeams, error) {
	rows, err := tx.QueryContext(ctx, `SELECT f_user_id, f_teaminfo FROM t_user WHERE f_user_id > ? ORDER BY f_user_id LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read lists of teams: %w", err)
	}
	defer rows.Close()
	var users []userTeams
	for rows.Next() {
		var u userTeams
		if err := rows.Scan(&u.id, &u.stored); err != nil {
			return nil, fmt.Errorf("read lists of teams: %w", err)
		}
		users = append(users, u)
	}
	if err := rows.Err(); err != nil || len(users) == 0 {
		return nil, err
	}
	return users, readUsedTeams(ctx, tx, users, after, users[len(users)-1].id)
}

// readUsedTeams adds, to users with ids above after and up to last, the teams
// that their friends and groups are in, in the order of these.
func readUsedTeams(ctx context.Context, tx *sql.Tx, users []userTeams, after, last int64) error {
	var parts []string
	var args []any
	for _, c := range []struct{ table, user, team string }{
		{"t_user_relationship", "f_user_id1", "f_user1_teamname"},
		{"t_user_relationship", "f_user_id2", "f_user2_teamname"},
		{"t_group_member", "f_user_id", "f_teamname"},
	} {
		parts = append(parts, fmt.Sprintf(`SELECT %s AS id, %s AS team, f_id AS place FROM %s
			WHERE %[1]s > ? AND %[1]s <= ? AND %s COLLATE utf8mb4_bin <> ?`, c.user, c.team, c.table, c.team))
		args = append(args, after, last, chat.DefaultTeam)
	}
	rows, err := tx.QueryContext(ctx, `SELECT id, team FROM (`+strings.Join(parts, " UNION ALL ")+`) used ORDER BY id, place`, args...)
	if err != nil {
		return fmt.Errorf("read teams of friends: %w", err)
	}
	defer rows.Close()
	for i := 0; rows.Next(); {
		var id int64
		var team string
		if err := rows.Scan(&id, &team); err != nil {
			return fmt.Errorf("read teams of friends: %w", err)
		}
		for users[i].id < id {
			i++
		}
		if u := &users[i]; u.id == id && !slices.Contains(u.used, team) {
			u.used = append(u.used, team)
		}
	}
	return rows.Err()
}

// damaged returns what became of a name in the original's lists: it was written
// with \u escapes, and the database dropped the backslashes (WIRE.md section 12).
func damaged(name string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(name)) {
		if unit < utf8.RuneSelf {
			b.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&b, "u%04x", unit)
		}
	}
	return b.String()
}

// looksDamaged matches what hardly anybody calls a team.
var looksDamaged = regexp.MustCompile(`^(u[0-9a-fA-F]{4})+$`)
