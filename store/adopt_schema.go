package store

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
)

// firstSchema is the number of the migration that an adopted database equals.
const firstSchema = 1

// definition is a column or a key as a table's definition has it.
type definition struct{ name, text string }

// keyName finds the name of a key; the primary one has none.
var keyName = regexp.MustCompile(`^(?:UNIQUE )?KEY (\w+) `)

// tableDefinition reads columns and keys of a table from the first migration,
// one to a line there.
func tableDefinition(table string) (columns, keys []definition, err error) {
	text, err := migrations.ReadFile("migrations/mysql/00001_first_schema.sql")
	if err != nil {
		return nil, nil, fmt.Errorf("read first migration: %w", err)
	}
	_, rest, found := strings.Cut(string(text), "CREATE TABLE IF NOT EXISTS "+table+" (\n")
	body, _, closed := strings.Cut(rest, "\n)")
	if !found || !closed {
		return nil, nil, fmt.Errorf("first migration does not define %s", table)
	}
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(strings.TrimSpace(line), ",")
		if name, text, _ := strings.Cut(line, " "); strings.HasPrefix(name, "f_") {
			columns = append(columns, definition{name, text})
		} else if m := keyName.FindStringSubmatch(line); m != nil {
			keys = append(keys, definition{m[1], line})
		}
	}
	return columns, keys, nil
}

// tables makes those that the original does not have.
func (a *adoption) tables(ctx context.Context) error {
	p, err := migrator(mysqlDialect, a.db)
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, firstSchema)
	return err
}

// columns brings the three tables of the original to the present columns, in
// utf8mb4. An older original lacks some of its own columns: they are added.
// Columns that nobody knows stay, behind the others.
//
// Timestamps, which are shown in the time zone of the connection, become UTC.
func (a *adoption) columns(ctx context.Context) error {
	for _, table := range []string{"t_user", "t_user_relationship", "t_chatmsg"} {
		if err := a.adoptColumns(ctx, table); err != nil {
			return fmt.Errorf("change table %s: %w", table, err)
		}
	}
	return nil
}

func (a *adoption) adoptColumns(ctx context.Context, table string) error {
	want, _, err := tableDefinition(table)
	if err != nil {
		return err
	}
	have, err := a.nullable(ctx, table)
	if err != nil {
		return err
	}
	// What the columns inherit comes first: in one statement with them it is
	// not clear to which of them it applies.
	if _, err := a.db.ExecContext(ctx, `ALTER TABLE `+table+` DEFAULT CHARACTER SET utf8mb4 COLLATE `+mysqlCollation); err != nil {
		return err
	}
	if err := a.fillGaps(ctx, table, want, have); err != nil {
		return err
	}
	position, verb := "FIRST", ""
	var changes []string
	for _, c := range want {
		if _, ok := have[c.name]; ok {
			verb = "MODIFY COLUMN "
		} else {
			verb = "ADD COLUMN "
		}
		changes = append(changes, verb+c.name+" "+c.text+" "+position)
		position = "AFTER " + c.name
	}
	if _, err := a.db.ExecContext(ctx, `ALTER TABLE `+table+` `+strings.Join(changes, ", ")); err != nil {
		return err
	}
	// A time that was added is zero.
	if have, err = a.nullable(ctx, table); err != nil {
		return err
	}
	return a.fillGaps(ctx, table, want, have)
}

