package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"flamingo/api/apitype"
	"flamingo/server/servertest"
)

func walkSync(w *world) {
	c := w.alice.ConversationWith(w.bob.ID)
	messages := "POST /conversations/" + c + "/messages"
	var first apitype.Sync
	w.want(w.bob, http.StatusOK, "POST /sync", object{}).Into(w, &first)
	w.want(w.alice, http.StatusCreated, messages, object{"cid": "sync 1", "body": object{"text": "one"}})
	have := object{"epoch": first.Epoch, "u": first.U, "c": object{}}

	var second apitype.Sync
	w.want(w.bob, http.StatusOK, "POST /sync", object{"resume": have}).Into(w, &second)
	var head *apitype.ConversationSync
	for i := range second.C {
		if second.C[i].ID == c {
			head = &second.C[i]
		}
	}
	if second.Reset || head == nil || head.Last == nil || head.Last.ClientID != "sync 1" {
		w.Fatalf("after a message the answer is %+v", second)
	}
	have["c"] = object{c: []int64{head.Seq - 1, head.Rev}}
	second = apitype.Sync{}
	w.want(w.bob, http.StatusOK, "POST /sync", object{"resume": have}).Into(w, &second)
	if len(second.C) == 0 || second.C[0].ID != c || len(second.C[0].Messages) != 1 || second.C[0].Gap {
		w.Errorf("one message behind, the answer is %+v", second.C)
	}
	w.want(w.bob, http.StatusOK, "POST /sync", object{"resume": object{"epoch": "another", "c": object{c: []int64{1, 0}}}}).Into(w, &second)
	if !second.Reset {
		w.Error("positions of another store are taken for good")
	}
	for _, body := range []object{{"wait_ms": -1}, {"wait_ms": 25001}, {"more": "x"}, {"resume": object{"c": object{"x": []int64{1, 1}}}}} {
		w.want(w.bob, http.StatusBadRequest, "POST /sync", body)
	}
}

func TestSyncWaitsForNews(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	ask := func(resume object, wait time.Duration) (out apitype.Sync) {
		a := bob.Do(t, http.MethodPost, "/api/v1/sync", object{"resume": resume, "wait_ms": wait.Milliseconds()})
		if a.Status != http.StatusOK {
			t.Errorf("sync is answered %d %s", a.Status, a.Body)
		}
		a.Into(t, &out)
		return out
	}
	first := ask(object{}, 0)
	have := object{"epoch": first.Epoch, "u": first.U, "c": object{}}
	if d := ask(have, time.Millisecond); len(d.C) != 0 || len(d.Events) != 0 {
		t.Errorf("with nothing new the answer is %+v", d)
	}
	got := make(chan apitype.Sync)
	began := time.Now()
	go func() { got <- ask(have, 20*time.Second) }()
	send := object{"cid": "1", "body": object{"text": "hi"}}
	if a := alice.Do(t, http.MethodPost, fmt.Sprintf("/api/v1/conversations/%s/messages", alice.ConversationWith(bob.ID)), send); a.Status != http.StatusCreated {
		t.Fatalf("send is answered %d", a.Status)
	}
	if d := <-got; len(d.C) != 1 || d.C[0].Last == nil || d.C[0].Last.Content().Text != "hi" {
		t.Errorf("the wait ended with %+v", d)
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %v to notice", took)
	}
}

// A session that is ended while it waits learns nothing more.
func TestS03RevocationEndsAWaitingSync(t *testing.T) {
	srv := servertest.Start(t)
	here, there := srv.RESTClient(t, "alice"), srv.RESTClient(t, "alice")
	var first apitype.Sync
	there.Do(t, http.MethodPost, "/api/v1/sync", object{}).Into(t, &first)
	status := make(chan int)
	go func() {
		have := object{"epoch": first.Epoch, "u": first.U, "c": object{}}
		status <- there.Do(t, http.MethodPost, "/api/v1/sync", object{"resume": have, "wait_ms": 20000}).Status
	}()
	began := time.Now()
	if a := here.Do(t, http.MethodDelete, "/api/v1/sessions/"+there.Session, nil); a.Status != http.StatusNoContent {
		t.Fatalf("revoking is answered %d", a.Status)
	}
	if got := <-status; got != http.StatusUnauthorized {
		t.Errorf("the waiting request is answered %d, want 401", got)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it ended after %v", took)
	}
}
