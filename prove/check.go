package prove

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"flamingo/api/apitype"
)

var sprintf = fmt.Sprintf

// repeatLimit is how many messages of a conversation an old client may be sent
// again on one connection: the 500 that the server waits to see confirmed, and as
// many that were confirmed but not stored when it was killed
// (docs/performance.md).
const repeatLimit = 1000

// Logs are the conversations as the database has them at the end, read from a
// process that knew nothing but the database, by conversation.
type Logs map[string][]apitype.Message

// Members are the users of a conversation, by conversation.
type Members map[string][]string

// checker compares a history with the logs.
type checker struct {
	h        *History
	logs     Logs
	members  Members
	messages map[int]*Message           // by number
	places   map[string]map[int][]int64 // by conversation and number: where a message stands
	report   *Report
}

// Check looks for broken promises and counts per conversation what happened.
func Check(h *History, logs Logs, members Members, received []*Received) *Report {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := &checker{h, logs, members, map[int]*Message{}, map[string]map[int][]int64{}, &Report{Broken: slices.Clone(h.broken)}}
	for _, m := range h.messages {
		c.messages[m.Number] = m
	}
	for _, id := range h.conversations {
		c.conversation(id)
	}
	c.readPositions()
	for _, r := range received {
		r.mu.Lock()
		if r.Door == "pc" || r.Door == "android" {
			c.oldClient(r)
		} else {
			c.client(r)
		}
		r.mu.Unlock()
	}
	c.sameUnread(received)
	return c.report
}

func (c *checker) broken(promise, conversation, client, format string, args ...any) {
	c.report.Broken = append(c.report.Broken, Broken{promise, conversation, client, sprintf(format, args...)})
	if line := c.report.line(conversation); line != nil {
		switch promise {
		case "lost":
			line.Lost++
		case "doubled":
			line.Doubled++
		case "order":
			line.OutOfOrder++
		}
	}
}

// conversation checks a log against what its senders were told.
func (c *checker) conversation(id string) {
	c.report.Conversations = append(c.report.Conversations, Line{Conversation: id, Members: len(c.members[id])})
	line := c.report.line(id)
	places := map[int][]int64{}
	c.places[id] = places
	for i, m := range c.logs[id] {
		if m.Seq != int64(i+1) {
			c.broken("order", id, "", "seq %d stands at place %d of the log: a hole", m.Seq, i+1)
			break // everything after it is shifted
		}
		if m.System {
			continue
		}
		line.Logged++
		n, ok := loggedNumber(m)
		meant := c.messages[n]
		if !ok || meant == nil || meant.Conversation != id || meant.From != m.From {
			c.broken("content", id, "", "nobody sent the message at seq %d: %.80q with cid %q from %s", m.Seq, m.Content().Text, m.ClientID, m.From)
			continue
		}
		places[n] = append(places[n], m.Seq)
		c.asMeant(m, meant)
	}

	var sends []send
	for _, m := range c.h.messages {
		if m.Conversation != id {
			continue
		}
		line.Sent++
		line.Retried += max(m.attempts-1, 0)
		at := places[m.Number]
		if len(at) > 1 {
			c.broken("doubled", id, "", "#%d stands at %v", m.Number, at)
		}
		switch {
		case m.sent != nil:
			line.Acknowledged++
			if !slices.Contains(at, m.sent.Seq) {
				c.broken("lost", id, "", "#%d was acknowledged at seq %d over %s after %d attempts and stands at %v", m.Number, m.sent.Seq, m.Door, m.attempts, at)
			}
		case m.refused != nil:
			if len(at) > 0 {
				c.broken("content", id, "", "#%d was refused (%v) and stands at %v", m.Number, m.refused, at)
			}
		case m.CID != "":
			line.InDoubt++
		}
		if len(at) == 1 {
			s := send{m.Number, at[0], m.called, never}
			if m.sent != nil {
				s.acked = m.acked
			}
			sends = append(sends, s)
		}
	}
	var reads []Read
	for _, r := range c.h.reads {
		if r.Conversation == id {
			reads = append(reads, r)
		}
	}
	line.Reads = len(reads)
	for _, against := range linearizable(sends, reads) {
		c.broken("order", id, "", "not linearizable: %s", against)
	}
}

