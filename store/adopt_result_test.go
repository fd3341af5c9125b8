package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"flamingo/chat"
	"flamingo/models"
)

// schema returns columns, keys and tables as the database server describes them.
func (o *original) schema(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, query := range []string{
		`SELECT table_name, 'table', engine, table_collation FROM information_schema.tables WHERE table_schema = DATABASE()`,
		`SELECT table_name, 'column', ordinal_position, column_name, column_type, is_nullable, column_default,
			character_set_name, collation_name, extra, column_comment FROM information_schema.columns
			WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
		`SELECT table_name, 'key', index_name, seq_in_index, column_name, non_unique, sub_part FROM information_schema.statistics
			WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index`,
	} {
		for _, row := range o.query(t, query) {
			all[row[0]] = append(all[row[0]], strings.Join(row[1:], " "))
		}
	}
	return all
}

func TestAdoptedDatabaseHasTheSchemaOfAFreshOne(t *testing.T) {
	fresh := newOriginal(t, "original_early.sql")
	if fresh == nil {
		return
	}
	for _, table := range []string{"t_user", "t_user_relationship", "t_chatmsg"} {
		if _, err := fresh.db.ExecContext(t.Context(), `DROP TABLE `+table); err != nil {
			t.Fatal(err)
		}
	}
	fresh.service(t) // opens it
	want := fresh.schema(t)

	t.Run("whole", func(t *testing.T) {
		o := newQuickOriginal(t, dump...)
		o.adopt(t)
		o.service(t)
		if diff := cmp.Diff(want, o.schema(t)); diff != "" {
			t.Errorf("schema (-fresh +adopted):\n%s", diff)
		}
	})
	t.Run("early", func(t *testing.T) {
		o := newOriginal(t, "original_early.sql")
		o.service(t)
		got := o.schema(t)
		got["t_user"] = slices.DeleteFunc(got["t_user"], func(s string) bool { return strings.Contains(s, " f_vip ") })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("schema (-fresh +adopted):\n%s", diff)
		}
	})
}

func TestSecondStartChangesNothing(t *testing.T) {
	o := newQuickOriginal(t, dump...)
	if o == nil {
		return
	}
	open := func() {
		t.Helper()
		s, err := Open(t.Context(), o.options())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	open()
	before := o.contents(t, true)
	if plan, err := Plan(t.Context(), o.options()); err != nil || len(plan) > 0 {
		t.Errorf("dry run of an adopted database: got %q, %v, want nothing to do", plan, err)
	}
	open()
	if diff := cmp.Diff(before, o.contents(t, true)); diff != "" {
		t.Errorf("the second start changed the database (-before +after):\n%s", diff)
	}
}

func TestUsersOfAnOriginalLogInWithTheirOldPasswords(t *testing.T) {
	o := newOriginal(t, dump...)
	if o == nil {
		return
	}
	o.adopt(t)
	o.checkPasswords(t)
	for _, p := range o.query(t, `SELECT f_password FROM t_user`) {
		if !strings.HasPrefix(p[0], "$argon2id$v=19$m=7168,t=5,p=1$") {
			t.Errorf("got password %.20q…, want a hash", p[0])
		}
	}
	for table, rows := range o.contents(t, true) {
		for _, row := range rows {
			if strings.Contains(row, "密码密码") || strings.Contains(row, "pppppppp") {
				t.Errorf("a plain password is left in %s: %s", table, row)
			}
		}
	}
}

// TestNoPlainPasswordIsLeftInTheFile looks at the file of the users, where the
// tests may read it.
func TestNoPlainPasswordIsLeftInTheFile(t *testing.T) {
	o := newQuickOriginal(t, dump...)
	if o == nil {
		return
	}
	o.adopt(t)
	conn, err := o.db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var dir, database string
	if err := conn.QueryRowContext(t.Context(), `SELECT @@datadir, DATABASE()`).Scan(&dir, &database); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), `FLUSH TABLES t_user FOR EXPORT`); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, database, "t_user.ibd"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		t.Logf("NOT TESTED: the database server keeps its files elsewhere: %v", err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, plain := range []string{"pw-A", "pppppppp", "密码密码"} {
		if bytes.Contains(file, []byte(plain)) {
			t.Errorf("password %s is left in the file of t_user", plain)
		}
	}
	if got := bytes.Count(file, []byte("$argon2id$")); got < len(o.users) {
		t.Errorf("got %d hashes in the file, want %d", got, len(o.users))
	}
}

// friends returns a user's list in short: team: names, with remark names.
func friends(t *testing.T, svc *chat.Service, a chat.Actor) []string {
	t.Helper()
	teams, err := svc.FriendList(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, team := range teams {
		line := team.Name + ":"
		for _, f := range team.Friends {
			if f.Group != nil {
				line += fmt.Sprintf(" group %d", f.Group.ID)
			} else {
				line += fmt.Sprintf(" %d", f.User.ID)
			}
			if f.Mark != "" {
				line += "(" + f.Mark + ")"
			}
		}
		list = append(list, line)
	}
	return list
}

func TestFriendsTeamsAndGroupsOfAnOriginalAreThere(t *testing.T) {
	o := newQuickOriginal(t, dump...)
	if o == nil {
		return
	}
	o.adopt(t)
	o.adopt(t)
	svc := o.service(t)
	for id, want := range map[int64][]string{
		58:  {"My Friends: 59"}, // doubled
		90:  {"My Friends: 91 group 268435457", "Work: 92(boss)"},
		93:  {"My Friends: 94(老李)"},
		101: {"My Friends:"}, // the group never was
		143: {"My Friends: group 268435470(my name for it)"},
		157: {"My Friends:", "Groups: group 268435471"},
		199: {"My Friends:", "u6211u7684u540cu4e8b:"},
		205: {"My Friends:", "Eins: 206 207", "Two:"},
		300: {"My Friends: 309 310(mark of 300)"},
		302: {"My Friends: 309", "only there: 301"},
		309: {"My Friends: group 268435500", "我的同事: 300(第一)", "Club同学: 302"},
		310: {"My Friends: 311", "Only There: 300(mark of 310)", "Groups: group 268435500(a group)"},
		311: {"My Friends: 310", `Quotes "gone": 312`},
		312: {"Work: 313", "My Friends: 311"},
		313: {"My Friends:", "我的好友: 312"},
	} {
		if diff := cmp.Diff(want, friends(t, svc, o.actor(t, svc, id))); diff != "" {
			t.Errorf("friends of user %d (-want +got):\n%s", id, diff)
		}
	}

	group := func(actor, id int64) (members []string) {
		t.Helper()
		list, err := svc.GroupMembers(t.Context(), o.actor(t, svc, actor), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			members = append(members, fmt.Sprintf("%d %d", m.User.ID, m.Role))
		}
		return members
	}
	if diff := cmp.Diff([]string{"102 2", "103 0", "104 0"}, group(104, 268435462)); diff != "" {
		t.Errorf("members in joining order, with roles (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"310 0", "309 0"}, group(309, 268435500)); diff != "" {
		t.Errorf("members of a group without an owner (-want +got):\n%s", diff)
	}
	if g, err := svc.Find(t.Context(), o.actor(t, svc, 300), "268435462"); err != nil || g.Nickname != "members" {
		t.Errorf("find group by number: got %+v, %v, want the group called members", g, err)
	}
}

func TestHistoryOfAnOriginalIsThere(t *testing.T) {
	o := newQuickOriginal(t, dump...)
	if o == nil {
		return
	}
	o.adopt(t)
	o.adopt(t)
	svc := o.service(t)
	history := func(actor int64, c models.ConversationID) (list []string) {
		t.Helper()
		page, err := svc.MessagesBefore(t.Context(), o.actor(t, svc, actor), c, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Messages {
			list = append(list, fmt.Sprintf("%d %d %s %s", m.Seq, m.SenderID, m.SentAt.Format(time.DateTime), m.Content))
		}
		return list
	}
	if diff := cmp.Diff([]string{
		`1 300 2020-01-02 03:04:05 {"content":[{"msgText":"one"}]}`,
		`2 309 1970-01-02 00:00:00 {"content":[{"msgText":"two"}]}`,
		`3 300 2020-01-02 03:04:07 {"content":[{"msgText":"three"}]}`,
	}, history(309, models.DirectConversation(300, 309))); diff != "" {
		t.Errorf("direct conversation (-want +got):\n%s", diff)
	}
	if got := history(15, models.DirectConversation(14, 15)); len(got) != 50 || !strings.HasPrefix(got[49], "50 14 2026-11-24 04:19:56") {
		t.Errorf("conversation of 50 messages: got %d, the last %q", len(got), got[max(0, len(got)-1):])
	}
	if got := history(43, models.DirectConversation(43, 43)); len(got) != 1 {
		t.Errorf("notes to oneself: got %q, want one", got)
	}
	if got := history(118, models.GroupConversation(268435468)); len(got) != 2 || !strings.Contains(got[1], "two") {
		t.Errorf("group conversation: got %q, want one and two", got)
	}

	// Everything is read, for browsers and for old clients.
	a := o.actor(t, svc, 309)
	list, _, err := svc.Conversations(t.Context(), a, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Unread() != 0 || c.Member.ReadSeq != c.Conversation.LastSeq {
			t.Errorf("conversation %s: got %d unread, read up to %d of %d, want all read",
				c.Conversation.ID, c.Unread(), c.Member.ReadSeq, c.Conversation.LastSeq)
		}
	}
	if len(list) != 2 {
		t.Errorf("got %d conversations, want one with a friend and one of a group", len(list))
	}
	if _, err := svc.StartDelivery(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if pending, err := svc.PendingDeliveries(t.Context(), a); err != nil || len(pending) > 0 {
		t.Errorf("deliveries to an old client: got %v, %v, want none", pending, err)
	}

	// And it goes on.
	sent, err := svc.SendMessage(t.Context(), a, chat.SendParams{Conversation: models.DirectConversation(300, 309),
		Content: []byte(`{"content":[{"msgText":"four"}]}`)})
	if err != nil || sent.Message.Seq != 4 {
		t.Errorf("next message: got %+v, %v, want seq 4", sent, err)
	}
}

func TestNewAccountsAfterAnAdoptionGetNewNumbers(t *testing.T) {
	o := newQuickOriginal(t, dump...)
	if o == nil {
		return
	}
	o.adopt(t)
	o.adopt(t)
	svc := o.service(t)
	u, err := svc.Register(t.Context(), chat.RegisterParams{Username: "newcomer", Nickname: "😀", Password: "password"})
	if err != nil || u.ID != 316 {
		t.Errorf("register: got %+v, %v, want user 316", u, err)
	}
	g, err := svc.CreateGroup(t.Context(), o.actor(t, svc, 300), "new group")
	if err != nil || g.ID != 268435501 {
		t.Errorf("create group: got %+v, %v, want group 268435501", g, err)
	}
}

func TestDatabaseOfAnEarlyOriginalIsAdopted(t *testing.T) {
	o := newOriginal(t, "original_early.sql")
	if o == nil {
		return
	}
	compareGolden(t, "original_early_report.golden", o.adopt(t))
	o.checkPasswords(t)
	svc := o.service(t)
	a := o.actor(t, svc, 1)
	if diff := cmp.Diff([]string{"My Friends: 2 group 268435456", "同事: 3"}, friends(t, svc, a)); diff != "" {
		t.Errorf("friends (-want +got):\n%s", diff)
	}
	page, err := svc.MessagesBefore(t.Context(), a, models.DirectConversation(1, 2), 0, 10)
	if err != nil || len(page.Messages) != 2 {
		t.Errorf("history: got %+v, %v, want two messages", page, err)
	}
	if u, err := svc.Me(t.Context(), a); err != nil || u.Birthday != models.DefaultBirthday || u.Nickname != "张三" {
		t.Errorf("profile: got %+v, %v, want the nickname and default birthday", u, err)
	}
}

func TestOriginalWithoutMessagesIsAdopted(t *testing.T) {
	o := newOriginal(t, "original_early.sql")
	if o == nil {
		return
	}
	for _, table := range []string{"t_user_relationship", "t_chatmsg"} {
		if _, err := o.db.ExecContext(t.Context(), `DROP TABLE `+table); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Plan(t.Context(), o.options()); err != nil {
		t.Errorf("dry run: %v", err)
	}
	o.checkPasswords(t)
}

func TestDatabaseOfAnotherProgramIsRefused(t *testing.T) {
	o := newOriginal(t, "original_early.sql")
	if o == nil {
		return
	}
	if _, err := o.db.ExecContext(t.Context(), `ALTER TABLE t_user DROP COLUMN f_password`); err != nil {
		t.Fatal(err)
	}
	before := o.contents(t, true)
	_, planErr := Plan(t.Context(), o.options())
	_, openErr := Open(t.Context(), o.options())
	for _, err := range []error{planErr, openErr} {
		if err == nil || !strings.Contains(err.Error(), "belongs to another program") {
			t.Errorf("got error %v, want a refusal", err)
		}
	}
	if diff := cmp.Diff(before, o.contents(t, true)); diff != "" {
		t.Errorf("the database changed (-before +after):\n%s", diff)
	}
}

func TestRegistrationTimesAreConvertedFromTheTimeZoneOfTheServer(t *testing.T) {
	o := newQuickOriginal(t, "original_early.sql")
	if o == nil {
		return
	}
	o.adopt(t)
	for _, query := range []string{`SELECT f_register_time FROM t_user WHERE f_user_id = 1`, `SELECT f_created_at - INTERVAL 1 HOUR FROM t_group`} {
		if got, want := o.query(t, query)[0][0], "2017-05-01T02:00:00Z"; got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}
