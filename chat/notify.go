package chat

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// Timing of notifications. What comes in between is told together.
const (
	// noticeDelay is the time in which a message may be read on a device that
	// is just being looked at.
	noticeDelay = time.Second
	// noticePace is how often a conversation that goes on is told of.
	noticePace = 5 * time.Second
	// noticeLook is how late this process learns that the first notifications
	// were asked for at another one.
	noticeLook = time.Minute
)

// Bounds of notifications.
const (
	maxNotices    = 50_000 // conversations that wait
	maxNoticeSeqs = 32     // messages of one that are looked at, the latest
	noticePage    = 500    // members that are told in one go
	maxNoticeText = 200    // characters: more does not fit on a lock screen

	noticeTTL    = 72 * time.Hour // a phone that is off over the weekend still hears of it
	minNoticeTTL = time.Second
)

// Notice is what a notification says. Which fields are set depends on what the
// user wants to leave the server (Settings.PushContent).
type Notice struct {
	UserID       int64 // who is told
	Conversation models.ConversationID
	Seq          int64     // of the latest message
	From         int64     // who wrote it
	Count        int       // of messages since the last notification, 32 at most
	Title        string    // who wrote, or the group
	Text         string    // who wrote, in a group, and what
	At           time.Time // when it was written
}

// notices are the messages of which somebody may have to be told.
type notices struct {
	wanted atomic.Bool // somebody wants notifications, as far as is known here
	due    chan models.ConversationID

	mu    sync.Mutex
	seqs  map[models.ConversationID][]int64 // that wait for their time; empty: was told of a moment ago
	lanes map[string]*lane                  // by where notifications go
	slots chan struct{}
}

func newNotices() *notices {
	return &notices{due: make(chan models.ConversationID), seqs: map[models.ConversationID][]int64{}, lanes: map[string]*lane{},
		slots: make(chan struct{}, maxPushes)}
}

// considerNotice remembers a message that was just committed.
func (s *Service) considerNotice(ctx context.Context, m *models.Message) {
	if s.pusher == nil || m.System || !s.notices.wanted.Load() {
		return
	}
	n := s.notices
	n.mu.Lock()
	defer n.mu.Unlock()
	list, waits := n.seqs[m.ConversationID]
	if !waits {
		if len(n.seqs) >= maxNotices {
			return
		}
		s.noticeAfter(ctx, noticeDelay, m.ConversationID)
	}
	if len(list) == maxNoticeSeqs {
		list = slices.Delete(list, 0, 1)
	}
	n.seqs[m.ConversationID] = append(list, m.Seq)
}

// noticeAfter looks at a conversation after a time.
func (s *Service) noticeAfter(ctx context.Context, d time.Duration, c models.ConversationID) {
	time.AfterFunc(d, func() {
		select {
		case s.notices.due <- c:
		case <-ctx.Done():
		}
	})
}

// notifyAbsent tells those who have the messenger on no screen, until ctx ends.
func (s *Service) notifyAbsent(ctx context.Context) {
	look := time.NewTicker(noticeLook)
	defer look.Stop()
	s.lookForPush(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			s.lookForPush(ctx)
		case c := <-s.notices.due:
			n := s.notices
			n.mu.Lock()
			seqs := n.seqs[c]
			if len(seqs) == 0 {
				delete(n.seqs, c)
			} else {
				n.seqs[c] = nil
				s.noticeAfter(ctx, noticePace, c)
			}
			n.mu.Unlock()
			if len(seqs) == 0 {
				continue
			}
			if err := s.notifyOf(ctx, c, seqs); err != nil && ctx.Err() == nil {
				s.log.Error("members not notified", "conversation", c, "err", err)
			}
		}
	}
}

func (s *Service) lookForPush(ctx context.Context) {
	wanted, err := s.store.HasPush(ctx)
	if err != nil {
		if ctx.Err() == nil {
			s.log.Error("push subscriptions cannot be read", "err", err)
		}
		return
	}
	s.notices.wanted.Store(wanted)
}

// notifyOf tells the members of a conversation of messages in it. It reads them
// again: one may have been recalled or read since.
func (s *Service) notifyOf(ctx context.Context, c models.ConversationID, seqs []int64) error {
	messages, err := s.store.Messages(ctx, c, seqs)
	if err != nil {
		return err
	}
	messages = slices.DeleteFunc(messages, func(m models.Message) bool { return m.System || m.RecalledAt != nil })
	var names *noticeNames
	for after := int64(0); len(messages) > 0; {
		members, err := s.store.PushMembers(ctx, c, after, noticePage)
		if err != nil || len(members) == 0 {
			return err
		}
		if names == nil {
			if names, err = s.noticeNames(ctx, c, messages); err != nil {
				return err
			}
		}
		if err := s.notifyMembers(ctx, c, messages, names, members); err != nil {
			return err
		}
		if after = members[len(members)-1].UserID; len(members) < noticePage {
			return nil
		}
	}
	return nil
}

