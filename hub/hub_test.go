package hub_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"flamingo/chat"
	"flamingo/hub"
	"flamingo/models"
)

// client is the far end of a session: it records what it is given, and reads
// only while its gate is open.
type client struct {
	gate chan struct{} // nil: always reads

	mu    sync.Mutex
	got   []chat.Event
	ended *chat.End
}

func (c *client) Deliver(items []hub.Item) error {
	if c.gate != nil {
		<-c.gate
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, it := range items {
		c.got = append(c.got, it.Event)
	}
	return nil
}

func (c *client) Ending(chat.End) {}

func (c *client) Ended(end chat.End) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		panic("ended twice")
	}
	c.ended = &end
}

func (c *client) seqs() (list []int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ev := range c.got {
		list = append(list, ev.(chat.MessageSent).Message.Seq)
	}
	return list
}

func (c *client) end() *chat.End {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ended
}

func join(t *testing.T, h *hub.Hub, id string, user int64, class models.Class, device string, c *client) *hub.Session {
	t.Helper()
	s := hub.NewSession(id, user, class, device, c)
	if !h.Join(s, 0) {
		t.Fatalf("session %s may not join", id)
	}
	return s
}

func message(seq int64) chat.Event { return chat.MessageSent{Message: models.Message{Seq: seq}} }

func TestEventsArriveInOrderAtEverySession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		var pc, web client
		join(t, h, "a", 1, models.ClassPC, "", &pc)
		join(t, h, "b", 1, models.ClassWeb, "", &web)
		var want []int64
		for i := range int64(500) {
			h.Notify(chat.ToUsers(1, 2), message(i))
			want = append(want, i)
		}
		synctest.Wait()
		for name, c := range map[string]*client{"pc": &pc, "web": &web} {
			if got := c.seqs(); !slices.Equal(got, want) {
				t.Errorf("%s got %v", name, got)
			}
		}
	})
}

func TestSlowSessionIsEndedAndDelaysNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		slow := client{gate: make(chan struct{})}
		var quick client
		join(t, h, "slow", 1, models.ClassWeb, "", &slow)
		join(t, h, "quick", 2, models.ClassWeb, "", &quick)
		for i := range int64(hub.MaxQueuedItems + 10) {
			h.Notify(chat.ToUsers(1, 2), message(i))
			if i%100 == 0 {
				synctest.Wait() // the quick one keeps up
			}
		}
		synctest.Wait()
		if got := len(quick.seqs()); got != hub.MaxQueuedItems+10 {
			t.Errorf("the quick session got %d events, want all %d", got, hub.MaxQueuedItems+10)
		}
		close(slow.gate)
		synctest.Wait()
		if end := slow.end(); end == nil || end.Reason != chat.EndSlow {
			t.Errorf("the slow session ended with %v, want %v", end, chat.EndSlow)
		}
	})
}

func TestQueueIsBoundedInBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		slow := client{gate: make(chan struct{})}
		join(t, h, "slow", 1, models.ClassWeb, "", &slow)
		big := chat.MessageSent{Message: models.Message{Content: make([]byte, 1<<20)}}
		for range 8 {
			h.Notify(chat.ToUsers(1), big)
		}
		close(slow.gate)
		synctest.Wait()
		if end := slow.end(); end == nil || end.Reason != chat.EndSlow {
			t.Errorf("ended with %v, want %v", end, chat.EndSlow)
		}
	})
}

func TestSecondSessionOfALegacyClassReplacesTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		var first, second, phone client
		old := join(t, h, "s", 1, models.ClassPC, "", &first)
		join(t, h, "p", 1, models.ClassAndroid, "", &phone)
		join(t, h, "s", 1, models.ClassPC, "", &second) // the class keeps its session id
		h.Notify(chat.ToUsers(1), message(1))
		synctest.Wait()
		if end := first.end(); end == nil || end.Reason != chat.EndReplaced {
			t.Errorf("the first ended with %v, want %v", end, chat.EndReplaced)
		}
		if got := first.seqs(); len(got) != 0 {
			t.Errorf("the replaced session still heard of %v", got)
		}
		if got := second.seqs(); len(got) != 1 {
			t.Errorf("the second got %v, want one message", got)
		}
		if phone.end() != nil {
			t.Error("the session of another class was ended")
		}
		if h.Leave(old) {
			t.Error("the replaced session was still in the hub")
		}
		if n := len(h.Devices(1)); n != 2 {
			t.Errorf("%d devices, want 2", n)
		}
	})
}

func TestSameWebDeviceReplacesItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		var a, b, other client
		join(t, h, "1", 1, models.ClassWeb, "laptop", &a)
		join(t, h, "2", 1, models.ClassWeb, "tablet", &other)
		join(t, h, "3", 1, models.ClassWeb, "laptop", &b)
		synctest.Wait()
		if end := a.end(); end == nil || end.Reason != chat.EndReplaced {
			t.Errorf("ended with %v, want %v", end, chat.EndReplaced)
		}
		if other.end() != nil || b.end() != nil {
			t.Error("a session of another device was ended")
		}
	})
}

// A membership that changes while the list of groups is being read from the
// database: what the hub was told later counts.
func TestMembershipChangeDuringJoinIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		var c client
		s := join(t, h, "s", 1, models.ClassWeb, "", &c)
		h.LeaveGroup(10, 1)
		h.JoinGroup(20, 1)
		h.Subscribe(s, []int64{10, 30}) // read before both changes
		for _, g := range []int64{10, 20, 30} {
			h.Notify(chat.ToGroup(g), message(g))
		}
		synctest.Wait()
		if got, want := c.seqs(), []int64{20, 30}; !slices.Equal(got, want) {
			t.Errorf("heard of groups %v, want %v", got, want)
		}
	})
}

func TestLeaverHearsNothingMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		var c client
		s := join(t, h, "s", 1, models.ClassWeb, "", &c)
		h.Subscribe(s, []int64{10})
		h.LeaveGroup(10, 1)
		h.Notify(chat.ToGroup(10), message(1))
		h.Leave(s)
		h.Notify(chat.ToUsers(1), message(2))
		synctest.Wait()
		if got := c.seqs(); len(got) != 0 {
			t.Errorf("heard of %v after leaving", got)
		}
	})
}

func TestStopSendsWhatIsQueuedAndLetsNobodyIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New()
		var c client
		join(t, h, "s", 1, models.ClassWeb, "", &c)
		h.Notify(chat.ToUsers(1), message(1))
		if err := h.Stop(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := c.seqs(); len(got) != 1 {
			t.Errorf("got %v before the end, want one message", got)
		}
		if end := c.end(); end == nil || end.Reason != chat.EndStopping {
			t.Errorf("ended with %v, want %v", end, chat.EndStopping)
		}
		if h.Join(hub.NewSession("late", 2, models.ClassWeb, "", &client{}), 0) {
			t.Error("a session joined a stopping hub")
		}
	})
}

func TestEventIsRenderedOncePerForm(t *testing.T) {
	e := hub.NewEnvelope(message(1))
	type form struct{}
	calls := 0
	for range 3 {
		e.Render(form{}, func() []byte { calls++; return []byte("x") })
	}
	e.Render("other", func() []byte { calls++; return nil })
	if calls != 2 {
		t.Errorf("rendered %d times, want once per form", calls)
	}
}

// reader is the cheapest session there can be: what remains is the hub.
type reader struct{ pending *sync.WaitGroup }

func (r reader) Deliver(items []hub.Item) error { r.pending.Add(-len(items)); return nil }
func (r reader) Ending(chat.End)                {}
func (r reader) Ended(chat.End)                 {}

func BenchmarkFanOut(b *testing.B) {
	for _, n := range []int{100, 5000} {
		b.Run(fmt.Sprintf("sessions=%d", n), func(b *testing.B) {
			h := hub.New()
			var pending sync.WaitGroup
			for i := range n {
				s := hub.NewSession(fmt.Sprint(i), int64(i+1), models.ClassWeb, "", reader{&pending})
				h.Join(s, 0)
				h.Subscribe(s, []int64{models.FirstGroupID})
			}
			b.ReportAllocs()
			for b.Loop() {
				pending.Add(n)
				h.Notify(chat.ToGroup(models.FirstGroupID), message(1))
				pending.Wait()
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "deliveries/s")
		})
	}
}
