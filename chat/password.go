package chat

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"
)

// hashCost is what a password hash costs: argon2id as listed by OWASP (m = 7 MiB,
// t = 5, p = 1). It takes about 30 ms, so that an old client has its answer within
// the 500 ms of its socket time-out even when twenty log in at once. Of the costs in
// the list, which are worth the same, it is the fastest here: see
// BenchmarkFirstLogins of package tcpcompat.
var hashCost = hashParams{memory: 7 << 10, time: 5, threads: 1}

// cheapHashCost is for tests that are not about it.
var cheapHashCost = hashParams{memory: 8, time: 1, threads: 1}

const (
	hashSaltLen = 16
	hashKeyLen  = 32
)

// Bounds of the hashing queue. At 70 hashes a second on two cores those that
// wait are served within the 500 ms that an old client waits for its answer;
// the time is for slower machines. More are told to try again.
const (
	maxHashQueue   = 32
	maxHashWait    = 2 * time.Second
	maxCredentials = 100_000 // verified credentials remembered, 100 bytes each
)

// passwordChecker hashes and verifies passwords, a bounded number at once, and
// remembers verified credentials under a keyed hash: a thousand reconnecting
// old clients, which send their password each time, do not cost a thousand hashes.
type passwordChecker struct {
	cost  hashParams
	slots chan struct{} // one element per hash that is being computed
	queue chan struct{} // and per one that waits
	news  chan struct{} // of these, hashes of new passwords: log-ins always find a slot

	mu       sync.Mutex
	key      []byte
	verified map[[16]byte]struct{} // keyed hash of (stored hash, password)
}

func newPasswordChecker(cost hashParams, hashers int, state []byte) *passwordChecker {
	c := &passwordChecker{cost: cost, slots: make(chan struct{}, hashers), queue: make(chan struct{}, hashers+maxHashQueue),
		news: make(chan struct{}, max(1, hashers/2)), verified: map[[16]byte]struct{}{}}
	c.restore(state)
	if len(c.key) == 0 {
		c.key = make([]byte, 32)
		rand.Read(c.key)
	}
	return c
}

var errBusy = &Error{Code: CodeUnavailable, Message: "too many log-ins at once, try again", RetryAfter: time.Second}

// acquire waits for the right to compute one hash.
func (c *passwordChecker) acquire(ctx context.Context) (release func(), err error) {
	select {
	case c.queue <- struct{}{}:
	default:
		return nil, errBusy
	}
	if err := enter(ctx, c.slots); err != nil {
		<-c.queue
		return nil, err
	}
	return func() { <-c.slots; <-c.queue }, nil
}

// enter takes a place in slots, and does not wait for ever.
func enter(ctx context.Context, slots chan struct{}) error {
	timeout := time.NewTimer(maxHashWait)
	defer timeout.Stop()
	select {
	case slots <- struct{}{}:
		return nil
	case <-timeout.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hash returns a new password in its stored form. It is as good as verified.
func (c *passwordChecker) hash(ctx context.Context, password string) (string, error) {
	if err := enter(ctx, c.news); err != nil {
		return "", err
	}
	defer func() { <-c.news }()
	release, err := c.acquire(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	stored := c.cost.hash(password)
	c.remember(c.mark(stored, password))
	return stored, nil
}

// verify reports whether password belongs to stored, and whether stored should
// be replaced by a new hash because it is plain or of another cost.
func (c *passwordChecker) verify(ctx context.Context, stored, password string) (ok, outdated bool, err error) {
	if stored == "" {
		return false, false, nil // an account without a password cannot log in
	}
	if !strings.HasPrefix(stored, "$argon2id$") {
		// A plain value of the original server, until the first log-in or the adoption replaces it.
		return subtle.ConstantTimeCompare([]byte(stored), []byte(password)) == 1, true, nil
	}
	mark := c.mark(stored, password)
	c.mu.Lock()
	_, known := c.verified[mark]
	c.mu.Unlock()
	if known {
		return true, false, nil
	}
	params, salt, want, err := decodeHash(stored)
	if err != nil {
		return false, false, err
	}
	release, err := c.acquire(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	got := argon2.IDKey([]byte(password), salt, params.time, params.memory, params.threads, uint32(len(want)))
	if subtle.ConstantTimeCompare(got, want) != 1 {
		return false, false, nil
	}
	c.remember(mark)
	return true, params != c.cost, nil
}

// burn spends the time of a verification, so that an unknown account is not
// told apart from a wrong password by its speed.
func (c *passwordChecker) burn(ctx context.Context, password string) error {
	release, err := c.acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	c.cost.hash(password)
	return nil
}

func (c *passwordChecker) mark(stored, password string) (m [16]byte) {
	h := hmac.New(sha256.New, c.key)
	fmt.Fprintf(h, "%d:%s%s", len(stored), stored, password)
	copy(m[:], h.Sum(nil))
	return m
}

func (c *passwordChecker) remember(m [16]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.verified) >= maxCredentials {
		for old := range c.verified { // any one: it only costs a hash later
			delete(c.verified, old)
			break
		}
	}
	c.verified[m] = struct{}{}
}

type credentialState struct {
	Key   []byte
	Marks [][]byte
}

func (c *passwordChecker) export() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	st := credentialState{Key: c.key}
	for m := range c.verified {
		st.Marks = append(st.Marks, m[:])
	}
	b, err := json.Marshal(st)
	if err != nil {
		panic(err) // bytes always encode
	}
	return b
}

func (c *passwordChecker) restore(state []byte) {
	var st credentialState
	if json.Unmarshal(state, &st) != nil || len(st.Key) != 32 {
		return // a damaged or missing state only costs hashes
	}
	c.key = st.Key
	for _, m := range st.Marks {
		if len(m) == 16 && len(c.verified) < maxCredentials {
			c.verified[[16]byte(m)] = struct{}{}
		}
	}
}

// HashPassword returns the stored form of a password, a PHC string of about 100
// characters. It takes 30 ms and 7 MiB; a server that answers clients lets
// only a bounded number run at once.
func HashPassword(password string) string { return hashCost.hash(password) }

// HashPasswordCheaply is HashPassword at the cost of Options.CheapHashes.
func HashPasswordCheaply(password string) string { return cheapHashCost.hash(password) }

// hashParams are the parameters of argon2id (RFC 9106 section 3.1).
type hashParams struct {
	memory  uint32 // KiB
	time    uint32 // passes
	threads uint8
}

func (p hashParams) hash(password string) string {
	salt := make([]byte, hashSaltLen)
	rand.Read(salt)
	return encodeHash(p, salt, password)
}

var phc = base64.RawStdEncoding

func encodeHash(p hashParams, salt []byte, password string) string {
	key := argon2.IDKey([]byte(password), salt, p.time, p.memory, p.threads, hashKeyLen)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.time, p.threads,
		phc.EncodeToString(salt), phc.EncodeToString(key))
}

func decodeHash(s string) (p hashParams, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 {
		return p, nil, nil, fmt.Errorf("stored password hash has %d parts, want 6", len(parts))
	}
	var version int
	if _, err = fmt.Sscanf(parts[2], "v=%d", &version); err == nil {
		_, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads)
	}
	if err == nil {
		salt, err = phc.DecodeString(parts[4])
	}
	if err == nil {
		key, err = phc.DecodeString(parts[5])
	}
	if err != nil || len(key) == 0 || p.time == 0 || p.threads == 0 {
		return p, nil, nil, fmt.Errorf("stored password hash is damaged: %v", err)
	}
	return p, salt, key, nil
}
