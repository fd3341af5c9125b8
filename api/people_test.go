package api_test

import (
	"fmt"
	"strings"

	"flamingo/models"
	"flamingo/server/servertest"
)

// refused sees the answers to bad requests of one operation: an id that is
// none, one of nobody, a body that is no object.
func (w *world) refused(c *servertest.RESTClient, request, id string, body ...any) {
	w.Helper()
	if strings.Contains(request, "%s") {
		w.want(c, 400, fmt.Sprintf(request, "x"), body...)
		w.want(c, 404, fmt.Sprintf(request, id), body...)
	}
	if len(body) > 0 {
		w.want(c, 400, strings.ReplaceAll(request, "%s", id), "[]")
	}
}

const noUser, noGroup = "99999", "268999999"

func walkPeople(w *world) {
	alice, bob := w.alice, w.srv.RESTClient(w, "petra")
	w.want(alice, 200, "GET /me/settings")
	w.want(alice, 200, "PATCH /me/settings", object{"last_seen": "nobody", "client": object{"theme": "dark"}, "auto_reply": object{"on": false, "text": "later"}})
	w.want(alice, 400, "PATCH /me/settings", `{"write":"nobody"}`)

	w.want(alice, 200, "GET /users?q=pet")
	w.want(alice, 200, fmt.Sprintf("GET /users/%d", bob.ID))
	w.want(alice, 200, fmt.Sprintf("GET /users/%d", alice.ID))
	w.refused(alice, "GET /users/%s", noUser)
	w.want(alice, 200, fmt.Sprintf("GET /presence?users=%d,%d", alice.ID, bob.ID))
	w.want(alice, 400, "GET /presence?users=x")

	ask := object{"user": fmt.Sprint(bob.ID), "greeting": "hello"}
	w.want(alice, 204, "POST /friend-requests", ask)
	w.want(alice, 404, "POST /friend-requests", object{"user": noUser})
	w.want(alice, 400, "POST /friend-requests", object{"user": fmt.Sprint(alice.ID)})
	w.want(bob, 200, "GET /friend-requests")
	w.want(alice, 204, fmt.Sprintf("DELETE /friend-requests/%d", bob.ID))
	w.refused(alice, "DELETE /friend-requests/%s", noUser)
	w.want(alice, 204, "POST /friend-requests", ask)
	w.want(bob, 204, fmt.Sprintf("POST /friend-requests/%d/refuse", alice.ID))
	w.refused(alice, "POST /friend-requests/%s/refuse", noUser)
	w.want(alice, 204, "POST /friend-requests", ask)
	w.want(bob, 204, fmt.Sprintf("POST /friend-requests/%d/accept", alice.ID))
	w.want(bob, 204, fmt.Sprintf("POST /friend-requests/%d/accept", alice.ID)) // again
	w.refused(alice, "POST /friend-requests/%s/accept", noUser)
	w.want(alice, 409, "POST /friend-requests", ask)

	w.want(alice, 204, "POST /teams", object{"name": "work"})
	w.want(alice, 409, "POST /teams", object{"name": "work"})
	w.want(alice, 400, "POST /teams", object{"name": strings.Repeat("x", 33)})
	w.want(alice, 409, "PATCH /teams/work", object{"name": "work"})
	w.want(alice, 204, "PATCH /teams/work", object{"name": "同事"})
	w.want(alice, 404, "PATCH /teams/work", object{"name": "other"})
	w.want(alice, 400, "PATCH /teams/work", "[]")
	w.want(alice, 204, fmt.Sprintf("PATCH /friends/%d", bob.ID), object{"team": "同事", "remark": "Pet"})
	w.refused(alice, "PATCH /friends/%s", noUser, object{"remark": "x"})
	tag := w.want(alice, 200, "GET /friends").Header.Get("ETag")
	w.want(alice.With("If-None-Match", tag), 304, "GET /friends")
	w.want(alice, 204, fmt.Sprintf("PATCH /friends/%d", bob.ID), object{"remark": "Petra"})
	w.want(alice.With("If-None-Match", tag), 200, "GET /friends")
	w.want(alice, 200, fmt.Sprintf("GET /users/%d", bob.ID))
	w.want(alice, 204, "DELETE /teams/%E5%90%8C%E4%BA%8B")
	w.want(alice, 404, "DELETE /teams/work")

	w.want(alice, 204, fmt.Sprintf("PUT /blocks/%d", bob.ID))
	w.refused(alice, "PUT /blocks/%s", noUser)
	w.want(alice, 200, "GET /blocks?limit=1")
	w.want(alice, 400, "GET /blocks?cursor=x")
	c := models.DirectConversation(alice.ID, bob.ID).String()
	w.want(bob, 403, "POST /conversations/"+c+"/messages", object{"cid": "1", "body": object{"text": "hi"}})
	w.want(alice, 204, fmt.Sprintf("DELETE /blocks/%d", bob.ID))
	w.want(alice, 400, "DELETE /blocks/x")

	w.want(bob, 201, "POST /conversations/"+c+"/messages", object{"cid": "2", "body": object{"text": "buy"}})
	w.want(alice, 204, "POST /error-reports", object{"message": "x is undefined", "stack": "at show"})
	w.want(alice, 204, "POST /reports", object{"c": c, "seq": 1, "reason": "spam"})
	w.want(alice, 404, "POST /reports", object{"user": noUser, "reason": "abuse"})
	w.want(alice, 400, "POST /reports", object{"reason": "spam"})

	w.want(alice, 204, fmt.Sprintf("DELETE /friends/%d", bob.ID))
	w.refused(alice, "DELETE /friends/%s", noUser)
}
