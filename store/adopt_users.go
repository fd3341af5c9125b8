package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"flamingo/chat"
	"flamingo/models"
)

// names makes account names unique and fills empty ones: the original checked
// them in memory only. The oldest account keeps a name: whoever came later may
// have meant to take it over. Birthdays no client can show become the default.
func (a *adoption) names(ctx context.Context, tx *sql.Tx) error {
	renamed, err := usersToRename(ctx, tx)
	if err != nil {
		return err
	}
	for _, u := range renamed {
		name, err := freeName(ctx, tx, u)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE t_user SET f_username = ? WHERE f_user_id = ?`, name, u.ID); err != nil {
			return fmt.Errorf("rename user %d: %w", u.ID, err)
		}
		a.tell.one("users with another account name", "user %d logs in as %q now: the name %q was taken or empty", u.ID, name, u.Username)
	}
	for _, c := range []struct{ told, statement string }{
		{"empty nicknames filled with the account name: %d", `UPDATE t_user SET f_nickname = f_username WHERE TRIM(f_nickname) = ''`},
		{"birthdays out of range set to the default: %d", `UPDATE t_user SET f_birthday = ` + strconv.Itoa(models.DefaultBirthday) +
			` WHERE f_birthday NOT BETWEEN 0 AND ` + maxID},
	} {
		res, err := tx.ExecContext(ctx, c.statement)
		if err != nil {
			return fmt.Errorf("%s: %w", abridged(c.statement), err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		a.tell.many(n, c.told)
	}
	return nil
}

func usersToRename(ctx context.Context, tx *sql.Tx) ([]models.User, error) {
	rows, err := tx.QueryContext(ctx, `SELECT u.f_user_id, u.f_username FROM t_user u
		LEFT JOIN (SELECT f_username AS name, MIN(f_user_id) AS oldest FROM t_user GROUP BY f_username HAVING COUNT(*) > 1) d
			ON d.name = u.f_username
		WHERE TRIM(u.f_username) = '' OR u.f_user_id <> d.oldest ORDER BY u.f_user_id`)
	if err != nil {
		return nil, fmt.Errorf("look for doubled names: %w", err)
	}
	defer rows.Close()
	var users []models.User
	for rows.Next() {
		var u models.User
		if err := rows.Scan(&u.ID, &u.Username); err != nil {
			return nil, fmt.Errorf("look for doubled names: %w", err)
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

// freeName returns a name for u like the one it has. Nobody who is renamed
// later can have it: it ends in the id.
func freeName(ctx context.Context, tx *sql.Tx, u models.User) (string, error) {
	const room = chat.MaxUsername - len("~268435454~~~~") // for the longest id and a few signs
	like := cmp.Or(strings.TrimSpace(u.Username), "user")
	for sign := "~"; ; sign += "~" {
		name := fmt.Sprintf("%.*s%s%d", room, like, sign, u.ID)
		var taken bool
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) > 0 FROM t_user WHERE f_username = ?`, name).Scan(&taken); err != nil {
			return "", fmt.Errorf("look for a free name: %w", err)
		}
		if !taken {
			return name, nil
		}
	}
}

// passwords replaces plain passwords by hashes. The text cannot tell whether
// that was done: a plain password may look like a hash.
func (a *adoption) passwords(ctx context.Context, tx *sql.Tx, after int64) (last int64, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT f_user_id, f_password FROM t_user WHERE f_user_id > ? ORDER BY f_user_id LIMIT ?`, after, a.hashBatch)
	if err != nil {
		return 0, fmt.Errorf("read passwords: %w", err)
	}
	defer rows.Close()
	var users []models.User
	for rows.Next() {
		var u models.User
		if err := rows.Scan(&u.ID, &u.Password); err != nil {
			return 0, fmt.Errorf("read passwords: %w", err)
		}
		users = append(users, u)
	}
	if err := rows.Err(); err != nil || len(users) == 0 {
		return after, err
	}
	if err := a.hashAll(ctx, users); err != nil {
		return 0, err
	}
	for _, u := range users {
		if _, err := tx.ExecContext(ctx, `UPDATE t_user SET f_password = ? WHERE f_user_id = ?`, u.Password, u.ID); err != nil {
			return 0, fmt.Errorf("store hash of user %d: %w", u.ID, err)
		}
	}
	return users[len(users)-1].ID, nil
}

// hashAll uses all processors: nobody is served yet.
func (a *adoption) hashAll(ctx context.Context, users []models.User) error {
	work := make(chan *models.User)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(users)) {
		workers.Go(func() {
			for u := range work {
				u.Password = a.hash(u.Password)
			}
		})
	}
	for i := range users {
		if ctx.Err() != nil {
			break
		}
		work <- &users[i]
	}
	close(work)
	workers.Wait()
	return ctx.Err()
}
