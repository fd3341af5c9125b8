package tcpcompat

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/tcpcompat/wire"
)

const (
	// maxRegisterRequest is the size of a request with its header lines, in
	// bytes (section 10).
	maxRegisterRequest = 2048

	// registerTimeout bounds a registration from the first byte to the answer.
	registerTimeout = 10 * time.Second

	// registerPath is the only one that is answered; the others of the original
	// were empty.
	registerPath = "/register.do"
)

// ServeHTTPRegister serves GET /register.do on l until ctx is done (section 10).
// It answers one request a connection, byte for byte as the original, and closes
// everything else without a word.
func (s *Server) ServeHTTPRegister(ctx context.Context, l net.Listener) error {
	return s.serve(ctx, l, s.registerOver)
}

func (s *Server) registerOver(ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithTimeout(ctx, registerTimeout)
	defer cancel()
	conn.SetDeadline(time.Now().Add(registerTimeout))
	query, ok := readRegisterQuery(conn)
	if !ok {
		return
	}
	if body, ok := s.RegisterDo(ctx, query); ok {
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length:%d\r\n\r\n%s", len(body), body)
	}
}

// readRegisterQuery reads a request up to its empty line and returns the query
// of its target. The method is not looked at.
func readRegisterQuery(conn net.Conn) (query string, ok bool) {
	buf := make([]byte, 0, maxRegisterRequest)
	for !bytes.Contains(buf, []byte("\r\n\r\n")) {
		if len(buf) == cap(buf) {
			return "", false
		}
		n, err := conn.Read(buf[len(buf):cap(buf)])
		if err != nil {
			return "", false
		}
		buf = buf[:len(buf)+n]
	}
	line, _, _ := strings.Cut(string(buf), "\r\n")
	_, rest, _ := strings.Cut(line, " ")
	target, _, _ := strings.Cut(rest, " ")
	path, query, ok := strings.Cut(target, "?")
	return query, ok && path == registerPath
}

// RegisterDo makes an account from the raw query of /register.do, p=JSON with
// the JSON of command 1001, and returns the JSON of the answer. ok is false for
// what the original did not answer: a query that holds no such JSON.
func (s *Server) RegisterDo(ctx context.Context, rawQuery string) (body string, ok bool) {
	p, ok := parseRegistration(rawQuery)
	if !ok {
		return "", false
	}
	code, msg := wire.CodeOK, "ok"
	if _, err := s.Chat.Register(ctx, p); err != nil {
		switch chat.Describe(err).Code {
		case chat.CodeConflict:
			code, msg = wire.CodeNameTaken, "registered already"
		case chat.CodeInternal:
			s.Log.Error("registration failed", "err", err)
			fallthrough
		default:
			code, msg = wire.CodeRegisterFailed, "register failed"
		}
	}
	return fmt.Sprintf(`{"code": %d, "msg": "%s"}`, code, msg), true
}

// parseRegistration reads p=JSON. The original left escapes of some characters
// alone, among them the comma and the colon that libraries of today escape: its
// decoding is tried first, the common one second.
func parseRegistration(rawQuery string) (chat.RegisterParams, bool) {
	escaped, ok := strings.CutPrefix(rawQuery, "p=")
	if !ok {
		return chat.RegisterParams{}, false
	}
	if p, ok := registration(unescapeOriginal(escaped)); ok {
		return p, true
	}
	text, err := url.QueryUnescape(escaped)
	if err != nil {
		return chat.RegisterParams{}, false
	}
	return registration(text)
}

// registration reads the three texts of a 1001, none of which may be missing.
func registration(text string) (chat.RegisterParams, bool) {
	repaired, err := content.Repair([]byte(text), false)
	if err != nil {
		return chat.RegisterParams{}, false
	}
	var f struct{ Username, Nickname, Password *string }
	if json.Unmarshal(repaired, &f) != nil || f.Username == nil || f.Nickname == nil || f.Password == nil {
		return chat.RegisterParams{}, false
	}
	return chat.RegisterParams{Username: *f.Username, Nickname: *f.Nickname, Password: *f.Password}, true
}

// keptEscaped are the characters besides letters and digits whose escapes the
// original left as they were (section 10).
const keptEscaped = "!$&'()*+,-./:;=?@_"

// unescapeOriginal decodes as the original did.
func unescapeOriginal(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			out = append(out, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			if c := unhex(s[i+1])<<4 | unhex(s[i+2]); !isAlphanumeric(c) && strings.IndexByte(keptEscaped, c) < 0 {
				out = append(out, c)
				i += 2
				continue
			}
			fallthrough
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' || 'a' <= c && c <= 'f'
}

// unhex returns the value of a hex digit.
func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
