package wsclient

import (
	"encoding/json"
	"testing"

	"flamingo/api/apitype"
	"flamingo/content"
)

// A change is announced on another way than messages and may be here first; the
// message then comes as it was before.
func TestChangeMayOvertakeItsMessage(t *testing.T) {
	c := &Client{logs: map[string]*Log{}}
	l := c.log("d1-2")
	body := json.RawMessage(`{"body":{"text":"edited","segments":[{"text":"edited"}]}}`)
	l.change(apitype.Change{Conversation: "d1-2", Rev: 1, Kind: "edit", Seq: 2, D: body})
	for seq := range int64(2) {
		l.early[seq+1] = &apitype.Message{Seq: seq + 1, Body: content.NewText("first").JSON()}
	}
	l.settle()
	if one, two := l.Messages[1].Content().Text, l.Messages[2].Content().Text; one != "first" || two != "edited" || len(l.later) > 0 {
		t.Errorf("got %q and %q, %d changes left; want first and edited", one, two, len(l.later))
	}
}

// Several requests may be under way, and an answer may be older than what was
// announced since.
func TestOlderAnswerTakesNothingBack(t *testing.T) {
	c := &Client{logs: map[string]*Log{}}
	answer := &apitype.ConversationSync{Conversation: apitype.Conversation{ID: "d1-2", Seq: 1, Rev: 0},
		Messages: []apitype.Message{{Seq: 1, Body: content.NewText("first").JSON()}}}
	if err := c.takeLog(t.Context(), nil, answer); err != nil {
		t.Fatal(err)
	}
	l := c.log("d1-2")
	l.change(apitype.Change{Conversation: "d1-2", Rev: 1, Kind: "recall", Seq: 1})
	l.Head.Read = 1
	if err := c.takeLog(t.Context(), nil, answer); err != nil {
		t.Fatal(err)
	}
	if m := l.Messages[1]; !m.Recalled || l.Rev != 1 || l.Head.Read != 1 {
		t.Errorf("got %+v at rev %d, read up to %d; want it recalled at 1, read up to 1", m, l.Rev, l.Head.Read)
	}
}
