package ws_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/config"
	"flamingo/content"
	"flamingo/hub"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/store"
	"flamingo/ws"
	"flamingo/ws/wsclient"
)

// The tests here try to make the socket lose, double or reorder messages.

func quick(c *config.Config) { c.MessagesPerSecond, c.MessageBurst = 1e6, 1e6 }

// log returns the whole log of a conversation as REST has it.
func log(t *testing.T, r *servertest.RESTClient, c string) (all []apitype.Message) {
	t.Helper()
	for after := int64(0); ; {
		var page apitype.MessagePage
		r.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/conversations/%s/messages?after=%d&limit=200", c, after), nil).Into(t, &page)
		all = append(all, page.Messages...)
		if !page.More || len(page.Messages) == 0 {
			return all
		}
		after = page.Messages[len(page.Messages)-1].Seq
	}
}

// wantLog waits until a client has exactly what the log has.
func wantLog(t *testing.T, f *servertest.Follower, r *servertest.RESTClient, c string) {
	t.Helper()
	all := log(t, r, c)
	f.Until(t, fmt.Sprintf("equal to the log of %d messages", len(all)), func(st wsclient.State) bool {
		return st.Logs[c] != nil && st.Logs[c].Seq >= int64(len(all))
	})
	f.Until(t, "compared", func(st wsclient.State) bool {
		for i, m := range all {
			if got := st.Logs[c].Messages[int64(i+1)]; m.Seq != int64(i+1) || got.ID != m.ID || got.Content().Text != m.Content().Text {
				t.Fatalf("at %d the log has %+v and the client %+v", i+1, m, got)
			}
		}
		if len(st.Logs[c].Messages) != len(all) {
			t.Errorf("the client has %d messages, the log %d", len(st.Logs[c].Messages), len(all))
		}
		return true
	})
}

// The acknowledgement is lost; two devices repeat the send at once, and once
// more after a restart.
func TestLostAcknowledgementMakesNoSecondMessage(t *testing.T) {
	srv := servertest.Start(t)
	alice, again := srv.RESTClient(t, "alice"), srv.RESTClient(t, "alice")
	bob := srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	send := map[string]any{"c": c, "cid": "the one", "body": map[string]string{"text": "once"}}

	deaf := srv.Connected(t, alice)
	deaf.Post(t, "send", send)
	deaf.Close() // the answer goes nowhere, and perhaps the request with it

	var sent [3]servertest.Frame
	var both sync.WaitGroup
	for i, r := range []*servertest.RESTClient{alice, again} {
		device := srv.Connected(t, r)
		both.Go(func() { sent[i] = device.Request(t, "send", send) })
	}
	both.Wait()
	srv.Restart(t)
	sent[2] = srv.Connected(t, alice).Request(t, "send", send)
	var first apitype.Sent
	for i, f := range sent {
		var got apitype.Sent
		if f.Err != nil || json.Unmarshal(f.D, &got) != nil {
			t.Fatalf("attempt %d is answered %s", i+1, f.Raw)
		}
		if i == 0 {
			first = got
		}
		if got.Seq != 1 || got.ID != first.ID {
			t.Errorf("attempt %d is answered %s, want the first message", i+1, f.Raw)
		}
	}
	if all := log(t, bob, c); len(all) != 1 {
		t.Errorf("the log has %d messages, want 1", len(all))
	}
}

// Somebody writes without a break while a client connects a thousand times and
// is cut at any point of it.
func TestReconnectingUnderLoadLosesNothing(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 100
	}
	srv := servertest.Start(t, quick)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	a := srv.Follow(t, alice)
	f := &servertest.Follower{Client: &wsclient.Client{URL: "ws://" + srv.HTTPAddr() + "/ws",
		Device: apitype.Device{ID: bob.Session, Name: "test"},
		Token:  func(context.Context) (string, error) { return bob.Access, nil }}}

	stop := make(chan struct{})
	var writer sync.WaitGroup
	sent := 0
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				sent++
				a.SendText(t, c, fmt.Sprint(sent), fmt.Sprint("message ", sent))
			}
		}
	})
	random := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		ctx, cut := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(6*time.Millisecond))))
		_ = f.Run(ctx) // ends when it is cut
		cut()
	}
	close(stop)
	writer.Wait()
	f.Start(t)
	wantLog(t, f, bob, c)
	wantLog(t, a, bob, c)
	t.Logf("%d messages while a client connected %d times", sent, rounds)
}

