package chat_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/hub"
	"flamingo/models"
	"flamingo/store"
	"flamingo/store/sqlitetest"
)

// clock is a time that a test moves; the rules read it from their goroutines.
type clock struct{ nanos atomic.Int64 }

func newClock() *clock {
	c := new(clock)
	c.nanos.Store(time.Now().UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.nanos.Load()) }
func (c *clock) advance(d time.Duration) { c.nanos.Add(int64(d)) }
func (c *clock) use(o *chat.Options)     { o.Now = c.now }

// world is the messenger on a database of its own, without doors.
type world struct {
	*chat.Service
	hub   *hub.Hub
	store *store.Store
}

func newWorld(t testing.TB, change ...func(*chat.Options)) *world {
	t.Helper()
	return openWorld(t, filepath.Join(t.TempDir(), "flamingo.db"), change...)
}

func openWorld(t testing.TB, path string, change ...func(*chat.Options)) *world {
	t.Helper()
	sqlitetest.Make(t, path)
	st, err := store.Open(t.Context(), store.Options{Driver: store.SQLite, SQLitePath: path})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{hub: hub.New(), store: st}
	o := chat.Options{Store: st, Notifier: w.hub, CheapHashes: true, TokenKey: make([]byte, 32),
		Limits: chat.Limits{MessagesPerSecond: 1e6, MessageBurst: 1e6}}
	for _, c := range change {
		c(&o)
	}
	if w.Service, err = chat.New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
		st.Close()
	})
	return w
}

// user registers an account without hashing a password the slow way twice: it
// returns an actor as a door would have it after a log-in.
func (w *world) user(t testing.TB, name string) chat.Actor {
	t.Helper()
	u, err := w.Register(t.Context(), chat.RegisterParams{Username: name, Nickname: name, Password: "pw-" + name})
	if err != nil {
		t.Fatal(err)
	}
	return chat.Actor{UserID: u.ID, SessionID: "session of " + name, Class: models.ClassWeb}
}

func (w *world) logIn(t *testing.T, name, password string) (*chat.Login, error) {
	t.Helper()
	return w.LogIn(t.Context(), chat.LoginParams{Username: name, Password: password, Class: models.ClassWeb, RemoteAddr: "127.0.0.1"})
}

func text(s string) []byte { return content.NewText(s).JSON() }

