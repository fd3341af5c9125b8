package prove

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"flamingo/api/apitype"
	"flamingo/content"
)

// forged is a history in which everything is in order: three messages of user 1
// over a browser, one of an old client, seen by a browser of each user and by an
// old client of the second. Tests break something about it.
type forged struct {
	h        *History
	logs     Logs
	members  Members
	received []*Received
	messages []*Message
}

const there = "d1-2"

func forge() *forged {
	f := &forged{h: NewHistory(nil), logs: Logs{}, members: Members{there: {"1", "2"}}}
	f.h.Conversation(there, 0)
	one, two := f.h.Receiver("one", "1", "web"), f.h.Receiver("two", "2", "web")
	old := f.h.Receiver("old", "2", "pc")
	f.received = []*Received{one, two, old}
	for _, r := range f.received {
		r.Connected()
		r.Final = map[string]map[int64]apitype.Message{there: {}}
	}
	for i := range int64(4) {
		door := "web"
		if i == 3 {
			door = "android"
		}
		m := f.h.Mean(there, "1", door, fmt.Sprint("word ", i))
		f.h.Try(m)
		logged := apitype.Message{ID: fmt.Sprint(100 + i), Conversation: there, Seq: i + 1, From: "1", ClientID: m.CID, Body: content.NewText(m.Text).JSON(), Via: door}
		f.logs[there] = append(f.logs[there], logged)
		if door == "web" {
			f.h.Acked(m, apitype.Sent{Conversation: there, Seq: i + 1, ID: logged.ID})
		}
		f.messages = append(f.messages, m)
		called := f.h.Now()
		f.h.Looked(there, "two", called, i+1)
		f.h.Positioned(there, "2", called, i, i)
		one.Final[there][i+1], two.Final[there][i+1] = logged, logged
		two.Pushed(there, i+1)
		old.Shown(there, m.Number)
	}
	one.ReadAt, one.Unread = map[string]int64{there: 0}, map[string]int64{there: 0}
	two.ReadAt, two.Unread = map[string]int64{there: 3}, map[string]int64{there: 1}
	return f
}

func (f *forged) check() []Broken { return Check(f.h, f.logs, f.members, f.received).Broken }

func TestGoodHistoryPasses(t *testing.T) {
	if broken := forge().check(); len(broken) > 0 {
		t.Errorf("got %v, want nothing broken", broken)
	}
}

