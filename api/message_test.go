package api_test

import (
	"flamingo/models"
)

func walkMessages(w *world) {
	direct := "/conversations/" + w.alice.ConversationWith(w.bob.ID)
	hello := object{"cid": "1", "body": object{"text": "hello"}}
	w.want(w.alice, 201, "POST "+direct+"/messages", hello)
	w.want(w.alice, 200, "POST "+direct+"/messages", hello)
	w.want(w.alice, 409, "POST "+direct+"/messages", object{"cid": "1", "body": object{"text": "bye"}})
	w.want(w.alice, 400, "POST "+direct+"/messages", object{"cid": "2", "body": object{"text": object{"$gt": ""}}})
	w.want(w.carl, 403, "POST "+direct+"/messages", hello)
	nobody := "/conversations/" + models.ConversationWith(w.alice.ID, 99_999).String()
	w.want(w.alice, 404, "POST "+nobody+"/messages", hello)
	w.want(w.bob, 201, "POST "+direct+"/messages", object{"cid": "rich", "reply_to": 1, "body": everySegment(w.bob.Upload(w, "a.bin", []byte("bytes")).File)})

	w.want(w.bob, 200, "GET "+direct+"/messages")
	w.want(w.bob, 200, "GET "+direct+"/messages?after=0&limit=1")
	w.want(w.bob, 200, "GET "+direct+"/messages?before=2")
	w.want(w.bob, 400, "GET "+direct+"/messages?before=2&after=1")
	w.want(w.carl, 403, "GET "+direct+"/messages")
	w.want(w.alice, 404, "GET "+nobody+"/messages")

	w.alice.SendChat(w, w.carl.ID, "hi")
	var page struct{ Next string }
	w.want(w.alice, 200, "GET /conversations?limit=1").Into(w, &page)
	if page.Next == "" {
		w.Error("there is no next page after one of two conversations")
	}
	w.want(w.alice, 200, "GET /conversations?limit=1&cursor="+page.Next)
	w.want(w.alice, 400, "GET /conversations?cursor=1'%20or%201=1")
}

// everySegment is a body with one segment of each kind that clients may send.
func everySegment(hash string) object {
	return object{"font": object{"family": "Arial", "size": 12, "color": "#ff0000", "bold": true}, "segments": []object{
		{"text": "look"}, {"face": 3}, {"mention": "all"}, {"mention": "1", "name": "alice"},
		{"image": object{"file": hash, "name": "a.png", "size": 10, "width": 4, "height": 5, "thumb": hash}},
		{"file": object{"file": hash, "name": "a.pdf", "size": 10, "type": "application/pdf"}},
		{"voice": object{"file": hash, "size": 10, "duration_ms": 1500, "waveform": []int{1, 2, 3}}},
		{"video": object{"file": hash, "name": "a.mp4", "size": 10, "width": 4, "height": 5, "duration_ms": 1500, "poster": hash}},
		{"nudge": true}, {"card": object{"kind": "link", "url": "https://example.org", "name": "Example", "text": "A page"}},
	}}
}