func (w *world) send(t testing.TB, a chat.Actor, c models.ConversationID, cid, body string) *chat.Sent {
	t.Helper()
	sent, err := w.SendMessage(t.Context(), a, chat.SendParams{Conversation: c, ClientID: cid, Format: content.Canonical, Content: text(body)})
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

func wantCode(t *testing.T, err error, code chat.Code) {
	t.Helper()
	if !chat.IsCode(err, code) {
		t.Errorf("got error %v, want code %s", err, code)
	}
}

// inbox collects the events of a session.
type inbox struct {
	events chan chat.Event
	ended  chan chat.End
}

func (w *world) connect(t *testing.T, a chat.Actor) *inbox {
	t.Helper()
	in := &inbox{make(chan chat.Event, 4096), make(chan chat.End, 1)}
	s := hub.NewSession(a.SessionID, a.UserID, a.Class, "", in)
	w.hub.Join(s, 0)
	groups, err := w.SessionStarted(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	w.hub.Subscribe(s, groups)
	return in
}

func (in *inbox) Deliver(items []hub.Item) error {
	for _, it := range items {
		in.events <- it.Event
	}
	return nil
}

func (in *inbox) Ending(chat.End) {}

func (in *inbox) Ended(end chat.End) { in.ended <- end }

// next returns the next event of type E and drops others.
func next[E chat.Event](t *testing.T, in *inbox) E {
	t.Helper()
	timeout := time.After(5 * time.Second)
	for {
		select {
		case ev := <-in.events:
			if e, ok := ev.(E); ok {
				return e
			}
		case <-timeout:
			var want E
			t.Fatalf("no %T came", want)
		}
	}
}

func TestMessageIsAcknowledgedWithItsPlaceAndAnnounced(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	in := w.connect(t, bob)
	c := models.DirectConversation(alice.UserID, bob.UserID)
	for i := range 3 {
		sent := w.send(t, alice, c, fmt.Sprint(i), "hi")
		if got, want := sent.Message.Seq, int64(i+1); got != want || sent.Dup {
			t.Errorf("got seq %d, dup %v, want %d, false", got, sent.Dup, want)
		}
		if got := next[chat.MessageSent](t, in).Message.Seq; got != int64(i+1) {
			t.Errorf("announced seq %d, want %d", got, i+1)
		}
	}
}

func TestClientIDMakesARepeatHarmless(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	first := w.send(t, alice, c, "one", "hi")
	again := w.send(t, alice, c, "one", "hi")
	if !again.Dup || again.Message.ID != first.Message.ID || again.Message.Seq != first.Message.Seq {
		t.Errorf("got %+v, want the first one again", again)
	}
	_, err := w.SendMessage(t.Context(), alice, chat.SendParams{Conversation: c, ClientID: "one", Format: content.Canonical, Content: text("other")})
	wantCode(t, err, chat.CodeConflict)
	if sent := w.send(t, bob, c, "one", "another sender may use the id"); sent.Dup {
		t.Error("another sender's id was taken for a repeat")
	}
}

// Two devices repeat the same send at the same moment, among other traffic.
func TestConcurrentRepeatsMakeOneMessage(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	const messages, attempts = 100, 4
	var senders sync.WaitGroup
	for range attempts {
		senders.Go(func() {
			for i := range messages {
				p := chat.SendParams{Conversation: c, ClientID: fmt.Sprint(i), Format: content.Canonical, Content: text(fmt.Sprint(i))}
				if _, err := w.SendMessage(t.Context(), alice, p); err != nil {
					t.Error(err)
				}
			}
		})
	}
	senders.Wait()
	page, err := w.MessagesAfter(t.Context(), alice, c, 0, chat.MaxPage)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Messages) != messages {
		t.Fatalf("got %d messages, want %d", len(page.Messages), messages)
	}
	for i, m := range page.Messages {
		if m.Seq != int64(i+1) {
			t.Fatalf("message %d has seq %d: a hole", i, m.Seq)
		}
	}
}

func TestSubmittedMessagesKeepTheirOrder(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	const n = 1000
	seqs := make(chan int64, n)
	for i := range n {
		p := chat.SendParams{Conversation: c, ClientID: fmt.Sprint(i), Format: content.Canonical, Content: text(fmt.Sprint(i))}
		err := w.SubmitMessage(t.Context(), alice, p, func(sent *chat.Sent, err error) {
			if err != nil {
				t.Error(err)
				seqs <- 0
				return
			}
			seqs <- sent.Message.Seq
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		if got := <-seqs; got != int64(i+1) {
			t.Fatalf("submission %d got seq %d", i, got)
		}
	}
}

func TestStrangersToAConversationAreRefused(t *testing.T) {
	w := newWorld(t)
	alice, bob, eve := w.user(t, "alice"), w.user(t, "bob"), w.user(t, "eve")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	_, err := w.SendMessage(t.Context(), eve, chat.SendParams{Conversation: c, ClientID: "x", Format: content.Canonical, Content: text("x")})
	wantCode(t, err, chat.CodeForbidden)
	_, err = w.MessagesAfter(t.Context(), eve, c, 0, 10)
	wantCode(t, err, chat.CodeForbidden)
	_, err = w.SendMessage(t.Context(), eve, chat.SendParams{Conversation: models.DirectConversation(eve.UserID, 4711), ClientID: "x",
		Format: content.Canonical, Content: text("x")})
	wantCode(t, err, chat.CodeNotFound)
}

func TestBadMessagesAreRefusedByField(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	for _, tt := range []struct {
		name  string
		p     chat.SendParams
		code  chat.Code
		field string
	}{
		{"no client id", chat.SendParams{Content: text("x")}, chat.CodeInvalid, "cid"},
		{"long client id", chat.SendParams{ClientID: string(make([]byte, 65)), Content: text("x")}, chat.CodeInvalid, "cid"},
		{"no body", chat.SendParams{ClientID: "x"}, chat.CodeInvalid, "body"},
		{"wrong type", chat.SendParams{ClientID: "x", Content: []byte(`{"text":{"$ne":1}}`)}, chat.CodeInvalid, "body.text"},
		{"system message", chat.SendParams{ClientID: "x", Content: []byte(`{"segments":[{"system":{"kind":"left"}}]}`)}, chat.CodeInvalid, "body.segments[0].system"},
		{"reply to the future", chat.SendParams{ClientID: "x", Content: text("x"), ReplyTo: 9}, chat.CodeInvalid, "reply_to"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.p.Conversation, tt.p.Format = c, content.Canonical
			_, err := w.SendMessage(t.Context(), alice, tt.p)
			e := chat.Describe(err)
			if e.Code != tt.code || e.Field != tt.field {
				t.Errorf("got %s at %q (%v), want %s at %q", e.Code, e.Field, err, tt.code, tt.field)
			}
		})
	}
}

func TestSendingTooFastIsRefusedWithATime(t *testing.T) {
	now := newClock()
	w := newWorld(t, func(o *chat.Options) {
		o.Limits = chat.Limits{MessagesPerSecond: 1, MessageBurst: 2}
		now.use(o)
	})
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.send(t, alice, c, "1", "x")
	w.send(t, alice, c, "2", "x")
	p := chat.SendParams{Conversation: c, ClientID: "3", Format: content.Canonical, Content: text("x")}
	_, err := w.SendMessage(t.Context(), alice, p)
	wantCode(t, err, chat.CodeRateLimited)
	if wait := chat.Describe(err).RetryAfter; wait <= 0 || wait > time.Second {
		t.Errorf("retry after %v, want within a second", wait)
	}
	now.advance(time.Second)
	w.send(t, alice, c, "3", "x")
}

func TestClosingCommitsWhatWasAccepted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flamingo.db")
	w := openWorld(t, path)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	const n = 500
	for i := range n {
		p := chat.SendParams{Conversation: c, ClientID: fmt.Sprint(i), Format: content.Canonical, Content: text("x")}
		if err := w.SubmitMessage(t.Context(), alice, p, func(*chat.Sent, error) {}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	head, err := w.store.Conversation(t.Context(), c)
	if err != nil || head.LastSeq != n {
		t.Errorf("got %+v, %v, want last seq %d", head, err, n)
	}
	err = w.SubmitMessage(t.Context(), alice, chat.SendParams{Conversation: c, ClientID: "late", Format: content.Canonical, Content: text("x")}, nil)
	wantCode(t, err, chat.CodeUnavailable)
}

func TestLogInTellsWhatIsWrongAndNothingMore(t *testing.T) {
	w := newWorld(t)
	w.user(t, "alice")
	_, err := w.logIn(t, "alice", "wrong")
	if e := chat.Describe(err); e.Code != chat.CodeUnauthenticated || e.Reason != chat.ReasonWrongPassword {
		t.Errorf("got %v", err)
	}
	_, err = w.logIn(t, "nobody", "pw")
	if e := chat.Describe(err); e.Code != chat.CodeUnauthenticated || e.Reason != chat.ReasonUnknownUser {
		t.Errorf("got %v", err)
	}
	if _, err = w.logIn(t, "alice", "pw-alice"); err != nil {
		t.Error(err)
	}
}

func TestPasswordsCannotBeTriedOut(t *testing.T) {
	now := newClock()
	w := newWorld(t, func(o *chat.Options) {
		o.Limits.LogInsPerMinute = 3
		now.use(o)
	})
	w.user(t, "alice")
	for range 3 {
		_, err := w.logIn(t, "alice", "guess")
		wantCode(t, err, chat.CodeUnauthenticated)
	}
	_, err := w.logIn(t, "alice", "pw-alice")
	wantCode(t, err, chat.CodeRateLimited)
	_, err = w.LogIn(t.Context(), chat.LoginParams{Username: "alice", Password: "pw-alice", Class: models.ClassWeb, RemoteAddr: "127.0.0.2"})
	if err != nil {
		t.Errorf("from another address: %v", err)
	}
	now.advance(time.Minute)
	if _, err := w.logIn(t, "alice", "pw-alice"); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestS13DisabledAccountCannotLogInOrRefresh(t *testing.T) {
	w := newWorld(t)
	alice := w.user(t, "alice")
	login, err := w.logIn(t, "alice", "pw-alice")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := w.IssueTokens(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	alice.SessionID = login.Session.ID
	in := w.connect(t, alice)
	if err := w.AdminSetDisabled(t.Context(), "alice", true); err != nil {
		t.Fatal(err)
	}
	if end := <-in.ended; end.Reason != chat.EndRevoked {
		t.Errorf("the socket ended with %v, want %v", end.Reason, chat.EndRevoked)
	}
	_, err = w.logIn(t, "alice", "pw-alice")
	wantCode(t, err, chat.CodeForbidden)
	_, _, err = w.Refresh(t.Context(), tokens.Refresh)
	wantCode(t, err, chat.CodeUnauthenticated)
	_, _, err = w.Authenticate(t.Context(), tokens.Access)
	wantCode(t, err, chat.CodeUnauthenticated)
	if err := w.AdminSetDisabled(t.Context(), "alice", false); err != nil {
		t.Fatal(err)
	}
	if _, err = w.logIn(t, "alice", "pw-alice"); err != nil {
		t.Errorf("after enabling: %v", err)
	}
}

// A page that is reloaded while it refreshes has lost the answer.
func TestRefreshIsAnsweredAgainAtOnce(t *testing.T) {
	now := newClock()
	w := newWorld(t, now.use)
	w.user(t, "alice")
	login, err := w.logIn(t, "alice", "pw-alice")
	if err != nil {
		t.Fatal(err)
	}
	first, err := w.IssueTokens(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	refresh := func(token string) chat.Tokens {
		t.Helper()
		_, got, err := w.Refresh(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Authenticate(t.Context(), got.Access); err != nil {
			t.Errorf("the access token: %v", err)
		}
		return got
	}
	second := refresh(first.Refresh)
	now.advance(29 * time.Second)
	if again := refresh(first.Refresh); again.Refresh != second.Refresh {
		t.Errorf("got another refresh token, want the one that was lost")
	}
	// It was not lost after all: the first one is not good any more.
	third := refresh(second.Refresh)
	_, _, err = w.Refresh(t.Context(), first.Refresh)
	wantCode(t, err, chat.CodeUnauthenticated)
	_, _, err = w.Refresh(t.Context(), third.Refresh)
	wantCode(t, err, chat.CodeUnauthenticated)
}

func TestReusedRefreshTokenRevokesItsSession(t *testing.T) {
	now := newClock()
	w := newWorld(t, now.use)
	w.user(t, "alice")
	login, err := w.logIn(t, "alice", "pw-alice")
	if err != nil {
		t.Fatal(err)
	}
	first, err := w.IssueTokens(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := w.Refresh(t.Context(), first.Refresh)
	if err != nil {
		t.Fatal(err)
	}
	now.advance(31 * time.Second)
	_, _, err = w.Refresh(t.Context(), first.Refresh)
	wantCode(t, err, chat.CodeUnauthenticated)
	_, _, err = w.Refresh(t.Context(), second.Refresh)
	wantCode(t, err, chat.CodeUnauthenticated)
	_, _, err = w.Authenticate(t.Context(), second.Access)
	wantCode(t, err, chat.CodeUnauthenticated)
}

// A revocation by another process, such as the user subcommand.
func TestS03RevocationElsewhereEndsTheSession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flamingo.db")
	w, other := openWorld(t, path), openWorld(t, path)
	alice := w.user(t, "alice")
	login, err := w.logIn(t, "alice", "pw-alice")
	if err != nil {
		t.Fatal(err)
	}
	alice.SessionID = login.Session.ID
	in := w.connect(t, alice)
	started := time.Now()
	if err := other.AdminSetDisabled(t.Context(), "alice", true); err != nil {
		t.Fatal(err)
	}
	if end := <-in.ended; end.Reason != chat.EndRevoked {
		t.Errorf("ended with %v", end.Reason)
	}
	if took := time.Since(started); took > time.Second {
		t.Errorf("it took %v, want at most a second", took)
	}
}

func TestNewPasswordEndsTheOtherSessions(t *testing.T) {
	w := newWorld(t)
	w.user(t, "alice")
	here, err1 := w.logIn(t, "alice", "pw-alice")
	there, err2 := w.logIn(t, "alice", "pw-alice")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	a := chat.Actor{UserID: here.User.ID, SessionID: here.Session.ID, Class: models.ClassWeb}
	err := w.ChangePassword(t.Context(), a, "wrong", "new password")
	if e := chat.Describe(err); e.Reason != chat.ReasonWrongPassword || e.Field != "old_password" {
		t.Errorf("got %v", err)
	}
	if err := w.ChangePassword(t.Context(), a, "pw-alice", "new password"); err != nil {
		t.Fatal(err)
	}
	list, err := w.Sessions(t.Context(), a)
	if err != nil || len(list) != 1 || list[0].ID != here.Session.ID {
		t.Errorf("got %v, %v, want only the session that changed it and not %s", list, err, there.Session.ID)
	}
	_, err = w.logIn(t, "alice", "pw-alice")
	wantCode(t, err, chat.CodeUnauthenticated)
	if _, err := w.logIn(t, "alice", "new password"); err != nil {
		t.Error(err)
	}
}

// What the original stored as text is replaced by a hash at the first log-in.
func TestPlainPasswordIsHashedAtLogIn(t *testing.T) {
	w := newWorld(t)
	alice := w.user(t, "alice")
	if err := w.store.SetPassword(t.Context(), alice.UserID, "as it was"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.logIn(t, "alice", "as it was"); err != nil {
		t.Fatal(err)
	}
	u, err := w.store.User(t.Context(), alice.UserID)
	if err != nil || u.Password[:9] != "$argon2id" {
		t.Errorf("stored %.9q, %v, want a hash", u.Password, err)
	}
	if _, err := w.logIn(t, "alice", "as it was"); err != nil {
		t.Error(err)
	}
}

func TestVerifiedCredentialsSurviveARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "flamingo.db")
	w := openWorld(t, path)
	w.user(t, "alice")
	if _, err := w.logIn(t, "alice", "pw-alice"); err != nil {
		t.Fatal(err)
	}
	state := w.CredentialCache()
	again := openWorld(t, path, func(o *chat.Options) { o.CredentialCache = state })
	if _, err := again.logIn(t, "alice", "pw-alice"); err != nil {
		t.Error(err)
	}
	_, err := again.logIn(t, "alice", "pw-alicE")
	wantCode(t, err, chat.CodeUnauthenticated)
}
