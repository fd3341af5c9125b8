package chatport

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// Client types on the wire (WIRE.md section 5). A PC that logs in again may
// send 0 (CLIENTS.md section 3).
const (
	typeNone    = 0
	typePC      = 1
	typeAndroid = 2
	typeIOS     = 3
	typeMac     = 4
)

func classOf(clientType int32) models.Class {
	switch clientType {
	case typeNone, typePC:
		return models.ClassPC
	case typeAndroid:
		return models.ClassAndroid
	case typeIOS:
		return models.ClassIOS
	case typeMac:
		return models.ClassMac
	}
	return models.ClassUnknown
}

// credentials reads the data of 1001 and 1002, whose length Android gets wrong
// when it is not ASCII.
func credentials(r *wire.Reader) (f fields, ok bool, err error) {
	data := r.DataOrRest("data", func(b []byte) bool {
		_, ok := parseFields(b, true)
		return ok
	})
	if err := r.Err(); err != nil {
		return nil, false, err
	}
	f, ok = parseFields(data, true)
	return f, ok, nil
}

// handleRegister serves 1001.
func (c *conn) handleRegister(ctx context.Context, r *wire.Reader) error {
	f, ok, err := credentials(r)
	if err != nil {
		return err
	}
	texts, ok2 := f.texts("username", "nickname", "password")
	if !ok || !ok2 {
		return c.answer(r, codeText(wire.CodeRegisterFailed, legacyText[wire.CodeRegisterFailed]))
	}
	return c.answer(r, c.server.register(ctx, texts[0], texts[1], texts[2]))
}

// register makes an account and returns the data of the answer.
func (s *Server) register(ctx context.Context, username, nickname, password string) []byte {
	_, err := s.Chat.Register(ctx, chat.RegisterParams{Username: username, Nickname: nickname, Password: password})
	if err != nil {
		s.logInternal("register", err)
		return failure(wire.CmdRegister, err)
	}
	return codeText(wire.CodeOK, "ok")
}

// statusPCAgain is what a PC sends as its status when it logs in again. To
// other PCs it would mean Android on Wi-Fi.
const statusPCAgain = 4

// handleLogin serves 1002.
func (c *conn) handleLogin(ctx context.Context, r *wire.Reader) error {
	f, ok, err := credentials(r)
	if err != nil {
		return err
	}
	texts, ok2 := f.texts("username", "password")
	numbers, ok3 := f.numbers("clienttype", "status")
	if !ok || !ok2 || !ok3 {
		return nil // as the original: silence
	}
	class, status := classOf(numbers[0]), numbers[1]
	if class == models.ClassPC && status == statusPCAgain {
		status = statusOnline
	}
	deadline := c.began.Add(loginDeadline)
	release, ok := c.server.admit(ctx, time.Until(deadline))
	if !ok {
		return errNotInTime
	}
	defer release()
	timed, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	login, err := c.server.Chat.LogIn(timed, chat.LoginParams{Username: texts[0], Password: texts[1], Class: class, RemoteAddr: c.address})
	if err != nil {
		if timed.Err() != nil || chat.IsCode(err, chat.CodeUnavailable) {
			return errNotInTime
		}
		c.server.logInternal("login", err)
		return c.answer(r, failure(wire.CmdLogin, err))
	}
	return c.open(ctx, login, class, status, r)
}

// errNotInTime closes the connection of a client that would not wait any longer,
// so that it tries again.
var errNotInTime = errors.New("login not answered in time")

// maxLogins is how many log-ins are served at once: more would all be slow. It
// is more than the passwords that are hashed at once, so that these do not keep
// away those who are known.
const maxLogins = 64

// admit waits for a place among the log-ins that are being served. When
// thousands come at once, after a restart, each waits for a time of its own
// within what its client bears: so they do not all come back at once again.
func (s *Server) admit(ctx context.Context, bearable time.Duration) (release func(), ok bool) {
	release = func() { <-s.logins }
	select {
	case s.logins <- struct{}{}:
		return release, true
	default:
	}
	patience := time.NewTimer(time.Duration((0.2 + 0.6*rand.Float64()) * float64(bearable)))
	defer patience.Stop()
	select {
	case s.logins <- struct{}{}:
		return release, true
	case <-patience.C:
	case <-ctx.Done():
	}
	return nil, false
}

func (s *Server) logInternal(what string, err error) {
	if chat.Describe(err).Code == chat.CodeInternal {
		s.Log.Error("command failed", "command", what, "err", err)
	}
}

// handleChangePassword serves 1008.
func (s *session) handleChangePassword(ctx context.Context, r *wire.Reader) error {
	f, ok, err := s.data(r)
	if err != nil {
		return err
	}
	texts, ok2 := f.texts("oldpassword", "newpassword")
	if !ok || !ok2 {
		return nil
	}
	err = s.server.Chat.ChangePassword(ctx, s.by(r), texts[0], texts[1])
	if err == nil {
		return s.conn.answer(r, codeText(wire.CodeOK, "ok"))
	}
	s.server.logInternal("change password", err)
	if code := legacyCode(r.Cmd, err); code == wire.CodeWrongPassword {
		return s.conn.answer(r, codeText(code, "incorrect old password"))
	}
	return s.conn.answer(r, failure(r.Cmd, err))
}

// data reads the data of a request as JSON. ok is false for what is no object;
// an error closes the connection.
func (s *session) data(r *wire.Reader) (f fields, ok bool, err error) {
	b := r.Bytes("data")
	if err := r.Err(); err != nil {
		return nil, false, err
	}
	f, ok = parseFields(b, s.class == models.ClassAndroid)
	return f, ok, nil
}

// handleUpdateProfile serves 1007. PC sends all nine fields, always.
func (s *session) handleUpdateProfile(ctx context.Context, r *wire.Reader) error {
	f, ok, err := s.data(r)
	if err != nil {
		return err
	}
	t, ok2 := f.texts("nickname", "customface", "signature", "address", "phonenumber", "mail")
	n, ok3 := f.numbers("facetype", "gender", "birthday")
	if !ok || !ok2 || !ok3 {
		return nil
	}
	u, err := s.server.Chat.UpdateProfile(ctx, s.by(r), chat.ProfileChange{Nickname: &t[0], CustomFace: &t[1], Signature: &t[2],
		Address: &t[3], Phone: &t[4], Mail: &t[5], FaceType: &n[0], Gender: &n[1], Birthday: &n[2]})
	if err != nil {
		s.server.logInternal("update profile", err)
		return s.conn.answer(r, failure(r.Cmd, err))
	}
	return s.conn.answer(r, updateAnswer(u, s.limits()))
}
