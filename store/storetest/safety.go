package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// hostile are values that mean something to a database when they are pasted
// into a query.
var hostile = []string{`' OR '1'='1`, `' OR 1=1 -- `, `"; DROP TABLE t_user; --`, `\`, `\'`, `%`, `_`, "`", "?", `\u0027`, "'||'", "\x00'", "/*"}

// testInjection is case S-02: what comes from outside is a value, everywhere.
func testInjection(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	for _, h := range hostile {
		_, err := s.store.UserByName(ctx, h)
		wantCode(t, "user "+h, err, chat.CodeNotFound)
		_, err = s.store.Session(ctx, h)
		wantCode(t, "session "+h, err, chat.CodeNotFound)
		_, err = s.store.File(ctx, h)
		wantCode(t, "file "+h, err, chat.CodeNotFound)
		_, err = s.store.Meta(ctx, h)
		wantCode(t, "setting "+h, err, chat.CodeNotFound)
		equal(t, "rotation "+h, ok(s.store.RotateRefresh(ctx, h, []byte(h), []byte("x"), now()))(t), false)
		must(t, s.store.RevokeSessions(ctx, now(), h))

		u := &models.User{Username: name(h), Nickname: h, Signature: h, Teams: []byte(h), RegisteredAt: now()}
		must(t, s.store.InsertUser(ctx, u))
		equal(t, "user", ok(s.store.UserByName(ctx, u.Username))(t), u)
		s.send(t, message(c, a, h, h), message(c, b, h, h+h))
		repeat := batch(message(c, a, h, h))
		must(t, s.store.AppendMessages(ctx, repeat))
		if !repeat[0].Dup {
			t.Errorf("repeat of client id %q was not found", h)
		}
	}
	log := s.log(t, c)
	equal(t, "messages", len(log), 2*len(hostile))
	for i, h := range hostile {
		equal(t, "content", string(log[2*i].Content), h)
		equal(t, "client id", *log[2*i].ClientID, h)
	}
	equal(t, "users are still there", ok(s.store.User(ctx, a))(t).ID, a)
}

// testParallel reads, writes, runs transactions and appends at once, for a
// second: nobody may be told to come back later.
func testParallel(t *testing.T, s *suite) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	other := s.open(t)
	a, b, c := s.pair(t)
	g := s.group(t, a, b)
	s.say(t, c, a, 1)
	var work sync.WaitGroup
	loop := func(what string, step func() error) {
		work.Go(func() {
			for ctx.Err() == nil {
				if err := step(); err != nil && ctx.Err() == nil {
					t.Errorf("%s: %v", what, err)
					return
				}
			}
		})
	}
	for _, st := range []chat.Store{s.store, other} {
		for range 2 {
			loop("append", func() error {
				return st.AppendMessages(ctx, batch(message(c, a, name("cid"), "x"), message(models.GroupConversation(g.ID), b, "", "y")))
			})
			loop("list", func() error {
				list, err := st.Heads(ctx, a, nil, 50)
				for _, h := range list {
					if h.Last != nil && h.Last.Seq != h.Conversation.LastSeq {
						t.Errorf("got last message %d beside the end %d", h.Last.Seq, h.Conversation.LastSeq)
					}
				}
				return err
			})
			loop("page", func() error {
				list, err := st.MessagesBefore(ctx, c, 1<<62, 50)
				for i, m := range list {
					if m.Seq != list[0].Seq+int64(i) {
						t.Errorf("got seq %d at place %d of a page from %d", m.Seq, i, list[0].Seq)
					}
				}
				return err
			})
			loop("read", func() error {
				_, err := st.AdvanceRead(ctx, b, c, now().UnixMilli()%1000)
				return err
			})
			loop("transaction", func() error {
				return st.InTx(ctx, func(tx chat.Store) error {
					if err := tx.AppendUserEvent(ctx, &models.UserEvent{UserID: a, Kind: "team", Data: []byte("{}"), CreatedAt: now()}); err != nil {
						return err
					}
					return tx.AppendUserEvent(ctx, &models.UserEvent{UserID: b, Kind: "team", Data: []byte("{}"), CreatedAt: now()})
				})
			})
		}
	}
	work.Wait()
}
