package chatport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
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
	again := class == models.ClassPC && status == statusPCAgain
	if again {
		status = statusOnline
	}
	came := c.frameCame()
	release, ok := c.server.admit(ctx, came, again)
	if !ok {
		return errNotInTime
	}
	defer release()
	timed, cancel := context.WithDeadline(ctx, came.Add(loginDeadline))
	defer cancel()
	login, err := c.server.Chat.LogIn(timed, chat.LoginParams{Username: texts[0], Password: texts[1], Class: class, RemoteAddr: c.address})
	if err != nil {
		if timed.Err() != nil || chat.IsCode(err, chat.CodeUnavailable) {
			return errNotInTime
		}
		c.server.logInternal("login", err)
		return c.answer(r, failure(wire.CmdLogin, err))
	}
	if timed.Err() != nil {
		return errNotInTime
	}
	return c.open(ctx, login, class, status, r)
}

// errNotInTime closes the connection of a client that would not wait any longer,
// so that it tries again.
var errNotInTime = errors.New("login not answered in time")

// frameCame returns when the request that is being served reached this machine.
// When thousands connect at once, it has waited before it was read.
func (c *conn) frameCame() time.Time {
	if tcp, ok := c.socket.(*net.TCPConn); ok {
		if came := time.Now().Add(-sinceReceived(tcp)); came.Before(c.began) {
			return came
		}
	}
	return c.began
}

// maxLogins is how many log-ins are served at once: more would all be slow. It
// is more than the passwords that are hashed at once, so that these do not keep
// away those who are known.
const maxLogins = 64

// admissionShare is the part of the time that a client bears in which it may be
// admitted. The rest is for serving it.
const admissionShare = 0.4

// pcPatience is how long a PC that logs in again waits for an answer, or for
// the end of the connection (CLIENTS.md section 3: 3 s, in whole seconds).
const pcPatience = 2500 * time.Millisecond

// admit waits for a place among the log-ins that are being served. Those who
// get none in time are to try again, but not all at once again, as they came
// after a restart: each is sent away after a time of its own. That of a PC which
// comes by itself is long, as nobody looks at it.
func (s *Server) admit(ctx context.Context, came time.Time, again bool) (release func(), ok bool) {
	admission, cancel := context.WithDeadline(ctx, came.Add(time.Duration(admissionShare*float64(loginDeadline))))
	defer cancel()
	if admission.Err() == nil {
		select {
		case s.logins <- struct{}{}:
			return func() { <-s.logins }, true
		case <-admission.Done():
		}
	}
	end := came.Add(loginDeadline)
	if again {
		end = came.Add(pcPatience)
	}
	away := time.NewTimer(time.Duration(rand.Float64() * float64(time.Until(end))))
	defer away.Stop()
	select {
	case <-away.C:
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
