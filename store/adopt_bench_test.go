package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"flamingo/models"
)

// BenchmarkAdoption measures an adoption up to the passwords, on a database of
// 20,000 users, 60,000 friendships and 200,000 messages.
func BenchmarkAdoption(b *testing.B) {
	const users, friendships, messages = 20_000, 60_000, 200_000
	var total, numbering time.Duration
	for b.Loop() {
		b.StopTimer()
		o := newOriginal(b, "original_early.sql")
		if o == nil {
			return
		}
		// Doubling is how many rows are made with a few statements.
		fill := func(rows int, table, columns, values string) {
			for n := 4; n < rows; n *= 2 {
				_, err := o.db.ExecContext(b.Context(), fmt.Sprintf(`INSERT INTO %s (%s) SELECT %s FROM %s r LIMIT %d`,
					table, columns, values, table, rows-n))
				if err != nil {
					b.Fatal(err)
				}
			}
		}
		fill(users, "t_user", "f_user_id, f_username, f_nickname, f_password, f_register_time",
			"(SELECT MAX(f_user_id) FROM t_user WHERE f_user_id < "+boundary+") + ROW_NUMBER() OVER (), UUID(), '同学', 'password', '2017-05-01'")
		fill(friendships, "t_user_relationship", "f_user_id1, f_user_id2", fmt.Sprintf("1 + FLOOR(RAND() * %d), %[1]d + FLOOR(RAND() * %[1]d)", users/2))
		fill(messages, "t_chatmsg", "f_senderid, f_targetid, f_msgcontent",
			fmt.Sprintf("1 + FLOOR(RAND() * 200), 1 + FLOOR(RAND() * %d), f_msgcontent", users))
		errStop := errors.New("far enough")
		a := newAdoption(o.db, Options{Report: ignore}.withDefaults())
		last := time.Now()
		a.after = func(step string) error {
			took := time.Since(last)
			last = time.Now()
			total += took
			switch step {
			case "messages":
				numbering += took
			case "members":
				return errStop
			}
			return nil
		}
		b.StartTimer()
		if err := a.run(b.Context()); !errors.Is(err, errStop) {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(messages*b.N)/total.Seconds(), "messages/s")
	b.ReportMetric(float64(messages*b.N)/numbering.Seconds(), "numbered/s")
}

// BenchmarkAdoptionPasswords measures what takes longest with many users.
func BenchmarkAdoptionPasswords(b *testing.B) {
	a := newAdoption(nil, Options{Report: ignore}.withDefaults())
	for b.Loop() {
		if err := a.hashAll(b.Context(), make([]models.User, hashBatch)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(hashBatch*b.N)/b.Elapsed().Seconds(), "passwords/s")
}
