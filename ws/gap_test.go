package ws_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"flamingo/api/apitype"
	"flamingo/server/servertest"
	"flamingo/ws/wsclient"
)

// settledLog waits until a client is at the end of a log and has exactly the
// messages that REST shows: nothing that may not be seen, and no hole.
func settledLog(t *testing.T, f *servertest.Follower, r *servertest.RESTClient, c string, end int64) {
	t.Helper()
	f.Until(t, fmt.Sprintf("settled at %d", end), func(st wsclient.State) bool { return st.Logs[c] != nil && st.Logs[c].Seq == end })
	all := map[int64]apitype.Message{}
	for after := "0"; ; {
		var page apitype.MessagePage
		r.Do(t, http.MethodGet, fmt.Sprintf("/api/v1/conversations/%s/messages?after=%s&limit=50", c, after), nil).Into(t, &page)
		for _, m := range page.Messages {
			all[m.Seq] = m
		}
		if !page.More {
			break
		}
		after = page.Next
	}
	f.Until(t, "compared", func(st wsclient.State) bool {
		for seq := range end {
			got, has := st.Logs[c].Messages[seq+1]
			want, shown := all[seq+1]
			if has != shown || got.ID != want.ID || got.Content().Text != want.Content().Text || got.Recalled != want.Recalled {
				t.Errorf("at %d the client has %q (%v), REST shows %q (%v)", seq+1, got.Content().Text, has, want.Content().Text, shown)
			}
		}
		return true
	})
}

// Messages that were recalled, that expired, of somebody blocked, and from
// before somebody came lie in a gap of any size: clients settle.
func TestGapsOfWhatIsNotSeenSettle(t *testing.T) {
	for _, size := range []int{10, 60} { // within an answer, and beyond it
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			srv := servertest.Start(t, quick)
			alice, bob, carl, late := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob"), srv.RESTClient(t, "carl"), srv.RESTClient(t, "late")
			var g struct{ ID string }
			alice.Do(t, http.MethodPost, "/api/v1/groups", map[string]any{"name": "Choir"}).Into(t, &g)
			join := func(r *servertest.RESTClient) {
				t.Helper()
				if a := r.Do(t, http.MethodPost, "/api/v1/groups/"+g.ID+"/join", map[string]any{}); a.Status != http.StatusOK {
					t.Fatalf("joining is answered %d %s", a.Status, a.Body)
				}
			}
			join(bob)
			join(carl)
			c := "g" + g.ID
			path := "/api/v1/conversations/" + c + "/messages"
			n := 0
			say := func(r *servertest.RESTClient, ttl int) (sent apitype.Sent) {
				t.Helper()
				n++
				body := map[string]any{"cid": fmt.Sprint(n), "body": wsclient.Text(fmt.Sprint("message ", n))}
				if ttl > 0 {
					body["ttl_ms"] = ttl
				}
				r.Do(t, http.MethodPost, path, body).Into(t, &sent)
				return sent
			}
			say(alice, 0)
			f := srv.Follow(t, bob)
			f.Until(t, "there", func(st wsclient.State) bool { return st.Logs[c] != nil && st.Logs[c].Seq > 0 })
			f.Stop()
			bob.Do(t, http.MethodPut, fmt.Sprintf("/api/v1/blocks/%d", carl.ID), nil)
			var vanishes, last apitype.Sent
			for i := range size {
				switch i % 5 {
				case 0:
					vanishes = say(alice, 1000)
				case 1:
					say(carl, 0)
				case 2:
					sent := say(alice, 0)
					if a := alice.Do(t, http.MethodPost, fmt.Sprintf("%s/%d/recall", path, sent.Seq), nil); a.Status/100 != 2 {
						t.Fatalf("recalling is answered %d %s", a.Status, a.Body)
					}
				default:
					say(alice, 0)
				}
			}
			join(late)
			say(carl, 0)
			last = say(alice, 0)
			for deadline := time.Now().Add(10 * time.Second); ; {
				if a := alice.Do(t, http.MethodGet, fmt.Sprintf("%s/%d", path, vanishes.Seq), nil); a.Status == http.StatusNotFound {
					break
				}
				if time.Now().After(deadline) {
					t.Fatal("a message that was to vanish is still shown")
				}
			}
			f.Start(t)
			var head apitype.Conversation
			bob.Do(t, http.MethodGet, "/api/v1/conversations/"+c, nil).Into(t, &head)
			if head.Seq < last.Seq {
				t.Fatalf("the log ends at %d, before %d", head.Seq, last.Seq)
			}
			settledLog(t, f, bob, c, head.Seq)
			settledLog(t, srv.Follow(t, late), late, c, head.Seq)
			settledLog(t, srv.Follow(t, bob), bob, c, head.Seq)
		})
	}
}

// A status that is switched back and forth is told as its outcome.
func TestStormOfPresenceIsTold(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	befriend(t, srv, alice, bob)
	watcher := srv.Connected(t, bob)
	restless := srv.Connected(t, alice)
	if p := nextPresence(t, watcher); p.Status != "online" {
		t.Errorf("got %+v", p)
	}
	const switches = 200
	began := time.Now()
	for i := range switches {
		status := "away"
		if i%2 == 1 {
			status = "busy"
		}
		restless.Request(t, "status", map[string]any{"status": status})
	}
	restless.Request(t, "status", map[string]any{"status": "invisible"})
	seconds := int(time.Since(began)/time.Second) + 2
	told := 1
	for ; nextPresence(t, watcher).Status != "offline"; told++ {
	}
	if most := seconds * 4; told > most { // three at once and an outcome, each second
		t.Errorf("%d changes within %d s were told %d times, want %d at most", switches, seconds, told, most)
	}
}

// Who has shown the password alone has no session: nothing opens a socket.
func TestS04PasswordAloneOpensNoSocket(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	var setup struct{ Secret string }
	alice.Do(t, http.MethodPost, "/api/v1/me/second-factor", map[string]string{"password": servertest.Password("alice")}).Into(t, &setup)
	code, err := totp.GenerateCode(setup.Secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if a := alice.Do(t, http.MethodPost, "/api/v1/me/second-factor/confirm", map[string]string{"code": code}); a.Status != http.StatusOK {
		t.Fatalf("confirming is answered %d %s", a.Status, a.Body)
	}
	sessions := func() (n int) {
		var list struct{ Sessions []json.RawMessage }
		alice.Do(t, http.MethodGet, "/api/v1/sessions", nil).Into(t, &list)
		return len(list.Sessions)
	}
	before := sessions()
	half, a := srv.LogIn(t, "alice", servertest.Password("alice"))
	if a.Status != http.StatusUnauthorized || half.Access != "" {
		t.Fatalf("the password alone is answered %d %s", a.Status, a.Body)
	}
	var said map[string]any
	if err := json.Unmarshal(a.Body, &said); err != nil {
		t.Fatal(err)
	}
	for name, value := range said { // nothing in the answer is a way in
		if text, ok := value.(string); ok {
			c, _ := srv.Dial(t, nil)
			hello, err := json.Marshal(map[string]any{"id": "1", "op": "hello", "token": text, "device": map[string]string{"id": "d"}})
			if err != nil {
				t.Fatal(err)
			}
			c.Write(t, string(hello))
			bob.SendChat(t, alice.ID, "secret")
			if _, code := c.Closed(t); code != 4401 {
				t.Errorf("a socket with %s of the answer is closed with %d, want 4401", name, code)
			}
		}
	}
	if after := sessions(); after != before {
		t.Errorf("there are %d sessions, and %d before", after, before)
	}
}
