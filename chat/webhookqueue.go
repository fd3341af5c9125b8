package chat

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"flamingo/models"
)

// How events get into the queues. Messages are followed in the log from a
// position on, like the index of searches does: sending waits for nothing, and
// what a crash leaves out is queued at the next start. A change, and an event
// of a user, is noted in its own transaction, without anybody asking who wants
// it; that is looked up behind the commit. The queue holds where the event is
// in a log, not what it says: what was recalled, or is not to be seen any
// more, is not sent.

const (
	// MaxWebhookQueue is how much waits for a webhook at most: with a message
	// every two seconds that is a receiver of three hours of absence. What comes
	// on top is counted, and dropped: it is in the log.
	MaxWebhookQueue = 5000

	webhookBatch    = 200              // events in one transaction: the writer is not held for long
	webhookRetry    = 10 * time.Second // after an error of ours
	webhookPosition = "webhook_position"
)

// webhookQueue is what the follower and the sender of webhooks have in common.
type webhookQueue struct {
	store Store
	wakes chan struct{} // has an element when there may be new events
	ready chan struct{} // has an element when woken is not empty

	mu    sync.RWMutex
	users map[int64]struct{} // who has a webhook that is not disabled
	woken map[string]bool    // webhooks for which something new waits; true: somebody asked for it
}

func newWebhookQueue(store Store) *webhookQueue {
	return &webhookQueue{store: store, wakes: make(chan struct{}, 1), ready: make(chan struct{}, 1), woken: map[string]bool{}}
}

// load reads who has webhooks: call it when that may have changed.
func (q *webhookQueue) load(ctx context.Context) error {
	ids, err := q.store.WebhookUsers(ctx)
	if err != nil {
		return fmt.Errorf("read who has webhooks: %w", err)
	}
	users := make(map[int64]struct{}, len(ids))
	for _, id := range ids {
		users[id] = struct{}{}
	}
	q.mu.Lock()
	q.users = users
	q.mu.Unlock()
	return nil
}

// any reports whether there is a webhook at all, has whether a user has one.
func (q *webhookQueue) any() bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return len(q.users) > 0
}

func (q *webhookQueue) has(user int64) bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	_, ok := q.users[user]
	return ok
}

// signal says that something was committed. It never waits.
func (q *webhookQueue) signal() {
	if q.any() {
		notifyOne(q.wakes)
	}
}

// wake says that something waits for these webhooks; hurry also that somebody
// asked for it, who is not to wait until a receiver that failed is asked again.
func (q *webhookQueue) wake(ids ...string)  { q.awaken(false, ids...) }
func (q *webhookQueue) hurry(ids ...string) { q.awaken(true, ids...) }

func (q *webhookQueue) awaken(atOnce bool, ids ...string) {
	q.mu.Lock()
	for _, id := range ids {
		q.woken[id] = q.woken[id] || atOnce
	}
	q.mu.Unlock()
	notifyOne(q.ready)
}

// takeWoken returns what was awoken.
func (q *webhookQueue) takeWoken() map[string]bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	ids := q.woken
	q.woken = map[string]bool{}
	return ids
}

func notifyOne(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// noteChange notes a change of a conversation, in its transaction.
func (q *webhookQueue) noteChange(ctx context.Context, tx Store, c *Change) error {
	if !q.any() {
		return nil
	}
	return q.note(ctx, tx, models.WebhookDelivery{Event: string(c.Kind), ConversationID: c.Conversation, Position: c.Rev, CreatedAt: c.At})
}

// noteUserEvent notes an event of a user's log, in its transaction.
func (q *webhookQueue) noteUserEvent(ctx context.Context, tx Store, user int64, e *models.UserEvent) error {
	switch Kind(e.Kind) {
	case KindFriend, KindRequest, KindGroup:
	default:
		return nil
	}
	if !q.has(user) {
		return nil
	}
	return q.note(ctx, tx, models.WebhookDelivery{Event: e.Kind, UserID: user, Position: e.U, CreatedAt: e.CreatedAt})
}

func (q *webhookQueue) note(ctx context.Context, tx Store, d models.WebhookDelivery) error {
	d.ID, d.NextAt = newID(), d.CreatedAt
	return tx.InsertWebhookDeliveries(ctx, []models.WebhookDelivery{d})
}

// followFromNow keeps a first webhook from being told of what was before it.
func followFromNow(ctx context.Context, tx Store) error {
	users, err := tx.WebhookUsers(ctx)
	if err != nil || len(users) > 0 {
		return err
	}
	id, err := tx.LastMessageID(ctx)
	if err != nil {
		return err
	}
	return tx.SetMeta(ctx, webhookPosition, strconv.FormatInt(id, 10))
}

// followWebhooks queues what happens until ctx is done.
func (s *Service) followWebhooks(ctx context.Context) {
	for {
		err := s.queueWebhooks(ctx)
		if ctx.Err() != nil {
			return
		}
		var again <-chan time.Time
		if err != nil {
			s.log.Error("events not queued for webhooks", "err", err)
			again = time.After(webhookRetry)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.webhooks.wakes:
		case <-again:
		}
	}
}

// queueWebhooks queues all that there is.
func (s *Service) queueWebhooks(ctx context.Context) error {
	for {
		more, err := s.queueMessages(ctx)
		if err != nil {
			return err
		}
		noted, err := s.queueNoted(ctx)
		if err != nil || !more && !noted {
			return err
		}
	}
}

// queueMessages queues a piece of the log of messages, and reports whether
// there may be more.
func (s *Service) queueMessages(ctx context.Context) (more bool, err error) {
	if !s.webhooks.any() {
		return false, nil
	}
	value, err := s.store.Meta(ctx, webhookPosition)
	if err != nil {
		return false, err
	}
	position, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return false, fmt.Errorf("read setting %s: %w", webhookPosition, err)
	}
	list, err := s.store.MessagesByID(ctx, position, webhookBatch)
	if err != nil || len(list) == 0 {
		return false, err
	}
	b := s.newWebhookBatch()
	for i := range list {
		m := &list[i]
		d := models.WebhookDelivery{Event: string(WebhookMessage), ConversationID: m.ConversationID, Position: m.Seq, CreatedAt: m.SentAt}
		if err := b.add(ctx, d); err != nil {
			return false, err
		}
	}
	err = b.write(ctx, func(tx Store) error {
		return tx.SetMeta(ctx, webhookPosition, strconv.FormatInt(list[len(list)-1].ID, 10))
	})
	return len(list) == webhookBatch, err
}