// loggedNumber says which message stands in the log. A recalled one says nothing
// any more but has its client id.
func loggedNumber(m apitype.Message) (n int, ok bool) {
	if m.ClientID != "" {
		_, err := fmt.Sscanf(m.ClientID, "prove-%d", &n)
		return n, err == nil
	}
	return numberOf(m.Content().Text)
}

// asMeant checks that what was acknowledged about a message is what it shows.
func (c *checker) asMeant(m apitype.Message, meant *Message) {
	if m.Recalled {
		if meant.recalled == notAsked {
			c.broken("content", m.Conversation, "", "seq %d is recalled, which nobody asked for", m.Seq)
		}
		if m.Content().Text != "" || len(m.Reactions) > 0 {
			c.broken("content", m.Conversation, "", "seq %d is recalled and still says %.80q", m.Seq, m.Content().Text)
		}
		return
	}
	if meant.recalled == done {
		c.broken("lost", m.Conversation, "", "the recall of seq %d was acknowledged, and it says %.80q", m.Seq, m.Content().Text)
	}
	// The last edit that was acknowledged, or any whose fate is unknown: such
	// a request may be carried out late.
	last := meant.edited
	if last == "" {
		last = meant.Text
	}
	if m.Content().Text != last && !meant.doubtful[m.Content().Text] {
		c.broken("lost", m.Conversation, "", "seq %d says %.80q, sent was %.80q, the last acknowledged edit was %.80q", m.Seq, m.Content().Text, meant.Text, meant.edited)
	}
	for user, out := range meant.reacted {
		if out == done && !slices.ContainsFunc(m.Reactions, func(r apitype.Reaction) bool { return slices.Contains(r.Users, user) }) {
			c.broken("lost", m.Conversation, "", "the reaction of user %s to seq %d was acknowledged and is not there", user, m.Seq)
		}
	}
}

// readPositions checks that no read position ever goes back.
func (c *checker) readPositions() {
	type key struct{ conversation, user string }
	by := map[key][]Position{}
	for _, p := range c.h.positions {
		k := key{p.Conversation, p.User}
		by[k] = append(by[k], p)
	}
	for k, list := range by {
		byEnd := slices.SortedFunc(slices.Values(list), func(a, b Position) int { return cmp.Compare(a.Returned, b.Returned) })
		slices.SortFunc(list, func(a, b Position) int { return cmp.Compare(a.Called, b.Called) })
		var known int64
		end := 0
		for _, p := range list {
			for ; end < len(byEnd) && byEnd[end].Returned < p.Called; end++ {
				known = max(known, byEnd[end].Seq)
			}
			if p.Seq < max(known, p.Asked) {
				c.broken("read", k.conversation, "user "+k.user, "the read position was told as %d after %d, asked for was %d", p.Seq, known, p.Asked)
			}
		}
	}
}

// client checks that a client that keeps messages ended with the log.
func (c *checker) client(r *Received) {
	sum := Client{Name: r.Name, Door: r.Door, Connections: r.connections, Closed: maps.Clone(r.closed)}
	for _, id := range c.h.conversations {
		if !slices.Contains(c.members[id], r.User) {
			continue
		}
		if p := r.pushed[id]; p != nil {
			sum.Pushed += p.total
		}
		line := c.report.line(id)
		line.Clients++
		have := r.Final[id]
		different := 0
		for _, want := range c.logs[id] {
			if want.Seq <= c.h.base[id] {
				continue // it may be from before this user joined
			}
			got, ok := have[want.Seq]
			switch {
			case !ok:
				c.broken("lost", id, r.Name, "seq %d is missing", want.Seq)
			case !same(got, want):
				c.broken("content", id, r.Name, "seq %d is %s, the log has %s", want.Seq, text(got), text(want))
			default:
				line.Received++
				sum.Received++
				continue
			}
			if different++; different == mostOfAKind {
				break
			}
		}
		for seq := range have {
			if seq > int64(len(c.logs[id])) {
				c.broken("content", id, r.Name, "it has a message at seq %d, the log ends at %d", seq, len(c.logs[id]))
			}
		}
	}
	if r.resets > 1 {
		c.broken("content", "", r.Name, "it had to begin from nothing %d times", r.resets-1)
	}
	c.report.Clients = append(c.report.Clients, sum)
}

// mostOfAKind is how many differences of one client in one conversation are
// told: the first says it all.
const mostOfAKind = 5

func text(m apitype.Message) string {
	data, err := json.Marshal(m)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func same(a, b apitype.Message) bool {
	one, err1 := json.Marshal(a)
	two, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, two)
}