func (s *Service) notifyMembers(ctx context.Context, c models.ConversationID, messages []models.Message, names *noticeNames,
	members []models.ConversationMember) error {
	members = slices.DeleteFunc(members, func(m models.ConversationMember) bool { return s.onScreen(m.UserID) })
	ids := make([]int64, len(members))
	for i := range members {
		ids[i] = members[i].UserID
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return err
	}
	told := map[int64]PushMessage{}
	for i := range members {
		member := &members[i]
		u := users[member.UserID]
		if u == nil || u.Disabled || u.DeletedAt != nil {
			continue
		}
		v, err := s.sightOf(ctx, u.ID, c, member)
		if err != nil {
			return err
		}
		var last *models.Message
		count := 0
		for j := range messages {
			if m := &messages[j]; m.SenderID != u.ID && m.Seq > member.ReadSeq && v.Shows(m) {
				last, count = m, count+1
			}
		}
		if last == nil {
			continue
		}
		if p, ok := s.pushOf(u, last, count, names); ok {
			told[u.ID] = p
		}
	}
	return s.push(ctx, told)
}

// pushOf writes the notification of u, as they want it. False when it would
// come too late.
func (s *Service) pushOf(u *models.User, m *models.Message, count int, names *noticeNames) (PushMessage, bool) {
	show := settingsOf(u).PushContent
	p := PushMessage{Notice: Notice{UserID: u.ID, Count: count, At: m.SentAt}, TTL: noticeTTL, Urgent: !m.ConversationID.IsGroup()}
	if m.ExpiresAt != nil {
		// What is to vanish from the log must not stay on a lock screen.
		p.TTL = min(p.TTL, m.ExpiresAt.Sub(s.now()))
		if show == PushFull {
			show = PushName
		}
	}
	about := ""
	if show != PushNone {
		about = m.ConversationID.String()
		p.Notice.Conversation, p.Notice.Seq, p.Notice.From = m.ConversationID, m.Seq, m.SenderID
		p.Notice.Title = names.title(u.ID, m.SenderID)
	}
	body := content.Decode(content.Format(m.Format), m.Content)
	if !p.Urgent {
		p.Urgent = mentions(body, u.ID)
	}
	if show == PushFull {
		p.Notice.Text = shorten(content.PlainText(body), maxNoticeText)
		if names.group != "" {
			p.Notice.Text = names.senders[m.SenderID] + ": " + p.Notice.Text
		}
	}
	sum := mac(s.seals.key, "topic", strconv.FormatInt(u.ID, 10), about)
	p.Topic = base64.RawURLEncoding.EncodeToString(sum[:24]) // 32 characters
	return p, p.TTL >= minNoticeTTL
}

func mentions(b content.Body, user int64) bool {
	id := strconv.FormatInt(user, 10)
	return slices.ContainsFunc(b.Segments, func(s content.Segment) bool { return s.Mention == id || s.Mention == content.MentionAll })
}

// shorten cuts a text to a number of characters.
func shorten(text string, limit int) string {
	n := 0
	for i := range text {
		if n++; n > limit {
			return text[:i] + "…"
		}
	}
	return text
}

// noticeNames are the names that notifications of one conversation show.
type noticeNames struct {
	group   string           // empty in a direct conversation
	senders map[int64]string // own names in the group, or nicknames
	remarks map[int64]string // in a direct one: what each calls the other
}

// title is what stands above a notification for user.
func (n *noticeNames) title(user, sender int64) string {
	return cmp.Or(n.group, n.remarks[user], n.senders[sender])
}

func (s *Service) noticeNames(ctx context.Context, c models.ConversationID, messages []models.Message) (*noticeNames, error) {
	var ids []int64
	for i := range messages {
		ids = append(ids, messages[i].SenderID)
	}
	senders, err := s.Names(ctx, ids)
	if err != nil {
		return nil, err
	}
	n := &noticeNames{senders: senders, remarks: map[int64]string{}}
	if !c.IsGroup() {
		low, high := c.Users()
		f, err := s.store.Friendship(ctx, low, high)
		if friends, err := there(err); !friends || err != nil {
			return n, err
		}
		n.remarks[low], n.remarks[high] = *sideOf(f, low).mark, *sideOf(f, high).mark
		return n, nil
	}
	g, err := s.store.Group(ctx, c.Group())
	if err != nil {
		return nil, err
	}
	n.group = g.Name
	for id := range senders {
		m, err := s.store.GroupMember(ctx, g.ID, id)
		if member, err := there(err); err != nil {
			return nil, err
		} else if member && m.Card != "" {
			senders[id] = m.Card
		}
	}
	return n, nil
}