// A restored backup has another epoch: running clients begin anew by themselves.
func TestClientsHealAfterARestore(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	a, b := srv.Follow(t, alice), srv.Follow(t, bob)
	a.SendText(t, c, "1", "before")
	wantLog(t, b, bob, c)

	addrs := srv.Addrs()
	srv.Stop(t)
	st, err := store.Open(t.Context(), store.Options{Driver: store.SQLite, SQLitePath: filepath.Join(srv.Config.Data, "flamingo.db")})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.SetMeta(t.Context(), "epoch", "restored"); err != nil {
		t.Fatal(err)
	}
	st.Close()
	srv.Config.HTTP = addrs.HTTP
	srv.Restart(t)
	b.Until(t, "healed", func(st wsclient.State) bool { return st.Epoch == "restored" && st.Resets == 2 })
	a.Until(t, "connected again", func(st wsclient.State) bool { return st.Epoch == "restored" && st.Conn != nil })
	a.SendText(t, c, "2", "after")
	wantLog(t, b, bob, c)
}

// Old and new clients in one group see the same messages in the same order.
func TestOldAndNewClientsSeeOneSequence(t *testing.T) {
	srv := servertest.Start(t, quick)
	pc := srv.LegacyClient(t, "pc", models.ClassPC)
	group := pc.CreateGroup(t, "everybody")
	alice := srv.RESTClient(t, "alice")
	if err := srv.Chat().JoinGroup(t.Context(), actorOf(alice), group); err != nil {
		t.Fatal(err)
	}
	a := srv.Follow(t, alice)
	c := models.GroupConversation(group).String()
	const each = 30
	var writers sync.WaitGroup
	writers.Go(func() {
		for i := range each {
			a.SendText(t, c, fmt.Sprint(i), fmt.Sprint("web ", i))
		}
	})
	writers.Go(func() {
		for i := range each {
			if err := pc.TrySendChat(group, fmt.Sprint("pc ", i)); err != nil {
				t.Error(err)
			}
		}
	})
	writers.Wait()
	a.Until(t, "complete", func(st wsclient.State) bool { return st.Logs[c] != nil && st.Logs[c].Seq >= 2*each })
	wantLog(t, a, alice, c)
	var web []string // what the old client has to have been sent by others, in order
	for _, m := range log(t, alice, c) {
		if m.From == fmt.Sprint(alice.ID) {
			web = append(web, m.Content().Text)
		}
	}
	for _, want := range web {
		if got := pc.NextChat(t); got.Text != want {
			t.Fatalf("the old client gets %q, want %q", got.Text, want)
		}
	}
}

// overflow sends half as much again as the queue holds of somebody who does not
// read: the rest is for the write under way and the buffers of both systems. It
// returns the last position.
func overflow(t *testing.T, srv *servertest.Server, from *servertest.RESTClient, c models.ConversationID) int64 {
	t.Helper()
	body := content.NewText(strings.Repeat("—", 19_000)).JSON() // 57 KB, and nothing for the index
	n := int64(hub.MaxQueuedBytes * 3 / 2 / len(body))
	for i := range n {
		p := chat.SendParams{Conversation: c, ClientID: fmt.Sprint("overflow ", i), Format: content.Canonical, Content: body}
		if _, err := srv.Chat().SendMessage(t.Context(), actorOf(from), p); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// wantSlow waits until a socket that did not read from began on is closed for that.
func wantSlow(t *testing.T, c *servertest.Socket, began time.Time) {
	t.Helper()
	took := time.Since(began)
	bye, code := c.Closed(t)
	if code == -1 && took > ws.WriteTimeout {
		t.Logf("after %v it was cut without a word", took) // which is right on a machine so slow
		return
	}
	if code != 4408 || bye.Code != 4408 || !bye.Reconnect {
		t.Errorf("after %v closed with %d after %s, want 4408 and reconnect", took, code, bye.Raw)
	}
}

// One member of a large group who does not read delays nobody, is ended with
// 4408 and gets the rest when it resumes.
func TestSlowMemberDelaysNobody(t *testing.T) {
	srv := servertest.Start(t, quick)
	alice, bob, slow := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob"), srv.RESTClient(t, "slow")
	g, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice), "group")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*servertest.RESTClient{bob, slow} {
		if err := srv.Chat().JoinGroup(t.Context(), actorOf(r), g.ID); err != nil {
			t.Fatal(err)
		}
	}
	c := models.GroupConversation(g.ID).String()
	paused := srv.DialPaused(t, slow.Access)
	b := srv.Follow(t, bob)
	began := time.Now()
	last := overflow(t, srv, alice, models.GroupConversation(g.ID))
	paused.Resume()
	wantSlow(t, paused, began)
	complete := func(st wsclient.State) bool {
		return st.Logs[c] != nil && st.Logs[c].Seq == last && len(st.Logs[c].Messages) == int(last)
	}
	b.Until(t, "complete", complete)
	srv.Follow(t, slow).Until(t, "healed", complete)
}

