package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// lines is a log that many goroutines write.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// TestLogHoldsNoSecrets sends passwords, tokens and texts through every door,
// well-formed and not, and looks for them in all that the server has to say.
func TestLogHoldsNoSecrets(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, on servertest.Option) {
		var log lines
		srv := servertest.StartLogging(t, &log, on, func(c *config.Config) { c.TCPMonitor, c.TCPHTTP = "127.0.0.1:0", "127.0.0.1:0" })
		const text, wrong = "text-that-nobody-else-reads", "wrong-password-of-somebody"
		alice, bob := srv.WebClient(t, "alice"), srv.RESTClient(t, "bob")
		secrets := []string{text, wrong, alice.Access, bob.Access, servertest.Password("alice"), servertest.Password("bob")}

		// REST: good, refused, broken, and where the secret stands in the address.
		alice.RESTClient.SendChat(t, bob.ID, text)
		direct := "/api/v1/conversations/" + alice.ConversationWith(bob.ID)
		bob.Do(t, http.MethodGet, direct+"/messages", nil)
		srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/login", map[string]any{"username": "alice", "password": wrong})
		bob.Do(t, http.MethodPut, "/api/v1/me/password", map[string]any{"old": wrong, "new": wrong + "2"})
		bob.Do(t, http.MethodPost, direct+"/messages", map[string]any{"cid": "x", "body": map[string]any{"text": text}, "unknown": text})
		for _, path := range []string{"/api/v1/search?q=" + text, "/api/v1/me?token=" + bob.Access, "/ws?token=" + bob.Access, "/" + text} {
			request(t, http.MethodGet, "http://"+srv.HTTPAddr()+path, bob.Access, "")
		}
		request(t, http.MethodPost, "http://"+srv.HTTPAddr()+"/api/v1/auth/login", "", `{"password":"`+wrong+`",`)

		// The socket.
		alice.SendChat(t, bob.ID, text)
		alice.Request(t, "send", map[string]any{"c": text, "cid": text, "body": map[string]any{"text": text}})
		alice.Request(t, text, nil)
		broken, _ := srv.Dial(t, nil)
		broken.Write(t, `{"id":"1","op":"hello","token":"`+bob.Access+`x"}`)
		broken.Closed(t)
		broken, _ = srv.Dial(t, nil)
		broken.Write(t, `{"id":"1","op":"hello","token":"`+bob.Access)
		broken.Closed(t)

		// The old protocol.
		for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
			c := srv.LegacyClient(t, fmt.Sprint("old-", class), class)
			secrets = append(secrets, servertest.Password(fmt.Sprint("old-", class)))
			c.SendChat(t, bob.ID, text)
			c.RequestWith(t, wire.CmdChangePassword, `{"oldpassword": "`+wrong+`", "newpassword": "`+wrong+`2"}`)
			c.Next(t, wire.CmdChangePassword)
			c.RequestWith(t, wire.CmdChat, `{"content": [{"msgText": "`+text+`"`, int32(bob.ID))
			for _, login := range []string{`{"username": "alice", "password": "` + wrong + `", "clienttype": 1, "status": 1}`, `{"password": "` + wrong} {
				refused := srv.Connect(t, class)
				refused.RequestWith(t, wire.CmdLogin, login)
				refused.Close()
			}
		}
		srv.FileClient(models.ClassPC).Upload(t, []byte(text))

		// The listeners for administrators.
		request(t, http.MethodGet, "http://"+srv.Addrs().TCPHTTP+`/register.do?p={"username":"dora","nickname":"dora","password":"`+wrong+`"}`, "", "")
		alice.Request(t, "ping", nil) // what came before is handled
		srv.Stop(t)

		said := log.String()
		if !strings.Contains(said, "level=DEBUG") && !strings.Contains(said, "level=INFO") {
			t.Errorf("the log says nothing: %q", said)
		}
		for _, s := range secrets {
			if i := strings.Index(said, s); i >= 0 {
				t.Errorf("%q stands in the log: %q", s, said[max(0, i-200):min(len(said), i+200)])
			}
		}
		if token := regexp.MustCompile(`eyJ[\w-]+\.`).FindString(said); token != "" {
			t.Errorf("a token stands in the log: %s", token)
		}
	})
}

// request makes a request that the contract does not know.
func request(t *testing.T, method, url, token, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
}
