package api_test

import (
	"fmt"

	"flamingo/server/servertest"
)

// path writes a request line.
func path(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func walkBots(w *world) {
	var made struct {
		User  struct{ ID string }
		Token string
	}
	w.want(w.alice, 201, "POST /bots", object{"username": "weather", "nickname": "Weather"}).Into(w, &made)
	w.want(w.alice, 400, "POST /bots", object{"username": ""})
	w.want(w.alice, 409, "POST /bots", object{"username": "weather"})
	w.want(w.alice, 200, "GET /bots")
	bot := "/bots/" + made.User.ID
	w.want(w.alice, 200, "PATCH "+bot, object{"nickname": "Weather of today"})
	w.want(w.alice, 400, "PATCH "+bot, object{"nickname": ""})
	w.want(w.bob, 404, "PATCH "+bot, object{"nickname": "mine"})
	w.want(w.alice, 200, "POST "+bot+"/token")
	w.want(w.alice, 400, "POST /bots/x/token")
	w.want(w.bob, 404, "POST "+bot+"/token")
	w.want(w.alice, 400, "DELETE /bots/x")
	w.want(w.bob, 404, "DELETE "+bot)
	w.want(w.alice, 204, "DELETE "+bot)
}

func walkIncomingWebhooks(w *world) {
	var group struct{ ID string }
	w.want(w.alice, 201, "POST /groups", object{"name": "hooked"}).Into(w, &group)
	hooks := "/conversations/g" + group.ID + "/incoming-webhooks"
	var made struct {
		ID, Token string
		Bot       struct{ ID string }
	}
	w.want(w.alice, 201, "POST "+hooks, object{"name": "Build server"}).Into(w, &made)
	w.want(w.alice, 400, "POST "+hooks, object{"name": ""})
	w.want(w.bob, 403, "POST "+hooks, object{"name": "x"})
	w.want(w.alice, 404, "POST "+hooks, object{"name": "x", "bot": apiID(w.bob)})
	w.want(w.alice, 200, "GET "+hooks)
	w.want(w.bob, 403, "GET "+hooks)
	w.want(w.alice, 400, "GET /conversations/x/incoming-webhooks")
	w.want(w.alice, 404, "GET /conversations/g299999999/incoming-webhooks")

	post := "POST /hooks/" + made.Token
	w.want(w.nobody, 201, post, object{"text": "Build 42 failed", "name": "CI", "cid": "build-42"})
	w.want(w.nobody, 201, post, object{"text": "Build 42 failed", "name": "CI", "cid": "build-42"})
	w.want(w.nobody, 409, post, object{"text": "Build 42 is fine", "cid": "build-42"})
	w.want(w.nobody, 400, post, object{"text": " "})
	w.want(w.nobody, 404, post+"x", object{"text": "who is there?"})

	w.want(w.alice, 400, "DELETE /conversations/x/incoming-webhooks/"+made.ID)
	w.want(w.alice, 404, "DELETE "+hooks+"/nothing")
	w.want(w.alice, 204, path("DELETE /groups/%s/members/%s", group.ID, made.Bot.ID))
	w.want(w.nobody, 403, post, object{"text": "still there"})
	w.want(w.alice, 204, "DELETE "+hooks+"/"+made.ID)
	w.want(w.nobody, 404, post, object{"text": "and now?"})
}

func apiID(c *servertest.RESTClient) string { return fmt.Sprint(c.ID) }

func walkWebhooks(w *world) {
	// Nobody is called: the address is not allowed here.
	hook := object{"url": "http://127.0.0.1:9/hook", "events": []string{"message", "members"}}
	var made struct{ ID string }
	w.want(w.alice, 201, "POST /webhooks", hook).Into(w, &made)
	w.want(w.alice, 400, "POST /webhooks", object{"url": "ftp://example.org", "events": []string{"message"}})
	w.want(w.alice, 404, "POST /webhooks", object{"url": "https://example.org", "events": []string{"message"}, "c": "g299999999"})
	w.want(w.alice, 200, "GET /webhooks")
	at := "/webhooks/" + made.ID
	w.want(w.alice, 200, "GET "+at)
	w.want(w.bob, 404, "GET "+at)
	w.want(w.alice, 400, "PATCH "+at, object{"events": []string{"everything"}})
	w.want(w.bob, 404, "PATCH "+at, object{"enabled": false})
	w.want(w.alice, 200, "POST "+at+"/secret")
	w.want(w.bob, 404, "POST "+at+"/secret")
	var ping struct{ ID string }
	w.want(w.alice, 202, "POST "+at+"/ping").Into(w, &ping)
	w.want(w.bob, 404, "POST "+at+"/ping")
	w.want(w.alice, 200, "GET "+at+"/deliveries?state=waiting")
	w.want(w.alice, 400, "GET "+at+"/deliveries?state=lost")
	w.want(w.bob, 404, "GET "+at+"/deliveries")
	w.want(w.alice, 202, path("POST %s/deliveries/%s/redeliver", at, ping.ID))
	w.want(w.alice, 404, "POST "+at+"/deliveries/nothing/redeliver")
	w.want(w.alice, 200, "PATCH "+at, object{"enabled": false})
	w.want(w.alice, 409, "POST "+at+"/ping")
	w.want(w.alice, 409, path("POST %s/deliveries/%s/redeliver", at, ping.ID))
	w.want(w.alice, 204, "DELETE "+at)
	w.want(w.alice, 404, "DELETE "+at)
	for range 20 {
		w.want(w.bob, 201, "POST /webhooks", hook)
	}
	w.want(w.bob, 409, "POST /webhooks", hook)
}