// push sends each user their notification, wherever they take it.
func (s *Service) push(ctx context.Context, told map[int64]PushMessage) error {
	if len(told) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(told))
	for id := range told {
		ids = append(ids, id)
	}
	subscriptions, err := s.store.PushSubscriptions(ctx, ids)
	if err != nil {
		return err
	}
	gateways, err := s.store.PushGateways(ctx, ids)
	if err != nil {
		return err
	}
	for _, to := range subscriptions {
		s.enqueuePush(ctx, to.SessionID, pushJob{PushMessage: told[to.UserID],
			send: func(ctx context.Context, p PushMessage) error { return s.pusher.Push(ctx, &to, p) },
			gone: func(ctx context.Context) error {
				return s.store.DeletePushSubscription(ctx, to.SessionID, to.EndpointHash)
			}})
	}
	for _, to := range gateways {
		s.enqueuePush(ctx, fmt.Sprint("gateway ", to.UserID), pushJob{PushMessage: told[to.UserID],
			send: func(ctx context.Context, p PushMessage) error { return s.pusher.Post(ctx, &to, p) },
			gone: func(ctx context.Context) error { _, err := s.store.DeletePushGateway(ctx, to.UserID); return err }})
	}
	return nil
}

// Bounds of sending. A push service that cannot take notifications for longer
// takes none at all: the messages are in the log.
const (
	maxPushes   = 64 // under way at once
	maxLane     = 32 // notifications that wait for one place to take them
	maxPushWait = 5 * time.Minute
)

// pushRetries are the pauses before another attempt, when the service names none.
var pushRetries = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute}

// pushJob is a notification on its way to one place.
type pushJob struct {
	PushMessage
	send    func(context.Context, PushMessage) error
	gone    func(context.Context) error // nobody takes notifications there any more
	retries int
}

// lane is one place that takes notifications, one after the other: one that is
// slow holds up nobody else.
type lane struct {
	waiting []*pushJob // at most one of a topic: the newest says it all
}

func (s *Service) enqueuePush(ctx context.Context, place string, job pushJob) {
	n := s.notices
	n.mu.Lock()
	defer n.mu.Unlock()
	l := n.lanes[place]
	if l == nil {
		l = new(lane)
		n.lanes[place] = l
		s.workers.Go(func() { s.runLane(ctx, place, l) })
	}
	l.add(&job)
}

func (l *lane) add(job *pushJob) {
	l.waiting = slices.DeleteFunc(l.waiting, func(o *pushJob) bool { return o.Topic == job.Topic })
	if len(l.waiting) == maxLane {
		l.waiting = slices.Delete(l.waiting, 0, 1)
	}
	l.waiting = append(l.waiting, job)
}

// next takes what has waited longest, nil when the lane is empty and so over.
func (n *notices) next(place string, l *lane) *pushJob {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(l.waiting) == 0 {
		delete(n.lanes, place)
		return nil
	}
	job := l.waiting[0]
	l.waiting = l.waiting[1:]
	return job
}

func (s *Service) runLane(ctx context.Context, place string, l *lane) {
	for {
		job := s.notices.next(place, l)
		if job == nil {
			return
		}
		pause := s.sendPush(ctx, l, job)
		if pause == 0 {
			continue
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

// sendPush makes one attempt, and returns how long the lane has to wait for the
// next one.
func (s *Service) sendPush(ctx context.Context, l *lane, job *pushJob) (pause time.Duration) {
	select {
	case s.notices.slots <- struct{}{}:
	case <-ctx.Done():
		return 0
	}
	err := job.send(ctx, job.PushMessage)
	<-s.notices.slots
	if err == nil || ctx.Err() != nil {
		return 0
	}
	e, ok := errors.AsType[*PushError](err)
	if !ok {
		e = &PushError{Err: err}
	}
	switch {
	case e.Gone:
		s.log.Info("push subscription ended by its service", "user", job.Notice.UserID, "err", e.Err)
		if err := job.gone(ctx); err != nil {
			s.log.Error("push subscription not removed", "user", job.Notice.UserID, "err", err)
		}
		return 0
	case !e.Retry || job.retries == len(pushRetries):
		s.log.Warn("notification not taken", "user", job.Notice.UserID, "err", e.Err)
		return 0
	}
	pause = pushRetries[job.retries]
	if e.After > 0 {
		pause = min(e.After, maxPushWait)
	}
	job.retries++
	s.notices.mu.Lock()
	defer s.notices.mu.Unlock()
	if !slices.ContainsFunc(l.waiting, func(o *pushJob) bool { return o.Topic == job.Topic }) {
		l.waiting = slices.Insert(l.waiting, 0, job)
	}
	return pause
}
