package chat

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

// Limits are the settings that bound what one user or address may ask for.
// The zero value of a field means its default.
type Limits struct {
	MessagesPerSecond  float64 // per user, sustained; default 20
	MessageBurst       int     // per user at once; default 200: a mass message of an old client
	LogInsPerMinute    int     // failed ones per account and address; default 20
	MinPassword        int     // characters; default 1, as the original server
	RegistrationClosed bool    // only an administrator makes accounts
	Hashers            int     // passwords hashed at once; default the number of CPUs
}

func (l Limits) withDefaults() Limits {
	l.MessagesPerSecond = cmp.Or(l.MessagesPerSecond, 20)
	l.MessageBurst = cmp.Or(l.MessageBurst, 200)
	l.LogInsPerMinute = cmp.Or(l.LogInsPerMinute, 20)
	l.MinPassword = cmp.Or(l.MinPassword, 1)
	l.Hashers = cmp.Or(l.Hashers, runtime.NumCPU())
	return l
}

// Options are what a Service is built from.
type Options struct {
	Store    Store
	Notifier Notifier
	Log      *slog.Logger
	Now      func() time.Time // default time.Now
	TokenKey []byte           // signs access tokens, at least 32 bytes
	Limits   Limits
	Blobs    Blobs         // nil: files are refused
	Pictures Pictures      // nil: no thumbnails
	Pusher   Pusher        // nil: no notifications
	FileKey  []byte        // signs links to files, at least 32 bytes when there are Blobs
	Webhooks WebhookPoster // nil: none are called
	Settings []Setting     // in force, to be shown to administrators

	// CredentialCache is a state that CredentialCache of an earlier Service returned, or nil.
	CredentialCache []byte
	// CheapHashes makes passwords cost next to nothing, for tests.
	CheapHashes bool
}

// Service is the messenger. Its methods may be called from any goroutine.
type Service struct {
	store    Store
	notifier Notifier
	log      *slog.Logger
	clock    func() time.Time
	limits   Limits
	epoch    string
	settings []Setting
	started  time.Time

	tokens       *tokenSigner
	seals        *sealer
	passwords    *passwordChecker
	attempts     *attemptLimiter
	links        *signInLinks
	rates        *rateLimiter
	errorReports *rateLimiter
	typing       *rateLimiter
	hookPosts    *rateLimiter // by bot
	access       *accessCache
	replies      *autoReplies
	blocked      *blockCache
	pacer        *pacer
	appender     *appender
	shared       *sharedTx
	indexer      *indexer
	pusher       Pusher
	notices      *notices
	running      context.Context // until Close
	webhooks     *webhookQueue
	poster       WebhookPoster

	blobs     Blobs
	pictures  Pictures
	fileKey   []byte
	transfers *transfers
	uploads   *uploads

	stop    context.CancelFunc
	workers sync.WaitGroup
}

const metaEpoch = "epoch"

