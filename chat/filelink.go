package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"
)

// FileLinkLife is how long the address of a file works without an access token:
// a film can be watched with it.
const FileLinkLife = time.Hour

// FileLink lets its session read one file, for elements of a page that send no
// token. It is checked like the session itself at every use: who was logged out
// or has left the conversation is refused, however long the link would hold.
type FileLink struct {
	File      string
	Session   string
	Expires   time.Time // whole seconds
	Signature string
}

// Words that a signature begins with, so that one is no good as another.
const (
	signLink      = "link"
	signChallenge = "challenge"
)

// sign signs fields. Each is quoted, so that no two lists sign alike.
func (s *Service) sign(word string, fields ...string) string {
	mac := hmac.New(sha256.New, s.fileKey)
	fmt.Fprintln(mac, word)
	for _, f := range fields {
		fmt.Fprintf(mac, "%q\n", f)
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (s *Service) isSigned(signature, word string, fields ...string) bool {
	return hmac.Equal([]byte(signature), []byte(s.sign(word, fields...)))
}

func (l *FileLink) fields() []string {
	return []string{l.File, l.Session, strconv.FormatInt(l.Expires.Unix(), 10)}
}

// LinkFile makes a link for the actor's session to a file they may read.
func (s *Service) LinkFile(ctx context.Context, a Actor, file string) (*FileLink, error) {
	file = fileName(file)
	if err := s.mayReadFile(ctx, a, file); err != nil {
		return nil, err
	}
	l := &FileLink{File: file, Session: a.SessionID, Expires: s.now().Add(FileLinkLife).Truncate(time.Second)}
	l.Signature = s.sign(signLink, l.fields()...)
	return l, nil
}

var errBadLink = &Error{Code: CodeUnauthenticated, Message: "the link is bad or expired"}

// FollowLink returns in whose name a link reads its file.
func (s *Service) FollowLink(ctx context.Context, l FileLink) (Actor, error) {
	l.File = fileName(l.File)
	if !isFileHash(l.File) || !s.isSigned(l.Signature, signLink, l.fields()...) || !s.now().Before(l.Expires) {
		return Actor{}, errBadLink
	}
	sess, err := s.store.Session(ctx, l.Session)
	if IsCode(err, CodeNotFound) || err == nil && (sess.RevokedAt != nil || sess.ExpiresAt != nil && !s.now().Before(*sess.ExpiresAt)) {
		return Actor{}, errBadLink
	}
	if err != nil {
		return Actor{}, fmt.Errorf("follow link: %w", err)
	}
	return Actor{UserID: sess.UserID, SessionID: sess.ID, Class: sess.Class}, nil
}