// queueNoted queues changes and events of users.
func (s *Service) queueNoted(ctx context.Context) (more bool, err error) {
	list, err := s.store.NewWebhookEvents(ctx, webhookBatch)
	if err != nil || len(list) == 0 {
		return false, err
	}
	b := s.newWebhookBatch()
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = d.ID
		if err := b.add(ctx, d); err != nil {
			return false, err
		}
	}
	err = b.write(ctx, func(tx Store) error { return tx.DeleteWebhookDeliveries(ctx, ids) })
	return len(list) == webhookBatch, err
}

// webhookEvents are some events, and who wants them.
type webhookEvents struct {
	s        *Service
	now      time.Time
	byPlace  map[models.ConversationID][]models.Webhook
	byUser   map[int64][]models.Webhook
	room     map[string]int // left in the queue of a webhook
	dropped  map[string]int
	delivery []models.WebhookDelivery
}

func (s *Service) newWebhookBatch() *webhookEvents {
	return &webhookEvents{s: s, now: s.now(), byPlace: map[models.ConversationID][]models.Webhook{}, byUser: map[int64][]models.Webhook{},
		room: map[string]int{}, dropped: map[string]int{}}
}

// add finds out who wants an event.
func (b *webhookEvents) add(ctx context.Context, event models.WebhookDelivery) error {
	hooks, err := b.hooks(ctx, &event)
	if err != nil {
		return err
	}
	for i := range hooks {
		h := &hooks[i]
		if h.DisabledAt != nil || !wants(h, event.Event) || event.CreatedAt.Before(h.CreatedAt) {
			continue
		}
		left, ok := b.room[h.ID]
		if !ok {
			n, err := b.s.store.CountWebhookDeliveries(ctx, h.ID, MaxWebhookQueue)
			if err != nil {
				return err
			}
			left = MaxWebhookQueue - n
		}
		b.room[h.ID] = left - 1
		if left <= 0 {
			b.dropped[h.ID]++
			continue
		}
		d := event
		d.ID, d.WebhookID, d.NextAt = newID(), h.ID, b.now
		b.delivery = append(b.delivery, d)
	}
	return nil
}

func (b *webhookEvents) hooks(ctx context.Context, event *models.WebhookDelivery) (list []models.Webhook, err error) {
	if event.UserID != 0 {
		list, ok := b.byUser[event.UserID]
		if !ok {
			if list, err = b.s.store.Webhooks(ctx, event.UserID); err != nil {
				return nil, err
			}
			b.byUser[event.UserID] = list
		}
		return list, nil
	}
	list, ok := b.byPlace[event.ConversationID]
	if !ok {
		if list, err = b.s.store.WebhooksFor(ctx, event.ConversationID); err != nil {
			return nil, err
		}
		b.byPlace[event.ConversationID] = list
	}
	return list, nil
}

// write queues the events, together with what with writes.
func (b *webhookEvents) write(ctx context.Context, with func(Store) error) error {
	err := b.s.store.InTx(ctx, func(tx Store) error {
		if err := tx.InsertWebhookDeliveries(ctx, b.delivery); err != nil {
			return err
		}
		for id, n := range b.dropped {
			if err := tx.DropWebhookEvent(ctx, id, n); err != nil {
				return err
			}
		}
		return with(tx)
	})
	if err != nil {
		return err
	}
	for _, d := range b.delivery {
		b.s.webhooks.wake(d.WebhookID)
	}
	return nil
}
