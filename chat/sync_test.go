package chat_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// positions is the vector of somebody who has taken all of d.
func positions(d *chat.Difference) chat.Positions {
	p := chat.Positions{Epoch: d.Epoch, U: d.U, Conversations: map[models.ConversationID]chat.Position{}}
	for _, c := range d.Conversations {
		if len(p.Conversations) < chat.MaxResume {
			p.Conversations[c.Conversation.ID] = chat.Position{Seq: c.Conversation.LastSeq, Rev: c.Conversation.Rev}
		}
	}
	return p
}

func (w *world) resume(t *testing.T, a chat.Actor, p chat.Positions) *chat.Difference {
	t.Helper()
	d, err := w.Resume(t.Context(), a, p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (w *world) sendMany(t *testing.T, a chat.Actor, c models.ConversationID, n int) {
	t.Helper()
	var sent sync.WaitGroup
	for i := range n {
		sent.Add(1)
		p := chat.SendParams{Conversation: c, ClientID: fmt.Sprint(c, " ", i), Format: content.Canonical, Content: text(fmt.Sprint("message ", i))}
		err := w.SubmitMessage(t.Context(), a, p, func(_ *chat.Sent, err error) {
			if err != nil {
				t.Error(err)
			}
			sent.Done()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	sent.Wait()
}

// TestResumeReadsSessionsThatSayNoClass: rows of the user's log that an early
// version wrote.
func TestResumeReadsSessionsThatSayNoClass(t *testing.T) {
	w := newWorld(t)
	alice := w.user(t, "alice")
	have := positions(w.resume(t, alice, chat.Positions{}))
	row := &models.UserEvent{UserID: alice.UserID, Kind: string(chat.KindSession), CreatedAt: time.Now(),
		Data: []byte(`{"action":"started","name":"Phone","by":1,"session":"01M8AVH628KJRCR4Q8CS9R2D0P"}`)}
	if err := w.store.InTx(t.Context(), func(tx chat.Store) error { return tx.AppendUserEvent(t.Context(), row) }); err != nil {
		t.Fatal(err)
	}
	d := w.resume(t, alice, have)
	if len(d.Events) != 1 || d.Events[0].Action != chat.ActionStarted || d.Events[0].Name != "Phone" || d.Events[0].Class != "" {
		t.Errorf("the difference is %+v", d.Events)
	}
}

func TestResumeTellsWhatFollows(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.sendMany(t, alice, c, 3)
	have := positions(w.resume(t, bob, chat.Positions{}))
	if d := w.resume(t, bob, have); len(d.Conversations) != 0 || len(d.Events) != 0 || d.Reset {
		t.Errorf("with nothing new the difference is %+v", d)
	}
	w.send(t, alice, c, "4", "four")
	w.send(t, alice, c, "5", "five")
	d := w.resume(t, bob, have)
	if len(d.Conversations) != 1 || d.Conversations[0].Gap || len(d.Conversations[0].Messages) != 2 || d.Conversations[0].Messages[0].Seq != 4 {
		t.Errorf("two behind, the difference is %+v", d.Conversations)
	}
	w.sendMany(t, bob, c, chat.MaxResumeMessages)
	d = w.resume(t, bob, have)
	if got := d.Conversations[0]; !got.Gap || len(got.Messages) != 0 || got.Last == nil || got.Last.Seq != 55 {
		t.Errorf("far behind, the difference is %+v, want a gap and the last message", got)
	}
	page, err := w.SyncConversation(t.Context(), bob, c, chat.Position{Seq: 3}, 50)
	if err != nil || len(page.Messages) != 50 || page.Messages[0].Seq != 4 || !page.More {
		t.Errorf("the first page is %+v, %v", page, err)
	}
}

// Long messages make short pages: an answer has to reach a phone.
func TestPagesOfLongMessagesAreBoundedInBytes(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	const n = 50 // 48 KB each
	for i := range n {
		w.send(t, alice, c, fmt.Sprint(i), strings.Repeat("慢", 16_000))
	}
	var at chat.Position
	for pages := 0; ; pages++ {
		page, err := w.SyncConversation(t.Context(), bob, c, at, chat.MaxPage)
		if err != nil || pages > n {
			t.Fatalf("page %d: %v", pages, err)
		}
		bytes := 0
		for _, m := range page.Messages {
			if m.Seq != at.Seq+1 {
				t.Fatalf("after %d comes %d", at.Seq, m.Seq)
			}
			at.Seq = m.Seq
			bytes += len(m.Content)
		}
		if bytes > chat.MaxResumeBytes || len(page.Skipped) > 0 {
			t.Fatalf("page %d has %d bytes and skips %v", pages, bytes, page.Skipped)
		}
		if !page.More {
			break
		}
	}
	if at.Seq != n {
		t.Errorf("the pages end at %d, want %d", at.Seq, n)
	}
}

func TestForeignPositionsAreReset(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	w.sendMany(t, alice, c, 3)
	good := positions(w.resume(t, bob, chat.Positions{}))
	for name, change := range map[string]func(*chat.Positions){
		"epoch": func(p *chat.Positions) { p.Epoch = "another" },
		"u":     func(p *chat.Positions) { p.U = 99 },
		"seq":   func(p *chat.Positions) { p.Conversations = map[models.ConversationID]chat.Position{c: {Seq: 4}} },
		"rev": func(p *chat.Positions) {
			p.Conversations = map[models.ConversationID]chat.Position{c: {Seq: 3, Rev: 1}}
		},
	} {
		p := good
		change(&p)
		d := w.resume(t, bob, p)
		if !d.Reset || len(d.Conversations) != 1 || d.Conversations[0].Last == nil || d.U != good.U {
			t.Errorf("foreign %s: the difference is %+v, want a reset with the heads", name, d)
		}
	}
}

// Whoever left a group learns it from the difference, and nothing else of the group.
func TestS09LeaverResumesWithoutTheGroup(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	g, err := w.CreateGroup(t.Context(), alice, "group")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	c := models.GroupConversation(g.ID)
	w.send(t, alice, c, "1", "hello bob")
	have := positions(w.resume(t, bob, chat.Positions{}))
	if err := w.LeaveGroup(t.Context(), bob, g.ID); err != nil {
		t.Fatal(err)
	}
	w.send(t, alice, c, "2", "bob is gone")
	d := w.resume(t, bob, have)
	if len(d.Conversations) != 1 || !d.Conversations[0].Gone || d.Conversations[0].Last != nil || d.Conversations[0].Messages != nil {
		t.Errorf("the leaver gets %+v", d.Conversations)
	}
	_, err = w.SyncConversation(t.Context(), bob, c, chat.Position{}, 50)
	wantCode(t, err, chat.CodeForbidden)
}

// Offline for 50,000 messages in 300 conversations.
func TestLongAbsenceIsOneBoundedAnswer(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	const groups, messages = 300, 50_000
	var ids []models.ConversationID
	for i := range groups {
		g, err := w.CreateGroup(t.Context(), alice, fmt.Sprint("group ", i))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, models.GroupConversation(g.ID))
	}
	have := positions(w.resume(t, bob, chat.Positions{}))
	for _, c := range ids {
		w.sendMany(t, alice, c, messages/groups)
	}
	d := w.resume(t, bob, have)
	if len(d.Conversations) != groups || d.Reset || d.More != nil {
		t.Fatalf("the answer has %d conversations, reset %v, more %v, want all %d", len(d.Conversations), d.Reset, d.More, groups)
	}
	for _, c := range d.Conversations {
		if c.Last == nil || c.Last.Seq != messages/groups || c.Unread() != messages/groups {
			t.Fatalf("conversation %s ends at %+v with %d unread", c.Conversation.ID, c.Last, c.Unread())
		}
	}
	answer, err := json.Marshal(apitype.FromDifference(d))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d messages in %d conversations are an answer of %d bytes", messages, groups, len(answer))
	if limit := 1000 * groups; len(answer) > limit {
		t.Errorf("the answer has %d bytes, want at most %d", len(answer), limit)
	}
}

// counting is a store that counts the questions a resume asks. One that is not
// here ends the test: nothing escapes the count.
type counting struct {
	chat.Store // nil
	to         chat.Store
	n          *atomic.Int64
}

// The index of searches and the closing of accounts look into the store by
// themselves; no client causes that.
func (c counting) Deletions(ctx context.Context, limit int) ([]int64, error) {
	return c.to.Deletions(ctx, limit)
}
func (c counting) SearchPosition(ctx context.Context) (int64, error) { return c.to.SearchPosition(ctx) }
func (c counting) MessagesByID(ctx context.Context, after int64, limit int) ([]models.Message, error) {
	return c.to.MessagesByID(ctx, after, limit)
}

func (c counting) User(ctx context.Context, id int64) (*models.User, error) {
	c.n.Add(1)
	return c.to.User(ctx, id)
}
func (c counting) Users(ctx context.Context, ids []int64) ([]models.User, error) {
	c.n.Add(1)
	return c.to.Users(ctx, ids)
}
func (c counting) Groups(ctx context.Context, ids []int64) ([]models.Group, error) {
	c.n.Add(1)
	return c.to.Groups(ctx, ids)
}
func (c counting) UserEvents(ctx context.Context, user, after int64, limit int) ([]models.UserEvent, error) {
	c.n.Add(1)
	return c.to.UserEvents(ctx, user, after, limit)
}
func (c counting) Heads(ctx context.Context, user int64, from *chat.HeadCursor, limit int) ([]chat.Head, error) {
	c.n.Add(1)
	return c.to.Heads(ctx, user, from, limit)
}
func (c counting) HeadsOf(ctx context.Context, user int64, ids []models.ConversationID) ([]chat.Head, error) {
	c.n.Add(1)
	return c.to.HeadsOf(ctx, user, ids)
}
func (c counting) MessagesIn(ctx context.Context, spans []chat.Span) ([]models.Message, error) {
	c.n.Add(1)
	return c.to.MessagesIn(ctx, spans)
}
func (c counting) ChangesIn(ctx context.Context, spans []chat.Span) ([]models.Change, error) {
	c.n.Add(1)
	return c.to.ChangesIn(ctx, spans)
}

func (c counting) HiddenIn(ctx context.Context, user int64, spans []chat.Span) ([]chat.MessageRef, error) {
	c.n.Add(1)
	return c.to.HiddenIn(ctx, user, spans)
}
func (c counting) BlockedIDs(ctx context.Context, user int64) ([]int64, error) {
	c.n.Add(1)
	return c.to.BlockedIDs(ctx, user)
}
func (c counting) PinnedIn(ctx context.Context, refs []chat.MessageRef) ([]chat.MessageRef, error) {
	c.n.Add(1)
	return c.to.PinnedIn(ctx, refs)
}

func (c counting) ReactionCounts(ctx context.Context, refs []chat.MessageRef) (map[chat.MessageRef][]chat.ReactionCount, error) {
	c.n.Add(1)
	return c.to.ReactionCounts(ctx, refs)
}
func (c counting) Expired(ctx context.Context, after, until time.Time, limit int) ([]models.Message, error) {
	return c.to.Expired(ctx, after, until, limit)
}
func (c counting) SetMeta(ctx context.Context, name, value string) error {
	return c.to.SetMeta(ctx, name, value)
}

// What of the store runs beside a resume.
func (c counting) Meta(ctx context.Context, name string) (string, error) { return c.to.Meta(ctx, name) }
func (c counting) WebhookUsers(ctx context.Context) ([]int64, error)     { return c.to.WebhookUsers(ctx) }
func (c counting) SaveLastSeen(ctx context.Context, list []models.LastSeen) error {
	return c.to.SaveLastSeen(ctx, list)
}
func (c counting) RevokedSince(ctx context.Context, t time.Time) ([]string, error) {
	return c.to.RevokedSince(ctx, t)
}

// maxResumeQueries is what one resume may cost, however much there is.
const maxResumeQueries = 16

func TestResumeCostsABoundedNumberOfQueries(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	var n atomic.Int64
	service, err := chat.New(t.Context(), chat.Options{Store: counting{to: w.store, n: &n}, Notifier: w.hub, CheapHashes: true, TokenKey: make([]byte, 32)})
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close(context.Background())
	have := positions(w.resume(t, bob, chat.Positions{}))
	for _, groups := range []int{1, 20, 60} {
		for i := range groups {
			g, err := w.CreateGroup(t.Context(), alice, fmt.Sprint("group ", i))
			if err != nil {
				t.Fatal(err)
			}
			if err := w.JoinGroup(t.Context(), bob, g.ID); err != nil {
				t.Fatal(err)
			}
			c := models.GroupConversation(g.ID)
			have.Conversations[c] = chat.Position{}
			w.sendMany(t, alice, c, 10)
		}
		n.Store(0)
		d, err := service.Resume(t.Context(), bob, have)
		if err != nil || d.Reset {
			t.Fatalf("got %+v, %v", d, err)
		}
		t.Logf("%d conversations behind: %d queries", len(have.Conversations), n.Load())
		if n.Load() > maxResumeQueries {
			t.Errorf("%d conversations cost %d queries, want at most %d", len(have.Conversations), n.Load(), maxResumeQueries)
		}
	}
}

// A clock that jumps a day either way changes times, not the order.
func TestClockJumpsLeaveTheOrder(t *testing.T) {
	var offset atomic.Int64
	w := newWorld(t, func(o *chat.Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
	})
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	c := models.DirectConversation(alice.UserID, bob.UserID)
	have := positions(w.resume(t, bob, chat.Positions{}))
	have.Conversations[c] = chat.Position{}
	for i, jump := range []time.Duration{0, 24 * time.Hour, -24 * time.Hour, 48 * time.Hour, 0} {
		offset.Store(int64(jump))
		if sent := w.send(t, alice, c, fmt.Sprint(i), fmt.Sprint(i)); sent.Message.Seq != int64(i+1) {
			t.Errorf("message %d got seq %d", i+1, sent.Message.Seq)
		}
	}
	d := w.resume(t, bob, have)
	if len(d.Conversations) != 1 || len(d.Conversations[0].Messages) != 5 {
		t.Fatalf("got %+v", d.Conversations)
	}
	for i, m := range d.Conversations[0].Messages {
		if want := fmt.Sprint(i); content.PlainText(content.Decode(content.Format(m.Format), m.Content)) != want {
			t.Errorf("place %d has %s, want %s", i+1, m.Content, want)
		}
	}
}

// What is older than the logs reach is loaded afresh.
func TestPositionsOlderThanTheLogAreReset(t *testing.T) {
	var offset atomic.Int64
	w := newWorld(t, func(o *chat.Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
	})
	alice, bob := w.user(t, "alice"), w.user(t, "bob")
	old := positions(w.resume(t, bob, chat.Positions{}))
	if err := w.AddTeam(t.Context(), bob, "one"); err != nil {
		t.Fatal(err)
	}
	if err := w.RequestFriend(t.Context(), alice, bob.UserID, "hello"); err != nil {
		t.Fatal(err)
	}
	if d := w.resume(t, bob, old); d.Reset || len(d.Events) != 2 {
		t.Fatalf("before trimming the difference is %+v", d)
	}
	offset.Store(int64(chat.LogRetention + time.Hour))
	if err := w.AddTeam(t.Context(), bob, "two"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.TrimLogs(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d := w.resume(t, bob, old); !d.Reset {
		t.Errorf("after trimming the difference is %+v, want a reset", d)
	}
	events, err := w.DeliverEvents(t.Context(), bob, 0, 10)
	if err != nil || len(events) != 2 || events[0].Kind != chat.KindRequest {
		t.Errorf("the log has %+v, %v, want the request and the new entry", events, err)
	}
	now := old
	now.U = events[0].U
	if d := w.resume(t, bob, now); d.Reset || len(d.Events) != 1 {
		t.Errorf("from where the log is whole the difference is %+v", d)
	}
}
