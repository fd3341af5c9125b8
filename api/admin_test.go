package api_test

func walkAdmin(w *world) {
	token, err := w.srv.Chat().BeginSetup(w.Context())
	if err != nil || token == "" {
		w.Fatalf("got token %q, %v, want one while there is no administrator", token, err)
	}
	setup := object{"token": token, "username": "root", "password": "secret word", "device": object{"name": "a test"}}
	w.want(w.nobody, 400, "POST /admin/setup", object{"token": token, "username": "", "password": "x"})
	w.want(w.nobody, 401, "POST /admin/setup", object{"token": token, "username": "alice", "password": "guessed"})
	w.want(w.nobody, 403, "POST /admin/setup", object{"token": "guessed", "username": "root", "password": "x"})
	root := w.srv.Stranger()
	root.Take(w, w.want(w.nobody, 200, "POST /admin/setup", setup))

	w.want(root, 200, "GET /admin/stats")
	w.want(root, 200, "GET /admin/storage")
	w.want(root, 200, "GET /admin/settings")

	var made struct {
		User     struct{ ID string }
		Password string
	}
	w.want(root, 201, "POST /admin/users", object{"username": "made by root", "nickname": "Made"}).Into(w, &made)
	w.want(root, 201, "POST /admin/users", object{"username": "with a password", "password": "x"})
	w.want(root, 400, "POST /admin/users", object{"username": ""})
	w.want(root, 409, "POST /admin/users", object{"username": "alice"})
	w.want(root, 200, "GET /admin/users?q=made&state=active")
	w.want(root, 400, "GET /admin/users?state=lost")
	user := "/admin/users/" + made.User.ID
	w.want(root, 200, "GET "+user)
	w.want(root, 400, "GET /admin/users/x")
	w.want(root, 404, "GET /admin/users/99999")
	w.want(root, 200, "PATCH "+user, object{"disabled": true})
	w.want(root, 409, "PATCH "+user, object{"admin": true})
	w.want(root, 200, "PATCH "+user, object{"disabled": false})
	w.want(root, 400, "PATCH "+user, object{"disabled": false, "admin": true})
	w.want(root, 404, "PATCH /admin/users/99999", object{"disabled": true})
	w.want(root, 200, "POST "+user+"/password")
	w.want(root, 400, "POST /admin/users/x/password")
	w.want(root, 404, "POST /admin/users/99999/password")
	self := path("/admin/users/%d", root.ID)
	w.want(root, 409, "POST "+self+"/password")
	w.want(root, 204, "DELETE "+user+"/second-factor")
	w.want(root, 400, "DELETE /admin/users/x/second-factor")
	w.want(root, 404, "DELETE /admin/users/99999/second-factor")
	w.want(root, 409, "DELETE "+self+"/second-factor")

	dora := w.srv.RESTClient(w, "dora of admin")
	sessions := path("/admin/users/%d/sessions", dora.ID)
	w.want(root, 200, "GET "+sessions)
	w.want(root, 400, "GET /admin/users/x/sessions")
	w.want(root, 404, "GET /admin/users/99999/sessions")
	w.want(root, 204, "DELETE "+sessions+"/"+dora.Session)
	w.want(root, 404, "DELETE "+sessions+"/"+dora.Session)
	w.want(root, 400, "DELETE /admin/users/x/sessions/"+dora.Session)
	w.want(root, 204, "DELETE "+sessions)
	w.want(root, 400, "DELETE /admin/users/x/sessions")
	w.want(root, 404, "DELETE /admin/users/99999/sessions")

	var group struct{ ID string }
	w.want(w.alice, 201, "POST /groups", object{"name": "doomed"}).Into(w, &group)
	w.want(root, 200, "GET /admin/groups?q=doomed")
	w.want(root, 400, "GET /admin/groups?limit=0")
	w.want(root, 204, "DELETE /admin/groups/"+group.ID)
	w.want(root, 404, "DELETE /admin/groups/"+group.ID)
	w.want(root, 400, "DELETE /admin/groups/x")

	sent := w.alice.SendChat(w, w.bob.ID, "buy now")
	w.want(w.bob, 204, "POST /reports", object{"c": sent.Conversation, "seq": sent.Seq, "reason": "spam"})
	var open struct {
		Reports []struct{ ID, Message string }
	}
	w.want(root, 200, "GET /admin/reports").Into(w, &open)
	report := open.Reports[0]
	if report.Message != "buy now" {
		w.Errorf("the newest report shows %q", report.Message)
	}
	w.want(root, 400, "GET /admin/reports?state=lost")
	resolve := "POST /admin/reports/" + report.ID + "/resolve"
	w.want(root, 400, resolve, "{")
	w.want(root, 200, resolve, object{"note": "told her to stop"})
	w.want(root, 409, resolve, object{"note": "again"})
	w.want(root, 404, "POST /admin/reports/nothing/resolve", object{"note": ""})
	w.want(root, 200, "GET /admin/reports?state=resolved")

	w.want(root, 200, "GET /admin/audit?limit=3")
	w.want(root, 400, "GET /admin/audit?cursor=x")
}
