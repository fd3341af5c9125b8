package chat

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"flamingo/models"
)

// The second factor is a code of six digits that changes every 30 seconds
// (TOTP, RFC 6238), or once each, one of a few recovery codes. It is asked for
// together with the password: there is no session in between. Old clients
// cannot ask for it; they log in with an app password of their own instead.

const (
	totpPeriod = 30 // seconds, what authenticator apps take for granted
	totpSkew   = 1  // steps that a clock may be off (RFC 6238 section 5.2)

	recoveryCodes    = 10
	recoveryCodeSize = 10 // bytes: 80 bits, 16 characters

	// appPasswordSize is in bytes: 12 characters, as the PC client takes 15 at most.
	appPasswordSize = 7
)

// SecondFactorSetup is what an authenticator app needs.
type SecondFactorSetup struct {
	Secret string // base32
	URL    string // otpauth://, to show as a QR code
}

// SecondFactorState says what a user has set up.
type SecondFactorState struct {
	Enabled       bool
	RecoveryCodes int  // left
	AppPassword   bool // old clients can log in
}

var codes = base32.StdEncoding.WithPadding(base32.NoPadding)

// SecondFactor returns what the actor has set up.
func (s *Service) SecondFactor(ctx context.Context, a Actor) (SecondFactorState, error) {
	f, err := s.confirmedFactor(ctx, a.UserID)
	if f == nil || err != nil {
		return SecondFactorState{}, err
	}
	n, err := s.store.CountRecoveryCodes(ctx, a.UserID)
	return SecondFactorState{Enabled: true, RecoveryCodes: n, AppPassword: f.AppPassword != ""}, err
}

// confirmedFactor returns nil for a user who has no second factor in force.
func (s *Service) confirmedFactor(ctx context.Context, user int64) (*models.SecondFactor, error) {
	f, err := s.store.SecondFactor(ctx, user)
	if IsCode(err, CodeNotFound) || err == nil && f.ConfirmedAt == nil {
		return nil, nil
	}
	return f, err
}

// BeginSecondFactor makes a secret. Nothing is asked for until a code made of
// it was shown. CodeConflict when a second factor is in force.
func (s *Service) BeginSecondFactor(ctx context.Context, a Actor, password string) (*SecondFactorSetup, error) {
	u, err := s.confirmPassword(ctx, a, password)
	if err != nil {
		return nil, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "flamingo", AccountName: u.Username, Period: totpPeriod, Rand: rand.Reader})
	if err != nil {
		return nil, fmt.Errorf("make secret: %w", err)
	}
	err = s.store.InTx(ctx, func(tx Store) error {
		f, err := tx.SecondFactor(ctx, a.UserID)
		if err == nil && f.ConfirmedAt != nil {
			return Errorf(CodeConflict, "a second factor is in force already")
		}
		if err != nil && !IsCode(err, CodeNotFound) {
			return err
		}
		return tx.SaveSecondFactor(ctx, &models.SecondFactor{UserID: a.UserID, Secret: key.Secret()})
	})
	if err != nil {
		return nil, fmt.Errorf("begin second factor of user %d: %w", a.UserID, err)
	}
	return &SecondFactorSetup{Secret: key.Secret(), URL: key.URL()}, nil
}