// TestCheckerFindsWhatIsBroken breaks a promise at a time: a proof that cannot
// fail proves nothing.
func TestCheckerFindsWhatIsBroken(t *testing.T) {
	for name, test := range map[string]struct {
		forge   func(f *forged)
		promise string // that has to be reported, with detail in its text
		detail  string
	}{
		"acknowledged message is not in the log": {func(f *forged) {
			f.logs[there] = f.logs[there][1:]
			for i := range f.logs[there] {
				f.logs[there][i].Seq--
			}
		}, "lost", "#1 was acknowledged"},
		"log ends early": {func(f *forged) { f.logs[there] = f.logs[there][:2] }, "lost", "#3 was acknowledged"},
		"hole in seq":    {func(f *forged) { f.logs[there] = slices.Delete(f.logs[there], 1, 2) }, "order", "a hole"},
		"message stands twice": {func(f *forged) {
			again := f.logs[there][0]
			again.Seq, again.ID = 5, "105"
			f.logs[there] = append(f.logs[there], again)
		}, "doubled", "#1 stands at [1 5]"},
		"message of an old client stands twice": {func(f *forged) {
			again := f.logs[there][3]
			again.Seq, again.ID = 5, "105"
			f.logs[there] = append(f.logs[there], again)
		}, "doubled", "#4 stands at [4 5]"},
		"two acknowledgements differ": {func(f *forged) {
			f.h.Acked(f.messages[0], apitype.Sent{Conversation: there, Seq: 9, ID: "109"})
		}, "doubled", "and then as 109 at 9"},
		"nobody sent it": {func(f *forged) {
			f.logs[there] = append(f.logs[there], apitype.Message{ID: "105", Conversation: there, Seq: 5, From: "1", ClientID: "prove-77", Body: content.NewText("#77 x").JSON()})
		}, "content", "nobody sent"},
		"somebody else sent it": {func(f *forged) { f.logs[there][1].From = "2" }, "content", "nobody sent"},
		"refused message is stored": {func(f *forged) {
			m := f.h.Mean(there, "1", "web", "no")
			f.h.Refuse(m, fmt.Errorf("forbidden"))
			f.logs[there] = append(f.logs[there], apitype.Message{ID: "105", Conversation: there, Seq: 5, From: "1", ClientID: m.CID, Body: content.NewText(m.Text).JSON()})
		}, "content", "was refused"},
		"text changed": {func(f *forged) { f.logs[there][0].Body = content.NewText("#1 other").JSON() }, "lost", "sent was"},
		"acknowledged edit is gone": {func(f *forged) {
			_, end := f.h.Edit(f.messages[0], "better")
			end(true)
		}, "lost", "the last acknowledged edit was \"#1 better\""},
		"acknowledged recall is gone": {func(f *forged) { f.h.Recall(f.messages[0])(true) }, "lost", "the recall of seq 1"},
		"recalled without being asked": {func(f *forged) {
			f.logs[there][0].Recalled, f.logs[there][0].Body = true, content.Body{}.JSON()
		}, "content", "which nobody asked for"},
		"recalled message still speaks": {func(f *forged) {
			f.h.Recall(f.messages[0])(true)
			f.logs[there][0].Recalled = true
		}, "content", "still says"},
		"acknowledged reaction is gone": {func(f *forged) { f.h.React(f.messages[0], "2")(true) }, "lost", "the reaction of user 2"},
		"client misses a message":       {func(f *forged) { delete(f.received[1].Final[there], 2) }, "lost", "two, d1-2: seq 2 is missing"},
		"client has another message": {func(f *forged) {
			m := f.received[1].Final[there][2]
			m.Body = content.NewText("#2 other").JSON()
			f.received[1].Final[there][2] = m
		}, "content", "two, d1-2: seq 2 is"},
		"clients have two messages in another order": {func(f *forged) {
			own := f.received[1].Final[there]
			own[1], own[2] = own[2], own[1]
		}, "content", "seq 1 is"},
		"client has more than the log": {func(f *forged) { f.received[0].Final[there][9] = f.logs[there][0] }, "content", "the log ends at 4"},
		"announced twice":              {func(f *forged) { f.received[1].Pushed(there, 2) }, "doubled", "announced seq 2 twice"},
		"announced in another order": {func(f *forged) {
			f.received[0].Pushed(there, 3)
			f.received[0].Pushed(there, 2)
		}, "order", "announced seq 2 after 3"},
		"unread differs from the log": {func(f *forged) { f.received[1].Unread[there] = 2 }, "unread", "2 unread"},
		"devices have read up to different": {func(f *forged) {
			other := f.h.Receiver("two too", "2", "web")
			other.Final, other.ReadAt, other.Unread = f.received[1].Final, map[string]int64{there: 4}, map[string]int64{there: 0}
			f.received = append(f.received, other)
		}, "unread", "two too up to 4"},
		"read position goes back":      {func(f *forged) { f.h.Positioned(there, "2", f.h.Now(), 0, 1) }, "read", "told as 1 after 3"},
		"read position is not reached": {func(f *forged) { f.h.Positioned(there, "2", f.h.Now(), 4, 3) }, "read", "asked for was 4"},
		"read misses what was acknowledged": {func(f *forged) {
			f.h.Looked(there, "two", f.h.Now(), 1)
		}, "order", "not linearizable: two saw the end at 1"},
		"later message has the smaller seq": {func(f *forged) {
			f.logs[there][0].Seq, f.logs[there][1].Seq = 2, 1
			f.logs[there][0], f.logs[there][1] = f.logs[there][1], f.logs[there][0]
			f.messages[0].sent.Seq, f.messages[1].sent.Seq = 2, 1
		}, "order", "not linearizable: #"},
		"old client misses a message": {func(f *forged) { f.received[2].frames[there] = f.received[2].frames[there][:3] }, "lost", "old, d1-2: it was not shown seq 4"},
		"old client misses one in between": {func(f *forged) {
			f.received[2].frames[there] = slices.Delete(f.received[2].frames[there], 1, 2)
		}, "order", "showed seq 3 before 2"},
		"old client is shown one twice": {func(f *forged) { f.received[2].Shown(there, 4) }, "doubled", "showed seq 4 twice"},
		"old client is shown one late":  {func(f *forged) { f.received[2].Shown(there, 1) }, "order", "showed seq 1 after 4"},
		"old client is shown too much again": {func(f *forged) {
			for n := range repeatLimit + 1 {
				m := f.h.Mean(there, "1", "web", "more")
				f.logs[there] = append(f.logs[there], apitype.Message{ID: fmt.Sprint(200 + n), Conversation: there, Seq: int64(5 + n), From: "1", ClientID: m.CID, Body: content.NewText(m.Text).JSON()})
			}
			for range 2 {
				f.received[2].Connected()
				for n := range repeatLimit + 1 {
					f.received[2].Shown(there, 5+n)
				}
			}
		}, "doubled", "at most 1000 may be"},
		"old client is shown what is nowhere": {func(f *forged) { f.received[2].Shown(there, 77) }, "content", "#77, which is not in the log"},
		"client began from nothing":           {func(f *forged) { f.received[0].resets = 2 }, "content", "begin from nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge()
			test.forge(f)
			broken := f.check()
			if !slices.ContainsFunc(broken, func(b Broken) bool { return b.Promise == test.promise && strings.Contains(b.String(), test.detail) }) {
				t.Errorf("got %v, want %s with %q", broken, test.promise, test.detail)
			}
		})
	}
}

