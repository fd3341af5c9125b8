package tcpcompat

import (
	"bufio"
	"context"
	"crypto/subtle"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
	"unicode"

	"flamingo/chat"
	"flamingo/models"
)

const (
	// maxCommandLine is the room for a command of the console, in bytes: a word,
	// a number and a token.
	maxCommandLine = 512

	// monitorIdle is the silence after which a console is closed.
	monitorIdle = 10 * time.Minute

	// usersPerPage is how many accounts are read at once to list who is online.
	usersPerPage = 100
)

// Texts of the console (section 11).
const (
	monitorHelp = "1. help-show help info\n" +
		"2. ul-show online user list\n" +
		"3. su-show userinfo specified by userid: su [userid]\n" +
		"4. elpb-enable log package binary data\n" +
		"5. dlpb-disable log package binary data\n"
	monitorNobody   = "No user online.\n"
	monitorNoID     = "please specify userid.\n"
	monitorNoUser   = "user not found.\n"
	monitorDone     = "OK.\n"
	monitorUnknown  = "cmd not support\n"
	monitorNoAccess = "please specify token: ul [token], su [userid] [token]\n"
)

// ServeMonitor serves the console on l until ctx is done (section 11).
//
// The original told everybody about its users, and their passwords to those who
// had the token. Here the token is needed for anything about users, and nobody
// sees a password. A wrong token ends the connection.
func (s *Server) ServeMonitor(ctx context.Context, l net.Listener) error {
	return s.serve(ctx, l, s.monitor)
}

// monitor serves one console.
func (s *Server) monitor(ctx context.Context, conn net.Conn) {
	in, out := bufio.NewReaderSize(conn, maxCommandLine), bufio.NewWriter(conn)
	out.WriteString(monitorHelp)
	for {
		conn.SetDeadline(time.Now().Add(monitorIdle))
		if out.Flush() != nil {
			return
		}
		line, err := in.ReadSlice('\n')
		if err != nil {
			return // gone, idle, or a line that is no command
		}
		if !s.command(ctx, out, strings.Fields(string(line))) {
			s.Log.Warn("console closed after a wrong token", "address", conn.RemoteAddr().String())
			out.Flush()
			return
		}
	}
}

// command writes the answer to one line. False when it came with a wrong token.
func (s *Server) command(ctx context.Context, out io.Writer, words []string) bool {
	word := func(n int) string {
		if n < len(words) {
			return words[n]
		}
		return ""
	}
	answer := monitorUnknown
	token := ""
	switch word(0) {
	case "help":
		answer = monitorHelp
	case "elpb", "dlpb": // there is no such log here, for the passwords in it
		answer = monitorDone
	case "ul":
		if token = word(1); s.opens(token) {
			s.listOnline(ctx, out)
			return true
		}
		answer = monitorNoAccess
	case "su":
		token = word(2)
		switch {
		case word(1) == "":
			answer = monitorNoID
		case s.opens(token):
			s.showUser(ctx, out, word(1))
			return true
		default:
			answer = monitorNoUser // the same whether there is one or not
		}
	}
	io.WriteString(out, answer)
	return token == ""
}

// opens reports whether token is the right one.
func (s *Server) opens(token string) bool {
	return s.MonitorToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(s.MonitorToken)) == 1
}

// listOnline writes a line for each connected session, by user.
func (s *Server) listOnline(ctx context.Context, out io.Writer) {
	some := false
	for after := int64(0); ; {
		users, err := s.Chat.AdminListUsers(ctx, after, usersPerPage)
		if err != nil {
			s.Log.Error("console cannot list users", "err", err)
			return
		}
		if len(users) == 0 {
			break
		}
		for i := range users {
			for _, d := range s.Chat.Presence(users[i].ID).Devices {
				some = true
				fmt.Fprintf(out, "sessionid:%s,userid:%d,username:%s,clienttype:%d,status:%d.\n",
					d.SessionID, users[i].ID, oneLine(users[i].Username), clientType(d), status(d))
			}
		}
		after = users[len(users)-1].ID
	}
	if !some {
		io.WriteString(out, monitorNobody)
	}
}

// clientType and status are the numbers of a device (section 5). A browser has
// no client type of its own.
func clientType(d chat.Device) int {
	if d.Class.Legacy() {
		return int(d.Class)
	}
	return int(models.ClassUnknown)
}

func status(d chat.Device) int32 {
	const online, invisible = 1, 2
	switch {
	case d.Class.Legacy():
		return d.Legacy
	case d.Status == chat.StatusInvisible:
		return invisible
	}
	return online
}

// showUser writes the profile of one user and the stored team names. The
// missing quote behind "signature" is not the only thing that the original left
// out: what people wrote is escaped here.
func (s *Server) showUser(ctx context.Context, out io.Writer, id string) {
	n, err := strconv.ParseInt(id, 10, 32)
	if err != nil || n <= 0 {
		io.WriteString(out, monitorNoUser)
		return
	}
	list, err := s.Chat.AdminListUsers(ctx, n-1, 1)
	if err != nil {
		s.Log.Error("console cannot read a user", "err", err)
	}
	if len(list) == 0 || list[0].ID != n {
		io.WriteString(out, monitorNoUser)
		return
	}
	u := &list[0]
	fmt.Fprintf(out, `"address":%s, "birthday":%d,"customface": %s, "facetype":%d,"gender":%d,"mail":%s,"nickname":%s,"phonenumber":%s,"signature":%s,"userid":%d,"username":%s, teaminfo:%s`+"\n",
		strconv.Quote(u.Address), u.Birthday, strconv.Quote(u.CustomFace), u.FaceType, u.Gender, strconv.Quote(u.Mail), strconv.Quote(u.Nickname),
		strconv.Quote(u.Phone), strconv.Quote(u.Signature), u.ID, strconv.Quote(u.Username), oneLine(string(u.Teams)))
}

// oneLine keeps a text from looking like another line of the console.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
