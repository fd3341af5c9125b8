package chat

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"flamingo/models"
)

// Bounds of named requests. A client that has not repeated one within a day has
// given it up; nobody has a thousand of them open.
const (
	idempotencyLife     = 24 * time.Hour
	maxIdempotencyKeys  = 1000 // of a user; the oldest make room
	maxIdempotencyKey   = 64   // bytes
	idempotencyWork     = time.Minute
	idempotencyKeyField = "Idempotency-Key"
)

// BeginRequest notes that the actor is about to make the request of that hash
// under a name of their choice. It returns the answer when the request was
// made before. CodeConflict when the name belongs to another request, or when
// that one is still being worked on.
func (s *Service) BeginRequest(ctx context.Context, a Actor, name string, request [sha256.Size]byte) (answer []byte, err error) {
	if len(name) > maxIdempotencyKey || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, Invalid(idempotencyKeyField, "is not 1 to %d visible characters of ASCII", maxIdempotencyKey)
	}
	now := s.now()
	row := models.IdempotencyKey{UserID: a.UserID, Key: s.seals.name(a, name), Request: request[:], CreatedAt: now}
	if err := s.store.TrimIdempotencyKeys(ctx, a.UserID, now.Add(-idempotencyLife), maxIdempotencyKeys-1); err != nil {
		return nil, err
	}
	for range 2 {
		err = s.store.InsertIdempotencyKey(ctx, &row)
		if !IsCode(err, CodeConflict) {
			return nil, err
		}
		known, err := s.store.IdempotencyKey(ctx, a.UserID, row.Key)
		switch {
		case IsCode(err, CodeNotFound):
			continue // it was given up just now
		case err != nil:
			return nil, err
		case !hmac.Equal(known.Request, request[:]):
			return nil, &Error{Code: CodeConflict, Field: idempotencyKeyField, Message: idempotencyKeyField + " was used for another request"}
		case known.Answer != nil:
			return s.seals.open(a, name, known.Answer)
		case now.Sub(known.CreatedAt) < idempotencyWork:
			return nil, errAtWork
		}
		// Whoever worked on it is gone: a server that was killed.
		if err := s.store.DeleteIdempotencyKey(ctx, a.UserID, row.Key); err != nil {
			return nil, err
		}
	}
	return nil, errAtWork
}

var errAtWork = &Error{Code: CodeConflict, Field: idempotencyKeyField, RetryAfter: time.Second,
	Message: idempotencyKeyField + " is that of a request that is being worked on"}

// EndRequest keeps the answer to a request that BeginRequest let through. With
// nil it is forgotten: it had no effect and may be made again.
func (s *Service) EndRequest(ctx context.Context, a Actor, name string, answer []byte) error {
	if answer == nil {
		return s.store.DeleteIdempotencyKey(ctx, a.UserID, s.seals.name(a, name))
	}
	return s.store.AnswerIdempotencyKey(ctx, a.UserID, s.seals.name(a, name), s.seals.seal(a, name, answer))
}

// sealer keeps answers from those who read the database: some hold a token or
// a password, which nothing else stores in the clear.
type sealer struct{ key []byte }

func newSealer(key []byte) *sealer {
	return &sealer{mac(key, "idempotency")}
}

func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return h.Sum(nil)
}

// name is what a key is stored as.
func (s *sealer) name(a Actor, name string) []byte {
	return mac(s.key, "name", strconv.FormatInt(a.UserID, 10), name)
}

func (s *sealer) cipher(a Actor, name string) cipher.AEAD {
	block, err := aes.NewCipher(mac(s.key, "answer", strconv.FormatInt(a.UserID, 10), name))
	if err != nil {
		panic(err) // the key has 32 bytes
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has blocks of 16 bytes
	}
	return aead
}

func (s *sealer) seal(a Actor, name string, answer []byte) []byte {
	aead := s.cipher(a, name)
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, answer, nil)
}

func (s *sealer) open(a Actor, name string, sealed []byte) ([]byte, error) {
	aead := s.cipher(a, name)
	if len(sealed) < aead.NonceSize() {
		return nil, fmt.Errorf("stored answer of user %d is damaged", a.UserID)
	}
	answer, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], nil)
	if err != nil {
		return nil, fmt.Errorf("stored answer of user %d: %w", a.UserID, err)
	}
	return answer, nil
}
