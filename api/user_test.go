package api_test

import "flamingo/server/servertest"

func walkUsers(w *world) {
	w.want(w.alice, 200, "GET /me")
	w.want(w.alice, 200, "PATCH /me", object{"signature": "back on Monday", "face_type": 3})
	w.want(w.alice, 400, "PATCH /me", object{"face_type": 36})
	w.want(w.alice, 200, "GET /users?username=bob")
	w.want(w.alice, 200, "GET /users?username=nobody")
	w.want(w.alice, 400, "GET /users")

	gone := w.srv.RESTClient(w, "gone")
	w.want(gone, 400, "DELETE /me", "[]")
	w.want(gone, 403, "DELETE /me", object{"password": "wrong"})
	w.want(gone, 204, "DELETE /me", object{"password": servertest.Password("gone")})
	w.want(gone, 401, "GET /me")
}