// New starts a Service: its appender, announcer and watcher of revocations run
// until Close.
func New(ctx context.Context, o Options) (*Service, error) {
	if len(o.TokenKey) < 32 {
		return nil, fmt.Errorf("token key has %d bytes, want at least 32", len(o.TokenKey))
	}
	if o.Blobs != nil && len(o.FileKey) < 32 {
		return nil, fmt.Errorf("file key has %d bytes, want at least 32", len(o.FileKey))
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{store: o.Store, notifier: o.Notifier, log: o.Log, clock: o.Now, limits: o.Limits.withDefaults()}
	s.settings, s.started = o.Settings, s.now()
	s.tokens = newTokenSigner(o.TokenKey, o.Now)
	s.seals = newSealer(o.TokenKey)
	cost := hashCost
	if o.CheapHashes {
		cost = cheapHashCost
	}
	s.passwords = newPasswordChecker(cost, s.limits.Hashers, o.CredentialCache)
	s.shared = &sharedTx{store: o.Store}
	s.attempts = newAttemptLimiter(s.limits.LogInsPerMinute, o.Now)
	s.links = newSignInLinks()
	s.rates = newRateLimiter(s.limits.MessagesPerSecond, s.limits.MessageBurst, o.Now)
	s.errorReports = newErrorReportLimiter(o.Now)
	s.typing = newRateLimiter(typingPerSecond, typingBurst, o.Now)
	s.hookPosts = newRateLimiter(webhookPostsPerSecond, webhookPostBurst, o.Now)
	s.access, s.replies = newAccessCache(), newAutoReplies()
	s.blobs, s.pictures, s.fileKey = o.Blobs, o.Pictures, o.FileKey
	s.transfers, s.uploads = newTransfers(), newUploads()
	s.webhooks, s.poster = newWebhookQueue(o.Store), o.Webhooks
	if err := s.webhooks.load(ctx); err != nil {
		return nil, err
	}
	s.blocked = newBlockCache(o.Store.BlockedIDs)
	s.pacer = newPacer(s.tellPresence, s.now)
	s.pusher, s.notices = o.Pusher, newNotices()
	if err := s.loadEpoch(ctx); err != nil {
		return nil, err
	}
	if s.blobs != nil {
		if err := s.removeOrphans(ctx); err != nil {
			return nil, fmt.Errorf("remove leftover uploads: %w", err)
		}
	}

	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.running, s.stop = run, stop
	s.indexer = newIndexer(o.Store, o.Log)
	s.appender = newAppender(o.Store, o.Log, s.announceMessage)
	s.appender.start()
	s.workers.Go(func() { s.indexer.run(run) })
	s.workers.Go(func() { s.watchRevocations(run) })
	s.workers.Go(func() { s.sweep(run) })
	s.workers.Go(func() { s.replyForAway(run) })
	if s.pusher != nil {
		s.workers.Go(func() { s.notifyAbsent(run) })
	}
	if s.blobs != nil {
		s.workers.Go(func() { s.sweepUploads(run) })
	}
	s.workers.Go(func() { s.watchLogs(run) })
	s.workers.Go(func() { s.keepLastSeen(run) })
	s.workers.Go(func() { s.watchDeletions(run) })
	if s.poster != nil {
		s.workers.Go(func() { s.followWebhooks(run) })
		s.workers.Go(func() { s.sendWebhooks(run) })
	}
	return s, nil
}

// Close stops the watcher, commits and announces what was accepted, and
// returns. Sends that come later are refused with CodeUnavailable.
func (s *Service) Close(ctx context.Context) error {
	s.stop()
	s.pacer.close()
	s.workers.Wait()
	s.saveLastSeen(ctx)
	return s.appender.close(ctx)
}

// Epoch names this history of the store. It changes when a backup is restored.
func (s *Service) Epoch() string { return s.epoch }

func (s *Service) loadEpoch(ctx context.Context) error {
	epoch, err := s.store.Meta(ctx, metaEpoch)
	if IsCode(err, CodeNotFound) {
		epoch = rand.Text()[:12]
		err = s.store.SetMeta(ctx, metaEpoch, epoch)
	}
	if err != nil {
		return fmt.Errorf("read epoch: %w", err)
	}
	s.epoch = epoch
	return nil
}

// CredentialCache returns the verified credentials of this run, for the next
// one. It holds no password and is useless without the database, but keep it
// private all the same.
func (s *Service) CredentialCache() []byte { return s.passwords.export() }

// Now is the present by the clock that tokens and messages are stamped with.
func (s *Service) Now() time.Time { return s.clock() }

// now is the present in the resolution of the store.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Millisecond) }

func newID() string { return ulid.Make().String() }

// Timing of the revocation watcher. A revoked session has to be out on every
// door within a second, also when another process revoked it. The look-back
// covers clocks that differ between nodes; ending a session twice does nothing.
const (
	revocationPeriod   = 400 * time.Millisecond
	revocationLookBack = 30 * time.Second
)

// watchRevocations ends sessions that were revoked by another process, such as
// the user subcommand or another node. Those revoked here are ended at once.
func (s *Service) watchRevocations(ctx context.Context) {
	tick := time.NewTicker(revocationPeriod)
	defer tick.Stop()
	broken := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		ids, err := s.store.RevokedSince(ctx, s.now().Add(-revocationLookBack))
		if err != nil {
			if !broken && !errors.Is(err, context.Canceled) {
				s.log.Error("revocations cannot be read", "err", err)
			}
			broken = true
			continue
		}
		broken = false
		if len(ids) > 0 {
			s.notifier.End(End{Reason: EndRevoked}, ids...)
		}
	}
}
