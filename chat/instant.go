package chat

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of the proof of possession. A small file is hashed whole; of a large
// one the server picks pieces, which costs it a few milliseconds.
const (
	challengeLife   = 2 * time.Minute
	challengePieces = 16
	challengePiece  = 64 << 10 // bytes
	challengeWhole  = challengePieces * challengePiece
)

// Challenge asks somebody to prove that they have the bytes of a file: to send
// the SHA-256 of nonce and pieces, in this order. It is the same for a file that
// the server does not have, and so tells nobody whether it does.
type Challenge struct {
	Token  string // to be sent back
	Nonce  []byte
	Pieces []Piece
}

// Piece is a part of a file.
type Piece struct{ Offset, Length int64 }

// ChallengeFile begins an instant upload: a file that is here already needs no
// bytes from those who prove that they have them.
func (s *Service) ChallengeFile(a Actor, file string, size int64) (*Challenge, error) {
	file = fileName(file)
	if err := checkClaim(file, size); err != nil {
		return nil, err
	}
	nonce := make([]byte, 16)
	rand.Read(nonce)
	c := &Challenge{Nonce: nonce, Pieces: pieces(nonce, size)}
	expires := strconv.FormatInt(s.now().Add(challengeLife).Unix(), 10)
	id := hex.EncodeToString(nonce)
	c.Token = id + "." + expires + "." + s.signClaim(a, file, size, id, expires)
	return c, nil
}

func (s *Service) signClaim(a Actor, file string, size int64, nonce, expires string) string {
	return s.sign(signChallenge, strconv.FormatInt(a.UserID, 10), file, strconv.FormatInt(size, 10), nonce, expires)
}

func checkClaim(file string, size int64) error {
	if !isFileHash(file) {
		return Invalid("md5", "is not 32 hex digits")
	}
	if size < 0 {
		return Invalid("size", "is negative")
	}
	return nil
}

// pieces picks what is to be hashed. It depends on nothing but its arguments:
// the server keeps nothing between the two requests.
func pieces(nonce []byte, size int64) []Piece {
	if size <= challengeWhole {
		return []Piece{{0, size}}
	}
	list := make([]Piece, challengePieces)
	for i := range list {
		sum := sha256.Sum256(append(slices.Clone(nonce), byte(i)))
		at := binary.BigEndian.Uint64(sum[:]) % uint64(size-challengePiece+1)
		list[i] = Piece{int64(at), challengePiece}
	}
	return list
}

// ClaimFile ends an instant upload. CodeNotFound means: send the bytes, whatever
// the reason.
func (s *Service) ClaimFile(ctx context.Context, a Actor, name, file string, size int64, token string, proof []byte) (*File, error) {
	name, err := checkFileName(name)
	if err != nil {
		return nil, err
	}
	file = fileName(file)
	if err := checkClaim(file, size); err != nil {
		return nil, err
	}
	nonce, expires, ok := s.readChallenge(a, file, size, token)
	if !ok || !s.now().Before(expires) {
		return nil, Invalid("challenge", "is not one of this file, or expired")
	}
	done, err := s.transfers.begin(a.UserID)
	if err != nil {
		return nil, err
	}
	defer done()
	if s.blobs == nil {
		return nil, errNoBlobs
	}
	info, want, err := s.expectedProof(ctx, file, size, nonce)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(want, proof) != 1 {
		return nil, errNoFile
	}
	return s.ownFile(ctx, a, name, info)
}

func (s *Service) readChallenge(a Actor, file string, size int64, token string) (nonce []byte, expires time.Time, ok bool) {
	id, rest, _ := strings.Cut(token, ".")
	seconds, signature, _ := strings.Cut(rest, ".")
	if !hmac.Equal([]byte(signature), []byte(s.signClaim(a, file, size, id, seconds))) {
		return nil, expires, false
	}
	nonce, err := hex.DecodeString(id)
	n, nerr := strconv.ParseInt(seconds, 10, 64)
	return nonce, time.Unix(n, 0), err == nil && nerr == nil
}

// expectedProof returns what the owner of the bytes would send. For a file that
// is not here, or of another size, it is what nobody can send, found out in the
// same time.
func (s *Service) expectedProof(ctx context.Context, file string, size int64, nonce []byte) (BlobInfo, []byte, error) {
	h := sha256.New()
	h.Write(nonce)
	var source io.ReaderAt
	blob, info, err := s.blobs.Open(ctx, file)
	switch {
	case err == nil:
		defer blob.Close()
		source = blob
	case !IsCode(err, CodeNotFound):
		return info, nil, err
	}
	if source == nil || info.Size != size || info.File != file {
		source = zeros{}
		unknown := make([]byte, len(nonce))
		rand.Read(unknown)
		h.Write(unknown)
	}
	for _, p := range pieces(nonce, size) {
		if _, err := io.Copy(h, io.NewSectionReader(source, p.Offset, p.Length)); err != nil && !errors.Is(err, io.EOF) {
			return info, nil, err
		}
	}
	return info, h.Sum(nil), nil
}

// zeros reads as nothing but zeros.
type zeros struct{}

func (zeros) ReadAt(p []byte, _ int64) (int, error) {
	clear(p)
	return len(p), nil
}
