package api_test

import (
	"fmt"
	"slices"

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
	tag := w.want(w.alice, 200, "GET /conversations").Header.Get("ETag")
	w.want(w.alice.With("If-None-Match", tag), 304, "GET /conversations")
	w.want(w.alice, 400, "GET /conversations?cursor=1'%20or%201=1")
}

func walkConversation(w *world) {
	w.alice.SendChat(w, w.bob.ID, "first")
	c := w.alice.ConversationWith(w.bob.ID)
	direct, nobody := "/conversations/"+c, "/conversations/"+models.ConversationWith(w.alice.ID, 99_998).String()
	var sent struct{ Seq int64 }
	w.want(w.alice, 201, "POST "+direct+"/messages", object{"cid": "walk", "ttl_ms": 3_600_000, "body": object{"text": "look"}}).Into(w, &sent)
	at := fmt.Sprintf("%s/messages/%d", direct, sent.Seq)
	none := direct + "/messages/9999"

	w.want(w.bob, 200, "GET "+direct)
	w.want(w.bob, 400, "GET /conversations/x")
	w.want(w.alice, 404, "GET "+nobody)
	w.want(w.bob, 200, "PATCH "+direct, object{"pinned": true, "mute": "count", "archived": true, "draft": "so", "hidden": true})
	w.want(w.bob, 200, "PATCH "+direct, object{"hidden": true, "seq": sent.Seq - 1})
	var list struct{ Conversations []struct{ C string } }
	w.want(w.bob, 200, "GET /conversations").Into(w, &list)
	if !slices.Contains(list.Conversations, struct{ C string }{c}) {
		w.Errorf("hidden up to the message before the last, the list is %+v", list)
	}
	w.want(w.bob, 200, "PATCH "+direct, object{"hidden": false})
	w.want(w.bob, 400, "PATCH "+direct, object{"mute": "loud"})
	w.want(w.alice, 404, "PATCH "+nobody, object{"pinned": true})
	w.want(w.bob, 200, "PUT "+direct+"/read", object{"seq": sent.Seq})
	w.want(w.bob, 400, "PUT "+direct+"/read", object{"seq": "x"})
	w.want(w.alice, 404, "PUT "+nobody+"/read", object{"seq": 1})
	w.want(w.alice, 200, "GET "+at+"/readers")
	w.want(w.alice, 400, "GET "+direct+"/messages/0/readers")
	w.want(w.alice, 404, "GET "+none+"/readers")

	const thumb = "/reactions/%F0%9F%91%8D"
	w.want(w.bob, 200, "PUT "+at+thumb)
	w.want(w.bob, 400, "PUT "+at+"/reactions/abc")
	w.want(w.bob, 404, "PUT "+none+thumb)
	w.want(w.bob, 200, "DELETE "+at+thumb)
	w.want(w.bob, 400, "DELETE "+at+"/reactions/abc")
	w.want(w.bob, 404, "DELETE "+none+thumb)
	w.want(w.bob, 200, "PUT "+at+thumb)
	w.want(w.bob, 204, "PUT "+at+"/pin")
	w.want(w.bob, 400, "PUT "+direct+"/messages/0/pin")
	w.want(w.bob, 404, "PUT "+none+"/pin")
	w.want(w.bob, 200, "GET "+direct+"/pins")
	w.want(w.bob, 400, "GET /conversations/x/pins")

	w.want(w.bob, 200, "GET "+at)
	w.want(w.bob, 400, "GET "+direct+"/messages/0")
	w.want(w.bob, 404, "GET "+none)
	w.want(w.alice, 200, "PATCH "+at, object{"body": object{"text": "look here"}})
	w.want(w.alice, 400, "PATCH "+at, object{"body": object{}})
	w.want(w.alice, 404, "PATCH "+none, object{"body": object{"text": "x"}})

	carl := w.alice.ConversationWith(w.carl.ID)
	w.want(w.alice, 200, "POST /forwards", object{"cid": "f1", "from": c, "seqs": []int64{sent.Seq}, "to": []string{carl}})
	w.want(w.alice, 200, "POST /forwards", object{"cid": "f2", "from": c, "seqs": []int64{sent.Seq}, "to": []string{carl}, "merged": true})
	w.want(w.alice, 400, "POST /forwards", object{"cid": "f3", "from": c, "seqs": []int64{9999}, "to": []string{carl}})
	w.want(w.alice, 200, "GET /conversations/"+carl+"/messages")
	w.want(w.alice, 200, "POST /mass-messages", object{"cid": "m", "targets": []string{fmt.Sprint(w.bob.ID), "99997"}, "body": object{"text": "all"}})
	w.want(w.alice, 400, "POST /mass-messages", object{"cid": "m", "targets": []string{"x"}, "body": object{"text": "all"}})

	w.want(w.alice, 204, "POST "+at+"/recall")
	w.want(w.alice, 400, "POST "+direct+"/messages/0/recall")
	w.want(w.alice, 404, "POST "+none+"/recall")
	w.want(w.alice, 409, "PATCH "+at, object{"body": object{"text": "x"}})
	w.want(w.bob, 409, "PUT "+at+thumb)
	w.want(w.bob, 409, "PUT "+at+"/pin")
	first := direct + "/messages/1"
	w.want(w.bob, 204, "PUT "+first+"/pin")
	w.want(w.bob, 204, "DELETE "+first+"/pin")
	w.want(w.bob, 400, "DELETE "+direct+"/messages/0/pin")
	w.want(w.bob, 404, "DELETE "+none+"/pin")
	w.want(w.bob, 200, "GET "+direct+"/changes?after=0&limit=2")
	w.want(w.bob, 400, "GET "+direct+"/changes?after=x")
	w.want(w.bob, 204, "DELETE "+at)
	w.want(w.bob, 400, "DELETE "+direct+"/messages/0")
	w.want(w.bob, 404, "DELETE "+none)
	w.want(w.bob, 204, "POST "+direct+"/clear", object{})
	w.want(w.bob, 400, "POST "+direct+"/clear", object{"seq": "x"})
	w.want(w.alice, 404, "POST "+nobody+"/clear", object{})
	w.want(w.bob, 200, "GET "+direct)
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