func TestReportCountsWhatIsBroken(t *testing.T) {
	f := forge()
	delete(f.received[1].Final[there], 2)
	report := Check(f.h, f.logs, f.members, f.received)
	line := report.Conversations[0]
	if line.Lost != 1 || line.Logged != 4 || line.Acknowledged != 3 {
		t.Errorf("got %+v, want 1 lost of 4 logged and 3 acknowledged", line)
	}
	var out strings.Builder
	if err := report.Text(&out); err != nil || !strings.Contains(out.String(), "BROKEN lost: two, d1-2: seq 2 is missing") {
		t.Errorf("got %v and the text\n%s", err, out.String())
	}
}

// What is possible is not held against the server.
func TestCheckerAllowsWhatMayHappen(t *testing.T) {
	f := forge()
	f.h.Mean(there, "1", "web", "given up, and not stored")
	text, end := f.h.Edit(f.messages[1], "an edit without an answer")
	end(false)
	f.logs[there][1].Body = content.NewText(text).JSON() // done all the same
	f.h.Recall(f.messages[2])(false)                     // not done
	f.received[2].Connected()                            // an old client is shown again what was not confirmed
	f.received[2].Shown(there, 3)
	f.received[2].Shown(there, 4)
	for _, r := range f.received[:2] {
		r.Final[there][2] = f.logs[there][1]
	}
	if broken := f.check(); len(broken) > 0 {
		t.Errorf("got %v, want nothing broken", broken)
	}
}

func TestOrderOfLaterMessages(t *testing.T) {
	const ms = time.Millisecond
	for name, test := range map[string]struct {
		sends []send
		reads []Read
		want  int
	}{
		"at the same time":            {[]send{{1, 2, 0, 10 * ms}, {2, 1, 5 * ms, 15 * ms}}, nil, 0},
		"one after the other":         {[]send{{1, 1, 0, 10 * ms}, {2, 2, 11 * ms, 15 * ms}}, nil, 0},
		"reversed":                    {[]send{{1, 2, 0, 10 * ms}, {2, 1, 11 * ms, 15 * ms}}, nil, 1},
		"never acknowledged":          {[]send{{1, 2, 0, never}, {2, 1, 11 * ms, 15 * ms}}, nil, 0},
		"read while it is sent":       {[]send{{1, 1, 0, 10 * ms}}, []Read{{there, "r", 5 * ms, 6 * ms, 0}, {there, "r", 7 * ms, 8 * ms, 1}}, 0},
		"read after it, without":      {[]send{{1, 1, 0, 10 * ms}}, []Read{{there, "r", 11 * ms, 12 * ms, 0}}, 1},
		"read before it, with":        {[]send{{1, 1, 20 * ms, 30 * ms}}, []Read{{there, "r", 11 * ms, 12 * ms, 1}}, 1},
		"second read sees less":       {[]send{{1, 1, 0, never}}, []Read{{there, "r", 5 * ms, 6 * ms, 1}, {there, "q", 7 * ms, 8 * ms, 0}}, 1},
		"reads at once see different": {[]send{{1, 1, 0, never}}, []Read{{there, "r", 5 * ms, 8 * ms, 1}, {there, "q", 6 * ms, 9 * ms, 0}}, 0},
	} {
		if got := linearizable(test.sends, test.reads); len(got) != test.want {
			t.Errorf("%s: got %v, want %d against it", name, got, test.want)
		}
	}
}