// Whoever blocked somebody gets the number of what they write in a group and
// nothing else, pushed or missed, and pages without end or hole (S-23).
func TestS23BlockedMembersMessagesKeepTheirNumbers(t *testing.T) {
	srv := servertest.Start(t, quick)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	g, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice), "group")
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().JoinGroup(t.Context(), actorOf(bob), g.ID); err != nil {
		t.Fatal(err)
	}
	c := models.GroupConversation(g.ID).String()
	if res := bob.Do(t, http.MethodPut, fmt.Sprintf("/api/v1/blocks/%d", alice.ID), nil); res.Status >= 300 {
		t.Fatalf("blocking is answered %d %s", res.Status, res.Body)
	}
	a, b := srv.Follow(t, alice), srv.Follow(t, bob)
	check := func(when string, upTo int64) {
		t.Helper()
		b.Until(t, when, func(st wsclient.State) bool { return st.Logs[c] != nil && st.Logs[c].Seq >= upTo })
		b.Until(t, when, func(st wsclient.State) bool {
			for _, m := range st.Logs[c].Messages {
				if m.From == fmt.Sprint(alice.ID) && !m.System {
					t.Errorf("%s: bob has %q of somebody he blocked", when, m.Content().Text)
				}
			}
			return true
		})
	}
	last := a.SendText(t, c, "1", "pushed").Seq
	check("pushed", last)
	b.Stop()
	for i := range 210 {
		last = a.SendText(t, c, fmt.Sprint("gap ", i), "missed").Seq
	}
	b.Start(t)
	check("after a gap of invisible messages", last)
	last = b.SendText(t, c, "mine", "I am here").Seq
	check("after an own message", last)
}

// State before and events make the state after: of two clients, one applied
// what it was told of each operation, the other loaded everything afterwards.
func TestEventsLeadToTheStateThatLoadingGives(t *testing.T) {
	srv := servertest.Start(t, quick)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	id := models.DirectConversation(alice.ID, bob.ID)
	a, b, away := srv.Follow(t, alice), srv.Follow(t, bob), srv.Follow(t, srv.RESTClient(t, "bob"))
	for i := range 5 {
		a.SendText(t, c, fmt.Sprint(i), fmt.Sprint("message ", i))
	}
	away.Until(t, "there", func(st wsclient.State) bool { return st.Logs[c] != nil && st.Logs[c].Seq == 5 })
	away.Stop() // it applies the same from the difference

	ctx, chats := t.Context(), srv.Chat()
	operations := []struct {
		name string
		do   func() error
	}{
		{"edit", func() error {
			_, err := chats.EditMessage(ctx, actorOf(alice), id, 1, []byte(`{"text":"edited [smile]"}`))
			return err
		}},
		{"react", func() error { _, err := chats.React(ctx, actorOf(bob), id, 2, "👍", true); return err }},
		{"react too", func() error { _, err := chats.React(ctx, actorOf(alice), id, 2, "👍", true); return err }},
		{"take back a reaction", func() error { _, err := chats.React(ctx, actorOf(bob), id, 2, "👍", false); return err }},
		{"pin", func() error { return chats.PinMessage(ctx, actorOf(alice), id, 3, true) }},
		{"pin another", func() error { return chats.PinMessage(ctx, actorOf(alice), id, 4, true) }},
		{"unpin", func() error { return chats.PinMessage(ctx, actorOf(bob), id, 3, false) }},
		{"recall", func() error { return chats.RecallMessage(ctx, actorOf(alice), id, 4) }},
	}
	for _, o := range operations {
		if err := o.do(); err != nil {
			t.Fatalf("%s: %v", o.name, err)
		}
		fresh := srv.Follow(t, srv.RESTClient(t, "bob"))
		want, at := stateOf(t, fresh, c)
		fresh.Stop()
		b.Until(t, o.name, has(c, at))
		if got, _ := stateOf(t, b, c); got != want {
			t.Errorf("%s: events lead to\n%s\nloading gives\n%s", o.name, got, want)
		}
	}
	away.Start(t)
	want, at := stateOf(t, b, c)
	away.Until(t, "caught up", has(c, at))
	if got, _ := stateOf(t, away, c); got != want {
		t.Errorf("the difference leads to\n%s\nevents to\n%s", got, want)
	}
}

// stateOf is all that a client knows of the messages of a conversation.
func stateOf(t *testing.T, f *servertest.Follower, c string) (state string, at apitype.Position) {
	t.Helper()
	f.Until(t, "read", func(st wsclient.State) bool {
		l := st.Logs[c]
		if l == nil {
			return false
		}
		data, err := json.MarshalIndent(l.Messages, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		state, at = string(data), apitype.Position{l.Seq, l.Rev}
		return true
	})
	return state, at
}

func has(c string, at apitype.Position) func(wsclient.State) bool {
	return func(st wsclient.State) bool {
		return st.Logs[c] != nil && st.Logs[c].Seq >= at[0] && st.Logs[c].Rev >= at[1]
	}
}