// nullable returns the columns of a table and whether they may be NULL.
func (a *adoption) nullable(ctx context.Context, table string) (map[string]bool, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT column_name, is_nullable = 'YES' FROM information_schema.columns
		WHERE table_schema = DATABASE() AND table_name = ?`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns := map[string]bool{}
	for rows.Next() {
		var name string
		var null bool
		if err := rows.Scan(&name, &null); err != nil {
			return nil, err
		}
		columns[name] = null
	}
	return columns, rows.Err()
}

// defaultValue finds what a column holds unless told otherwise.
var defaultValue = regexp.MustCompile(` DEFAULT ('[^']*'|\S+)`)

// unknownTime stands for a time that the original did not know. It is one that a
// timestamp can hold, in every time zone.
const unknownTime = `'1970-01-02 00:00:00'`

// fillGaps gives a value to what is NULL and must not be, and to times with a
// month or day of zero. Times are always written, too: the original's
// timestamps become those of the last change otherwise.
func (a *adoption) fillGaps(ctx context.Context, table string, want []definition, have map[string]bool) error {
	var set, where []string
	for _, c := range want {
		null, exists := have[c.name]
		if !exists || !strings.Contains(c.text, "NOT NULL") {
			continue
		}
		if strings.HasPrefix(c.text, "datetime") {
			gap := fmt.Sprintf("(%[1]s IS NULL OR YEAR(%[1]s) = 0 OR MONTH(%[1]s) = 0 OR DAYOFMONTH(%[1]s) = 0)", c.name)
			set = append(set, fmt.Sprintf("%[1]s = IF(%s, %s, %[1]s)", c.name, gap, unknownTime))
			where = append(where, gap)
			continue
		}
		if !null {
			continue
		}
		value := "''"
		if m := defaultValue.FindStringSubmatch(c.text); m != nil {
			value = m[1]
		} else if strings.HasPrefix(c.text, "bigint") || strings.HasPrefix(c.text, "int") {
			value = "0"
		}
		set = append(set, fmt.Sprintf("%[1]s = COALESCE(%[1]s, %s)", c.name, value))
		where = append(where, c.name+" IS NULL")
	}
	if len(set) == 0 {
		return nil
	}
	_, err := a.db.ExecContext(ctx, `UPDATE `+table+` SET `+strings.Join(set, ", ")+` WHERE `+strings.Join(where, " OR "))
	return err
}

// times brings registration times, which the original wrote in the time zone
// of the database server, to UTC.
func (a *adoption) times(ctx context.Context, tx *sql.Tx) error {
	return execAll(ctx, tx, `UPDATE t_user SET f_register_time = COALESCE(CONVERT_TZ(f_register_time, `+a.timeZone+`, '+00:00'), f_register_time)`)
}

// keys makes unique what the rules rely on, as soon as it is.
func (a *adoption) keys(ctx context.Context) error {
	if err := a.adoptKeys(ctx, "t_user"); err != nil {
		return err
	}
	return a.adoptKeys(ctx, "t_user_relationship")
}

func (a *adoption) messageKeys(ctx context.Context) error { return a.adoptKeys(ctx, "t_chatmsg") }

// adoptKeys leaves a table with the present keys alone.
func (a *adoption) adoptKeys(ctx context.Context, table string) error {
	_, want, err := tableDefinition(table)
	if err != nil {
		return err
	}
	have, err := a.indexes(ctx, table)
	if err != nil {
		return fmt.Errorf("read keys of %s: %w", table, err)
	}
	var changes []string
	for _, k := range want {
		if !have[k.name] {
			changes = append(changes, "ADD "+k.text)
		}
		delete(have, k.name)
	}
	for name := range have {
		changes = append(changes, "DROP KEY "+quoteName(name))
	}
	if len(changes) == 0 {
		return nil
	}
	if _, err := a.db.ExecContext(ctx, `ALTER TABLE `+table+` `+strings.Join(changes, ", ")); err != nil {
		return fmt.Errorf("change keys of %s: %w", table, err)
	}
	return nil
}

// indexes returns the names of a table's keys but the primary one.
func (a *adoption) indexes(ctx context.Context, table string) (map[string]bool, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT DISTINCT index_name FROM information_schema.statistics
		WHERE table_schema = DATABASE() AND table_name = ? AND index_name <> 'PRIMARY'`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names[name] = true
	}
	return names, rows.Err()
}

// rewrite copies the users to a new file: where a plain password was replaced,
// its bytes may stand in the old one still.
func (a *adoption) rewrite(ctx context.Context) error {
	_, err := a.db.ExecContext(ctx, `ALTER TABLE t_user FORCE`)
	return err
}

// counters makes sure that no id is given a second time.
func (a *adoption) counters(ctx context.Context, tx *sql.Tx) error {
	const raise = `UPDATE t_meta SET f_value = GREATEST(CAST(f_value AS SIGNED), (SELECT COALESCE(MAX(%s), 0) + 1 FROM %s)) WHERE f_name = '%s'`
	return execAll(ctx, tx, fmt.Sprintf(raise, "f_user_id", "t_user", nextUserID), fmt.Sprintf(raise, "f_id", "t_group", nextGroupID))
}
