package chat

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"flamingo/models"
)

// How events leave the queues. Each webhook for which something waits has a
// goroutine that sends one after the other, so that a receiver that hangs holds
// up nobody else. What is not taken is tried again, later and later; a receiver
// that takes nothing is asked with one delivery at a time.

const (
	maxWebhookPosts    = 32 // under way at once
	maxWebhookAttempts = 12 // of one delivery: about a day
	// webhookPatience is how long a receiver may take nothing before its webhook
	// is disabled: a long weekend.
	webhookPatience = 4 * 24 * time.Hour
	// DeadLetterLife is how long deliveries that were given up can be sent again.
	DeadLetterLife = 14 * 24 * time.Hour

	minWebhookPause = time.Second // after the first failure
	maxWebhookPause = 6 * time.Hour
	webhookFactor   = 4
	// maxWebhookGate is how long a receiver that takes nothing is left alone,
	// whatever waits.
	maxWebhookGate = 10 * time.Minute

	statusGone = 410 // the receiver wants nothing any more
)

// WebhookCall is a delivery to be made. One of Message, Change and UserEvent
// is there, or none for a ping.
type WebhookCall struct {
	URL       string
	Secret    []byte
	Delivery  string // its id, the same in every attempt
	Webhook   string
	Event     WebhookEvent
	At        time.Time // of the event
	Attempt   int       // from 1
	Message   *MessageView
	Change    *Change
	UserEvent *UserEvent
}

// WebhookAnswer is what came of a call.
type WebhookAnswer struct {
	Status int    // of HTTP; 0: there was no answer
	Reason string // why there was none
}

func (a WebhookAnswer) taken() bool { return a.Status >= 200 && a.Status < 300 }

func (a WebhookAnswer) problem() string {
	switch {
	case a.taken():
		return ""
	case a.Status != 0:
		return fmt.Sprintf("the receiver answered %d", a.Status)
	}
	return a.Reason
}

// WebhookPoster makes calls.
type WebhookPoster interface {
	// CheckURL says what is wrong with an address, as the end of a sentence.
	CheckURL(url string) error
	// Post makes a call and waits for the answer, a bounded time.
	Post(ctx context.Context, c WebhookCall) WebhookAnswer
}

// sendWebhooks sends what waits until ctx is done.
func (s *Service) sendWebhooks(ctx context.Context) {
	var senders sync.WaitGroup
	defer senders.Wait()
	running := map[string]*webhookSender{}
	finished := make(chan string)
	slots := make(chan struct{}, maxWebhookPosts)
	start := func(id string) {
		w := &webhookSender{s: s, id: id, news: make(chan struct{}, 1), slots: slots}
		running[id] = w
		senders.Go(func() {
			w.run(ctx)
			select {
			case finished <- id:
			case <-ctx.Done():
			}
		})
	}
	var again <-chan time.Time
	waiting := func() {
		ids, err := s.store.WaitingWebhooks(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Error("deliveries to webhooks not read", "err", err)
			again = time.After(webhookRetry)
		}
		s.webhooks.wake(ids...)
	}
	waiting()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again:
			again = nil
			waiting()
		case <-s.webhooks.ready:
			for id, atOnce := range s.webhooks.takeWoken() {
				w := running[id]
				if w == nil {
					start(id)
					continue
				}
				if atOnce {
					w.atOnce.Store(true)
				}
				notifyOne(w.news)
			}
		case id := <-finished:
			w := running[id]
			delete(running, id)
			if len(w.news) > 0 { // it came when the sender had looked for the last time
				start(id)
			}
		}
	}
}

// webhookSender empties the queue of one webhook.
type webhookSender struct {
	s        *Service
	id       string
	news     chan struct{}
	slots    chan struct{}
	failures int         // since something was taken
	gate     time.Time   // nothing is sent before
	atOnce   atomic.Bool // somebody asked for it: open the gate
}

// run returns when nothing waits any more.
func (w *webhookSender) run(ctx context.Context) {
	for ctx.Err() == nil {
		if w.atOnce.Swap(false) {
			w.gate = time.Time{}
		}
		d, err := w.s.store.NextWebhookDelivery(ctx, w.id)
		if IsCode(err, CodeNotFound) {
			return
		}
		if err != nil {
			w.failed(ctx, err)
			w.wait(ctx, webhookRetry)
			continue
		}
		at := d.NextAt
		if w.gate.After(at) {
			at = w.gate
		}
		if pause := at.Sub(w.s.now()); pause > 0 {
			w.wait(ctx, pause)
			continue
		}
		select {
		case w.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		err = w.send(ctx, d)
		<-w.slots
		if err != nil {
			w.failed(ctx, err)
			w.wait(ctx, webhookRetry)
		}
	}
}

func (w *webhookSender) failed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		w.s.log.Error("webhook not served", "webhook", w.id, "err", err)
	}
}

// wait returns after a pause, or when there are news.
func (w *webhookSender) wait(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-w.news:
	case <-ctx.Done():
	}
}

// send makes one attempt.
func (w *webhookSender) send(ctx context.Context, d *models.WebhookDelivery) error {
	h, err := w.s.store.Webhook(ctx, d.WebhookID)
	if IsCode(err, CodeNotFound) || err == nil && h.DisabledAt != nil {
		return gone(w.s.store.BuryWebhookDeliveries(ctx, w.id))
	}
	if err != nil {
		return err
	}
	call, err := w.s.webhookCall(ctx, h, d)
	if err != nil {
		return err
	}
	if call == nil {
		return w.s.store.DeleteWebhookDeliveries(ctx, []string{d.ID})
	}
	answer := w.s.poster.Post(ctx, *call)
	if ctx.Err() != nil {
		return nil // we stop; it goes out again
	}
	now := w.s.now()
	if answer.taken() {
		w.failures, w.gate = 0, time.Time{}
	} else {
		w.failures++
		w.gate = now.Add(min(webhookPause(w.failures), maxWebhookGate))
	}
	return w.s.recordAttempt(ctx, d, answer, now)
}