// unreadDepth is how far behind the read position messages are looked at that do
// not count (docs/realtime.md, rule 7).
const unreadDepth = 1000

// sameUnread compares what the devices of a user show with each other and with
// what follows from the log.
func (c *checker) sameUnread(received []*Received) {
	for _, r := range received {
		for id, at := range r.ReadAt {
			var want int64
			for _, m := range c.logs[id] {
				if m.Seq > at && (m.From != r.User && !m.System || m.Seq > at+unreadDepth) {
					want++
				}
			}
			if got := r.Unread[id]; got != want {
				c.broken("unread", id, r.Name, "it shows %d unread, and behind seq %d there are %d", got, at, want)
			}
			for _, other := range received {
				if other.User == r.User && other.Name > r.Name && other.ReadAt != nil && other.ReadAt[id] != at {
					c.broken("unread", id, r.Name, "it has read up to %d, %s up to %d", at, other.Name, other.ReadAt[id])
				}
			}
		}
	}
}

// oldClient checks what an old client was shown: everything at least once, in
// the order of the log, and twice only after a cut and within bounds.
func (c *checker) oldClient(r *Received) {
	sum := Client{Name: r.Name, Door: r.Door, Connections: r.connections, Notes: r.notes}
	for _, id := range c.h.conversations {
		if !slices.Contains(c.members[id], r.User) {
			continue
		}
		line := c.report.line(id)
		line.Clients++
		wanted := r.wanted(c.logs[id])
		reached := int64(0) // everything wanted up to here was shown
		connection, last := int32(-1), int64(0)
		repeats := map[int32]int{} // by connection
		for _, f := range r.frames[id] {
			at := c.places[id][int(f.number)]
			if len(at) == 0 {
				c.broken("content", id, r.Name, "it was shown #%d, which is not in the log", f.number)
				continue
			}
			seq := at[0]
			if f.connection != connection {
				connection, last = f.connection, 0
			}
			switch {
			case seq == last:
				c.broken("doubled", id, r.Name, "connection %d showed seq %d twice", connection, seq)
			case seq < last:
				c.broken("order", id, r.Name, "connection %d showed seq %d after %d", connection, seq, last)
			case seq <= reached:
				line.Repeated++
				sum.Repeated++
				repeats[connection]++
			default:
				if i, _ := slices.BinarySearch(wanted, reached+1); i < len(wanted) && wanted[i] < seq {
					c.broken("order", id, r.Name, "connection %d showed seq %d before %d", connection, seq, wanted[i])
				}
				reached = seq
				line.Received++
				sum.Received++
			}
			last = max(last, seq)
			sum.Pushed++
		}
		for connection, n := range repeats {
			if sum.MostAtOnce = max(sum.MostAtOnce, n); n > repeatLimit {
				c.broken("doubled", id, r.Name, "connection %d showed %d messages again, at most %d may be", connection, n, repeatLimit)
			}
		}
		if n := len(wanted); n > 0 && wanted[n-1] > reached {
			i, _ := slices.BinarySearch(wanted, reached+1)
			c.broken("lost", id, r.Name, "it was not shown seq %d and %d more", wanted[i], n-i-1)
		}
	}
	c.report.Clients = append(c.report.Clients, sum)
}

// wanted are the places of what an old client has to be shown: not what it sent
// itself, and nothing that was taken back, perhaps before it was delivered.
// Android shows what its user wrote elsewhere in groups only (CLIENTS.md, 1100).
func (r *Received) wanted(log []apitype.Message) (seqs []int64) {
	for _, m := range log {
		own := m.From == r.User
		if !m.System && !m.Recalled && !(own && (m.Via == r.Door || r.Door == "android" && m.Conversation[0] == 'd')) {
			seqs = append(seqs, m.Seq)
		}
	}
	return seqs
}

// missing counts what an old client has not been shown yet.
func (r *Received) missing(conversation string, log []apitype.Message) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	shown := map[int]bool{}
	for _, f := range r.frames[conversation] {
		shown[int(f.number)] = true
	}
	missing := 0
	places := map[int64]int{}
	for _, m := range log {
		if n, ok := loggedNumber(m); ok {
			places[m.Seq] = n
		}
	}
	for _, seq := range r.wanted(log) {
		if !shown[places[seq]] {
			missing++
		}
	}
	return missing
}
