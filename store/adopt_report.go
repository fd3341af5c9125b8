package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"flamingo/models"
)

// maxTold is how many repairs of one kind are told one by one: enough to look
// into, and not a line for each of a million.
const maxTold = 50

// teller tells the operator what is repaired or left out, a line at a time. A
// step that is interrupted may tell the same again.
type teller struct {
	report func(line string)
	told   map[string]int // by kind, in the present step
}

// one tells of one repair.
func (t *teller) one(kind, format string, args ...any) {
	if t.told == nil {
		t.told = map[string]int{}
	}
	if t.told[kind]++; t.told[kind] <= maxTold {
		t.report(fmt.Sprintf(format, args...))
	}
}

// many tells of repairs that are only counted.
func (t *teller) many(n int64, format string) {
	if n > 0 {
		t.report(fmt.Sprintf(format, n))
	}
}

// rest counts, at the end of a step, what was too much to tell.
func (t *teller) rest() {
	for _, kind := range slices.Sorted(maps.Keys(t.told)) {
		if n := t.told[kind] - maxTold; n > 0 {
			t.report(fmt.Sprintf("and %d more: %s", n, kind))
		}
	}
	t.told = nil
}

// pairs tells of each row of a query for two numbers, which format names.
func (t *teller) pairs(ctx context.Context, tx *sql.Tx, kind, format, query string) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("look for %s: %w", kind, err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b int64
		if err := rows.Scan(&a, &b); err != nil {
			return fmt.Errorf("look for %s: %w", kind, err)
		}
		t.one(kind, format, a, b)
	}
	return rows.Err()
}

// What is said of a row r of t_user_relationship, in plan and steps alike.
const (
	noUser1  = `NOT EXISTS (SELECT 1 FROM t_user u WHERE u.f_user_id = r.f_user_id1 AND u.f_user_id < ` + boundary + `)`
	noUser2  = `NOT EXISTS (SELECT 1 FROM t_user u WHERE u.f_user_id = r.f_user_id2)`
	isFriend = `GREATEST(r.f_user_id1, r.f_user_id2) < ` + boundary
	isMember = `GREATEST(r.f_user_id1, r.f_user_id2) >= ` + boundary
	pairOf   = `CONCAT_WS('-', LEAST(r.f_user_id1, r.f_user_id2), GREATEST(r.f_user_id1, r.f_user_id2))`
)

// adoptionPlan says in counts what an adoption does to an original that nothing
// was done to yet. A repair of which there is none is not mentioned.
var adoptionPlan = []struct {
	sentence, rows string
	repair         bool
}{
	{sentence: "keep %d users, in the columns of this server and in utf8mb4",
		rows: `SELECT COUNT(*) FROM t_user WHERE f_user_id < ` + boundary},
	{sentence: "replace %d plain passwords by hashes",
		rows: `SELECT COUNT(*) FROM t_user WHERE f_user_id < ` + boundary},
	{sentence: "move %d groups to a table of their own",
		rows: `SELECT COUNT(*) FROM t_user WHERE f_user_id >= ` + boundary},
	{sentence: "move %d memberships of groups to a table of their own",
		rows: `SELECT COUNT(*) FROM t_user_relationship r WHERE ` + isMember},
	{sentence: "keep %d friendships",
		rows: `SELECT COUNT(*) FROM t_user_relationship r WHERE ` + isFriend},
	{sentence: "number %d messages within their conversations, as read",
		rows: `SELECT COUNT(*) FROM t_chatmsg`},
	{sentence: "remove %d memberships of users or groups that do not exist, or doubled ones", repair: true,
		rows: `SELECT COUNT(*) - COUNT(DISTINCT pair) FROM (SELECT IF(` + noUser1 + ` OR ` + noUser2 + `, NULL, ` + pairOf + `) AS pair
			FROM t_user_relationship r WHERE ` + isMember + `) pairs`},
	{sentence: "remove %d friendships of users who do not exist, with oneself, or doubled ones", repair: true,
		rows: `SELECT COUNT(*) - COUNT(DISTINCT pair) FROM (SELECT IF(` + noUser1 + ` OR ` + noUser2 + ` OR r.f_user_id1 = r.f_user_id2, NULL, ` + pairOf + `) AS pair
			FROM t_user_relationship r WHERE ` + isFriend + `) pairs`},
	{sentence: "rename %d users whose account name is empty or taken", repair: true,
		rows: `SELECT COUNT(*) - COUNT(DISTINCT IF(TRIM(f_username) = '', NULL, CAST(RTRIM(f_username) AS BINARY))) FROM t_user WHERE f_user_id < ` + boundary},
	{sentence: "leave %d messages of or to nobody in no conversation", repair: true,
		rows: `SELECT COUNT(*) FROM t_chatmsg m WHERE m.f_senderid >= ` + boundary + `
			OR NOT EXISTS (SELECT 1 FROM t_user u WHERE u.f_user_id = m.f_senderid)
			OR NOT EXISTS (SELECT 1 FROM t_user u WHERE u.f_user_id = m.f_targetid)`},
}

// planAdoption says what an adoption would do, and changes nothing.
func planAdoption(ctx context.Context, db *sql.DB) ([]string, error) {
	needed, last, err := adoptionState(ctx, db)
	if err != nil || !needed {
		return nil, err
	}
	if last != "" {
		var left []string
		for _, step := range remaining(last) {
			left = append(left, step.name)
		}
		return []string{"go on with taking over the database of an original server, what is left: " + strings.Join(left, ", ")}, nil
	}
	plan := []string{"take over the database of an original server:"}
	for _, p := range adoptionPlan {
		var n int64
		err := db.QueryRowContext(ctx, p.rows).Scan(&n)
		if isNoSuchTable(err) {
			err = nil // an older original, which did not have it yet
		}
		if err != nil {
			return nil, fmt.Errorf("count what there is to take over: %s: %w", abridged(p.rows), err)
		}
		if n > 0 || !p.repair {
			plan = append(plan, "  "+fmt.Sprintf(p.sentence, n))
		}
	}
	return plan, nil
}

// Numbers of package models in statements.
var (
	maxID     = strconv.Itoa(models.MaxID)
	roleOwner = strconv.Itoa(int(models.RoleOwner))
)
