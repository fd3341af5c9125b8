package ws_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"flamingo/api/apitype"
	"flamingo/config"
	"flamingo/server/servertest"
	"flamingo/store/mariadbtest"
	"flamingo/ws/wsclient"
)

// The tests here take the database away from a server while people write.

// afterOutage checks that what was answered is there, once, and that the
// service goes on.
func afterOutage(t *testing.T, srv *servertest.Server, alice, bob *servertest.RESTClient, c, cid string, sent []apitype.Sent) {
	t.Helper()
	var again apitype.Sent
	for deadline := time.Now().Add(30 * time.Second); ; {
		a := alice.Do(t, http.MethodPost, "/api/v1/conversations/"+c+"/messages", map[string]any{"cid": cid, "body": wsclient.Text("refused")})
		if a.Status/100 == 2 {
			a.Into(t, &again)
			break
		}
		if a.Status != http.StatusServiceUnavailable || time.Now().After(deadline) {
			t.Fatalf("after the outage a send is answered %d %s", a.Status, a.Body)
		}
	}
	var last apitype.Sent
	alice.Do(t, http.MethodPost, "/api/v1/conversations/"+c+"/messages", map[string]any{"cid": "after", "body": wsclient.Text("after")}).Into(t, &last)
	seen := map[string]int64{}
	all := log(t, bob, c)
	for i, m := range all {
		if m.Seq != int64(i+1) {
			t.Errorf("message %d of the log has number %d", i+1, m.Seq)
		}
		if seen[m.ClientID] != 0 {
			t.Errorf("%q is there twice, at %d and %d", m.ClientID, seen[m.ClientID], m.Seq)
		}
		seen[m.ClientID] = m.Seq
	}
	for i, s := range append(sent, again, last) {
		if s.Seq < 1 || s.Seq > int64(len(all)) || all[s.Seq-1].ID != s.ID {
			t.Errorf("answer %d says %+v, and the log has something else there", i+1, s)
		}
	}
	wantLog(t, srv.Follow(t, bob), bob, c)
}

// Another process holds the lock of the database, such as a backup that was
// done wrongly: who cannot wait is told so, and who waits gets through.
func TestLockedDatabaseLosesNothing(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.RequestTimeout = time.Second })
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	socket := srv.Connected(t, alice)
	var before apitype.Sent
	answered(t, socket.Request(t, "send", map[string]any{"c": c, "cid": "before", "body": wsclient.Text("before")}), &before)

	db, err := sql.Open("sqlite", filepath.Join(srv.Config.Data, "flamingo.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	waiting := make(chan servertest.Frame, 1)
	go func() {
		waiting <- socket.Request(t, "send", map[string]any{"c": c, "cid": "waits", "body": wsclient.Text("waits")})
	}()
	a := alice.Do(t, http.MethodPost, "/api/v1/conversations/"+c+"/messages", map[string]any{"cid": "refused", "body": wsclient.Text("refused")})
	a.Problem(t, http.StatusServiceUnavailable, "unavailable")
	if all := log(t, bob, c); len(all) != 1 {
		t.Errorf("while the database is locked the log has %d messages, want the 1 that was answered", len(all))
	}
	select {
	case f := <-waiting:
		t.Errorf("a send is answered %s while nothing can be stored", f.Raw)
	default:
	}
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	var late apitype.Sent
	answered(t, <-waiting, &late)
	afterOutage(t, srv, alice, bob, c, "refused", []apitype.Sent{before, late})
}

func answered(t *testing.T, f servertest.Frame, sent *apitype.Sent) {
	t.Helper()
	if f.Err != nil || json.Unmarshal(f.D, sent) != nil {
		t.Fatalf("a send is answered %s", f.Raw)
	}
}

// wire is the network between a server and its database, which can be cut.
type wire struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	cut   bool
	conns []net.Conn
}

func newWire(t *testing.T, to string) *wire {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: to}
	t.Cleanup(func() { l.Close(); w.set(true) })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			w.join(near)
		}
	}()
	return w
}

func (w *wire) join(near net.Conn) {
	far, err := net.Dial("tcp", w.to)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil || w.cut {
		near.Close()
		if err == nil {
			far.Close()
		}
		return
	}
	w.conns = append(w.conns, near, far)
	go func() { io.Copy(near, far); near.Close() }()
	go func() { io.Copy(far, near); far.Close() }()
}

// set cuts the wire, or joins it again.
func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	for _, c := range w.conns {
		c.Close()
	}
	w.conns = nil
}

// The database is gone for a while: sends say so, and all heals by itself.
func TestDatabaseThatIsGoneLosesNothing(t *testing.T) {
	address := mariadbtest.URL(t)
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	network := newWire(t, u.Host)
	u.Host = network.listener.Addr().String()
	srv := servertest.Start(t, func(c *config.Config) { c.Database = u.String() })
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	socket := srv.Connected(t, alice)
	sent := make([]apitype.Sent, 20)
	for i := range sent {
		answered(t, socket.Request(t, "send", map[string]any{"c": c, "cid": fmt.Sprint("before ", i), "body": wsclient.Text("before")}), &sent[i])
	}
	network.set(true)
	f := socket.Request(t, "send", map[string]any{"c": c, "cid": "refused", "body": wsclient.Text("refused")})
	if f.Err == nil || f.Err.Code != "unavailable" && f.Err.Code != "internal" {
		t.Errorf("without a database a send is answered %s, want unavailable", f.Raw)
	}
	if f.Err != nil && f.Err.Code == "internal" {
		t.Errorf("a database that is gone is called an internal error: %s", f.Raw)
	}
	network.set(false)
	afterOutage(t, srv, alice, bob, c, "refused", sent)
}