// ConfirmSecondFactor puts the second factor in force and returns the recovery
// codes, which are shown this once. The sessions of old clients end: they need
// an app password from now on.
func (s *Service) ConfirmSecondFactor(ctx context.Context, a Actor, code string) ([]string, error) {
	f, err := s.store.SecondFactor(ctx, a.UserID)
	if err != nil {
		return nil, err
	}
	if f.ConfirmedAt != nil {
		return nil, Errorf(CodeConflict, "a second factor is in force already")
	}
	if err := s.attempts.check(factorAttempts(a.UserID), "session"); err != nil {
		return nil, err
	}
	counter, ok := matchTOTP(f.Secret, code, s.clock())
	if !ok {
		s.attempts.fail(factorAttempts(a.UserID), "session")
		return nil, wrongCode()
	}
	plain, hashes := newRecoveryCodes()
	now := s.now()
	var ended []string
	var events []UserEvent
	err = s.store.InTx(ctx, func(tx Store) error {
		f.ConfirmedAt, f.Counter = &now, counter
		if err := tx.SaveSecondFactor(ctx, f); err != nil {
			return err
		}
		if err := tx.ReplaceRecoveryCodes(ctx, a.UserID, hashes); err != nil {
			return err
		}
		ended, events, err = s.revokeLegacy(ctx, tx, a.UserID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("confirm second factor of user %d: %w", a.UserID, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return plain, nil
}

// RemoveSecondFactor ends the second factor, with its recovery codes and app password.
func (s *Service) RemoveSecondFactor(ctx context.Context, a Actor, password string) error {
	if _, err := s.confirmPassword(ctx, a, password); err != nil {
		return err
	}
	return s.removeSecondFactor(ctx, a.UserID)
}

func (s *Service) removeSecondFactor(ctx context.Context, user int64) error {
	var ended []string
	var events []UserEvent
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if err := tx.DeleteSecondFactor(ctx, user); err != nil {
			return err
		}
		ended, events, err = s.revokeLegacy(ctx, tx, user)
		return err
	})
	if err != nil {
		return fmt.Errorf("remove second factor of user %d: %w", user, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return nil
}

// RenewRecoveryCodes replaces the recovery codes and returns the new ones.
func (s *Service) RenewRecoveryCodes(ctx context.Context, a Actor, password string) ([]string, error) {
	if _, err := s.confirmPassword(ctx, a, password); err != nil {
		return nil, err
	}
	if err := s.needFactor(ctx, a.UserID); err != nil {
		return nil, err
	}
	plain, hashes := newRecoveryCodes()
	return plain, s.store.ReplaceRecoveryCodes(ctx, a.UserID, hashes)
}

// RenewAppPassword gives old clients a password of their own and returns it,
// this once. Their sessions end.
func (s *Service) RenewAppPassword(ctx context.Context, a Actor, password string) (string, error) {
	if _, err := s.confirmPassword(ctx, a, password); err != nil {
		return "", err
	}
	if err := s.needFactor(ctx, a.UserID); err != nil {
		return "", err
	}
	b := make([]byte, appPasswordSize)
	rand.Read(b)
	plain := strings.ToLower(codes.EncodeToString(b))
	hash, err := s.passwords.hash(ctx, plain)
	if err != nil {
		return "", err
	}
	return plain, s.setAppPassword(ctx, a.UserID, hash)
}

// RemoveAppPassword shuts old clients out.
func (s *Service) RemoveAppPassword(ctx context.Context, a Actor) error {
	if err := s.needFactor(ctx, a.UserID); err != nil {
		return err
	}
	return s.setAppPassword(ctx, a.UserID, "")
}

func (s *Service) setAppPassword(ctx context.Context, user int64, hash string) error {
	var ended []string
	var events []UserEvent
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if err := tx.SetAppPassword(ctx, user, hash); err != nil {
			return err
		}
		ended, events, err = s.revokeLegacy(ctx, tx, user)
		return err
	})
	if err != nil {
		return fmt.Errorf("set app password of user %d: %w", user, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return nil
}

func (s *Service) needFactor(ctx context.Context, user int64) error {
	f, err := s.confirmedFactor(ctx, user)
	if err == nil && f == nil {
		err = Errorf(CodeConflict, "no second factor is in force")
	}
	return err
}

// revokeLegacy revokes the sessions of a user's old clients and returns their
// ids, and what to announce.
func (s *Service) revokeLegacy(ctx context.Context, tx Store, user int64) (ids []string, events []UserEvent, err error) {
	list, err := tx.Sessions(ctx, user)
	if err != nil {
		return nil, nil, err
	}
	for _, sess := range list {
		if sess.Class.Legacy() {
			ids = append(ids, sess.ID)
		}
	}
	if err := tx.RevokeSessions(ctx, s.now(), ids...); err != nil {
		return nil, nil, err
	}
	events, err = s.recordEnds(ctx, tx, user, ids...)
	return ids, events, err
}

// checkFactor decides, after the password was right, whether that is enough.
func (s *Service) checkFactor(ctx context.Context, u *models.User, f *models.SecondFactor, p LoginParams) error {
	if p.Code == "" {
		return &Error{Code: CodeUnauthenticated, Reason: ReasonSecondFactor, Field: "code", Message: "code of the second factor is needed"}
	}
	ok, err := s.useCode(ctx, f, p.Code)
	if err != nil {
		return fmt.Errorf("check second factor of user %d: %w", u.ID, err)
	}
	if !ok {
		s.attempts.fail(p.Username, p.RemoteAddr)
		return wrongCode()
	}
	return nil
}

func wrongCode() error {
	return &Error{Code: CodeUnauthenticated, Reason: ReasonSecondFactor, Field: "code", Message: "code is wrong or was used before"}
}

// useCode uses up a code of the app or a recovery code.
func (s *Service) useCode(ctx context.Context, f *models.SecondFactor, code string) (bool, error) {
	if counter, ok := matchTOTP(f.Secret, code, s.clock()); ok {
		return s.store.UseSecondFactor(ctx, f.UserID, counter)
	}
	return s.store.UseRecoveryCode(ctx, f.UserID, hashRecoveryCode(code))
}

// matchTOTP returns the time step that code belongs to.
func matchTOTP(secret, code string, now time.Time) (counter int64, ok bool) {
	for skew := int64(-totpSkew); skew <= totpSkew; skew++ {
		at := now.Add(time.Duration(skew*totpPeriod) * time.Second)
		valid, err := totp.ValidateCustom(code, secret, at, totp.ValidateOpts{Period: totpPeriod, Digits: otp.DigitsSix})
		if err == nil && valid {
			return at.Unix() / totpPeriod, true
		}
	}
	return 0, false
}

func newRecoveryCodes() (plain []string, hashes [][]byte) {
	for range recoveryCodes {
		b := make([]byte, recoveryCodeSize)
		rand.Read(b)
		code := strings.ToLower(codes.EncodeToString(b))
		plain = append(plain, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		hashes = append(hashes, hashRecoveryCode(code))
	}
	return plain, hashes
}

// hashRecoveryCode reads a code as people type it. The code is random and
// long: a plain hash keeps it.
func hashRecoveryCode(code string) []byte {
	code = strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(code))
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// factorAttempts names the limiter of guesses at a user's codes.
func factorAttempts(user int64) string { return fmt.Sprintf("code of user %d", user) }

// confirmPassword lets the actor do what a stolen session alone must not.
func (s *Service) confirmPassword(ctx context.Context, a Actor, password string) (*models.User, error) {
	u, err := s.store.User(ctx, a.UserID)
	if err != nil {
		return nil, err
	}
	if err := s.attempts.check(u.Username, "session"); err != nil {
		return nil, err
	}
	ok, _, err := s.passwords.verify(ctx, u.Password, password)
	if err != nil {
		return nil, err
	}
	if !ok {
		s.attempts.fail(u.Username, "session")
		return nil, &Error{Code: CodeForbidden, Reason: ReasonWrongPassword, Field: "password", Message: "password is wrong"}
	}
	return u, nil
}
