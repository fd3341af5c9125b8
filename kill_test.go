package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/store/mariadbtest"
)

// Shape of the kill test: ten times a process under a thousand sends a second
// is ended where it stands.
const (
	killTimes     = 10
	killSenders   = 20
	killPerSecond = 1000
	killAfter     = 400 * time.Millisecond
)

// TestKilledServerKeepsWhatItAcknowledged ends the server with SIGKILL while
// many senders use it: every message that was acknowledged is there exactly
// once, no number is missing, and what was sent again made no second message.
func TestKilledServerKeepsWhatItAcknowledged(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { killRepeatedly(t, "") })
	t.Run("mysql", func(t *testing.T) {
		if url := mariadbtest.URL(t); url != "" {
			killRepeatedly(t, url)
		}
	})
}

// sent is what a sender knows of one message.
type sent struct {
	cid   string
	seq   int64 // 0 while it is not acknowledged
	tries int
}

func killRepeatedly(t *testing.T, database string) {
	args := append([]string{"serve", "--data=" + t.TempDir(), "--print-addrs", "--database=" + database,
		"--messages-per-second=1000000", "--message-burst=1000000", "--log-level=error"}, anyPorts...)
	var conversation, token string
	senders := make([][]*sent, killSenders)

	for round := range killTimes {
		s := start(t, command(t, args...))
		api := "http://" + s.addrs(t).HTTP + "/api/v1"
		if round == 0 {
			alice, bob := killSignIn(t, api, "register", "alice"), killSignIn(t, api, "register", "bob")
			conversation = fmt.Sprintf("d%s-%s", alice.User.ID, bob.User.ID)
		}
		token = killSignIn(t, api, "login", "alice").AccessToken

		var acked atomic.Int64
		var running sync.WaitGroup
		for i := range senders {
			running.Go(func() { senders[i] = killSend(api, conversation, token, i, senders[i], &acked) })
		}
		time.Sleep(killAfter) // the load has to last a while: this is no wait for anything
		s.cmd.Process.Kill()
		s.cmd.Wait()
		running.Wait()
		if acked.Load() == 0 {
			t.Fatal("nothing was acknowledged before the kill")
		}
	}

	s := start(t, command(t, args...))
	api := "http://" + s.addrs(t).HTTP + "/api/v1"
	token = killSignIn(t, api, "login", "alice").AccessToken
	for i := range senders { // what was under way at the last kill is sent again
		senders[i] = killFinish(api, conversation, token, senders[i])
	}
	log := killLog(t, api, conversation, token)
	total := 0
	for _, list := range senders {
		for _, m := range list {
			if m.seq == 0 {
				continue
			}
			total++
			if got := log[m.cid]; len(got) != 1 || got[0] != m.seq {
				t.Errorf("message %s was acknowledged with seq %d after %d tries and stands at %v", m.cid, m.seq, m.tries, got)
			}
		}
	}
	t.Logf("%d messages acknowledged over %d kills, all there once", total, killTimes)
}

type killSession struct {
	AccessToken string `json:"access_token"`
	User        struct {
		ID string `json:"id"`
	} `json:"user"`
}

func killSignIn(t *testing.T, api, how, name string) (s killSession) {
	t.Helper()
	body := fmt.Sprintf(`{"username":%q,"password":"secret-%s"}`, name, name)
	res, err := http.Post(api+"/auth/"+how, "application/json", bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&s); err != nil || s.AccessToken == "" {
		t.Fatalf("%s %s: %s, %v", how, name, res.Status, err)
	}
	return s
}

// killSend sends at its share of the rate until the server is gone, beginning
// with what it does not know the fate of.
func killSend(api, conversation, token string, sender int, list []*sent, acked *atomic.Int64) []*sent {
	tick := time.NewTicker(time.Second * killSenders / killPerSecond)
	defer tick.Stop()
	if n := len(list); n > 0 && list[n-1].seq == 0 {
		if !killTry(api, conversation, token, list[n-1]) {
			return list
		}
	}
	for {
		<-tick.C
		m := &sent{cid: fmt.Sprintf("%d-%d", sender, len(list))}
		list = append(list, m)
		if !killTry(api, conversation, token, m) {
			return list
		}
		acked.Add(1)
	}
}

func killFinish(api, conversation, token string, list []*sent) []*sent {
	if n := len(list); n > 0 && list[n-1].seq == 0 {
		killTry(api, conversation, token, list[n-1])
	}
	return list
}

// killTry reports whether the message was acknowledged.
func killTry(api, conversation, token string, m *sent) bool {
	m.tries++
	body := fmt.Sprintf(`{"cid":%q,"body":{"text":"message %s"}}`, m.cid, m.cid)
	req, err := http.NewRequest(http.MethodPost, api+"/conversations/"+conversation+"/messages", bytes.NewBufferString(body))
	if err != nil {
		return false
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	var answer struct {
		Seq int64 `json:"seq"`
	}
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode/100 != 2 || json.Unmarshal(b, &answer) != nil {
		return false
	}
	m.seq = answer.Seq
	return true
}

// killLog reads the whole conversation, checks that seq has no hole, and
// returns where each client id stands.
func killLog(t *testing.T, api, conversation, token string) map[string][]int64 {
	t.Helper()
	log := map[string][]int64{}
	for after, more := int64(0), true; more; {
		req, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/conversations/%s/messages?after=%d&limit=200", api, conversation, after), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			Messages []struct {
				Seq int64  `json:"seq"`
				CID string `json:"cid"`
			} `json:"messages"`
			More bool `json:"more"`
		}
		err = json.NewDecoder(res.Body).Decode(&page)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("read the log: %s, %v", res.Status, err)
		}
		for _, m := range page.Messages {
			if m.Seq != after+1 {
				t.Fatalf("seq %d follows %d: a hole", m.Seq, after)
			}
			after = m.Seq
			log[m.CID] = append(log[m.CID], m.Seq)
		}
		more = page.More
	}
	return log
}