// webhookPause is how long to wait after so many failures, about: many that
// failed at once do not come back at once.
func webhookPause(failures int) time.Duration {
	pause := minWebhookPause
	for range failures - 1 {
		if pause = webhookFactor * pause; pause >= maxWebhookPause {
			pause = maxWebhookPause
			break
		}
	}
	return pause/2 + rand.N(pause)
}

// recordAttempt writes what came of an attempt.
func (s *Service) recordAttempt(ctx context.Context, d *models.WebhookDelivery, answer WebhookAnswer, now time.Time) error {
	disabled := false
	err := s.store.InTx(ctx, func(tx Store) error {
		disabled = false
		h, err := tx.Webhook(ctx, d.WebhookID)
		if err != nil {
			return gone(err)
		}
		h.LastAt, h.LastStatus, h.LastError = &now, int32(answer.Status), answer.problem()
		if answer.taken() {
			h.FailingSince = nil
			if err := tx.DeleteWebhookDeliveries(ctx, []string{d.ID}); err != nil {
				return err
			}
			return tx.UpdateWebhook(ctx, h)
		}
		d.Attempts++
		d.LastStatus, d.LastError, d.NextAt = h.LastStatus, h.LastError, now.Add(webhookPause(int(d.Attempts)))
		d.Dead = d.Attempts >= maxWebhookAttempts
		if err := gone(tx.UpdateWebhookDelivery(ctx, d)); err != nil {
			return err
		}
		if h.FailingSince == nil {
			h.FailingSince = &now
		}
		reason := ""
		if answer.Status == statusGone {
			reason = "the receiver answered 410: it wants nothing any more"
		} else if now.Sub(*h.FailingSince) >= webhookPatience {
			reason = fmt.Sprintf("nothing was taken for %d days, at last: %s", webhookPatience/(24*time.Hour), h.LastError)
		}
		if disabled = reason != "" && h.DisabledAt == nil; disabled {
			if err := disableWebhook(ctx, tx, h, now, reason); err != nil {
				return err
			}
		}
		return tx.UpdateWebhook(ctx, h)
	})
	if err != nil {
		return fmt.Errorf("record delivery %s: %w", d.ID, err)
	}
	if disabled {
		s.log.Info("webhook disabled", "webhook", d.WebhookID)
		return s.webhooks.load(ctx)
	}
	return nil
}

// webhookCall reads from the log what a delivery says, as the user of the
// webhook may see it now. Nil when it is not for their eyes any more.
func (s *Service) webhookCall(ctx context.Context, h *models.Webhook, d *models.WebhookDelivery) (*WebhookCall, error) {
	u, err := s.store.User(ctx, h.UserID)
	if err != nil {
		return nil, err
	}
	if reachable(u) != nil {
		return nil, nil
	}
	secret, err := s.seals.open(Actor{UserID: h.UserID}, sealedSecret(h), h.Secret)
	if err != nil {
		return nil, err
	}
	call := &WebhookCall{URL: h.URL, Secret: secret, Delivery: d.ID, Webhook: h.ID, Event: WebhookEvent(d.Event), At: d.CreatedAt,
		Attempt: int(d.Attempts) + 1}
	there := true
	switch {
	case call.Event == WebhookPing:
	case d.UserID != 0:
		there, err = s.readUserEvent(ctx, call, d)
	case call.Event == WebhookMessage:
		there, err = s.readWebhookMessage(ctx, call, u, d)
	default:
		there, err = s.readWebhookChange(ctx, call, h, d)
	}
	if IsCode(err, CodeForbidden) || IsCode(err, CodeNotFound) { // they have left (S-09)
		there, err = false, nil
	}
	if err != nil || !there {
		return nil, err
	}
	return call, nil
}

func (s *Service) readUserEvent(ctx context.Context, call *WebhookCall, d *models.WebhookDelivery) (bool, error) {
	rows, err := s.store.UserEvents(ctx, d.UserID, d.Position-1, 1)
	if err != nil || len(rows) == 0 || rows[0].U != d.Position {
		return false, err
	}
	ev, err := userEventFromRow(rows[0])
	call.UserEvent = &ev
	return true, err
}

// readWebhookMessage leaves out what a bot wrote itself: one that answers
// everything would answer itself.
func (s *Service) readWebhookMessage(ctx context.Context, call *WebhookCall, u *models.User, d *models.WebhookDelivery) (bool, error) {
	m, err := s.Message(ctx, Actor{UserID: u.ID, Class: models.ClassAPI}, d.ConversationID, d.Position)
	call.Message = m
	return err == nil && !(u.Bot && m.SenderID == u.ID), err
}

func (s *Service) readWebhookChange(ctx context.Context, call *WebhookCall, h *models.Webhook, d *models.WebhookDelivery) (bool, error) {
	list, err := s.Changes(ctx, Actor{UserID: h.UserID, Class: models.ClassAPI}, d.ConversationID, d.Position-1, 1)
	if err != nil || len(list) == 0 || list[0].Rev != d.Position || list[0].Kind == ChangeSkipped {
		return false, err
	}
	// An edit of what was recalled since is a recall.
	call.Change, call.Event = &list[0], WebhookEvent(list[0].Kind)
	return wants(h, string(call.Event)), nil
}
