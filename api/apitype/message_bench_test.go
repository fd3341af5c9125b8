package apitype

import (
	"encoding/json"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// BenchmarkMessages measures a page of 200 messages on its way from the log to
// a client, per message.
func BenchmarkMessages(b *testing.B) {
	cid := "01JDZ3K9M2Q4R6T8V0W2X4Y6Z8"
	row := models.Message{ID: 9021, ConversationID: models.DirectConversation(3, 12), Seq: 346, SenderID: 3, ClientID: &cid,
		Format: uint8(content.Canonical), Content: content.NewText("Shall we meet at the station at half past seven? 我们在火车站见面吧").JSON(),
		SentAt: time.UnixMilli(1764150000123)}
	list := make([]chat.MessageView, 200)
	for i := range list {
		list[i].Message = row
	}
	for b.Loop() {
		if _, err := json.Marshal(FromViews(list)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(list)), "ns/message")
}

// BenchmarkDecode measures the reading of a request of a socket.
func BenchmarkDecode(b *testing.B) {
	line := []byte(`{"op":"send","id":"123","c":"d12-345","cid":"01JDZ3K9M2Q4R6T8V0W2X4Y6Z8","body":{"text":"Shall we meet at the station at half past seven?"}}`)
	for b.Loop() {
		var r struct {
			SendRequest
			Op           string `json:"op"`
			ID           string `json:"id"`
			Conversation string `json:"c"`
		}
		if err := Decode(line, &r); err != nil {
			b.Fatal(err)
		}
	}
}
