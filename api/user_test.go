package api_test

func walkUsers(w *world) {
	w.want(w.alice, 200, "GET /me")
	w.want(w.alice, 200, "PATCH /me", object{"signature": "back on Monday", "face_type": 3})
	w.want(w.alice, 400, "PATCH /me", object{"face_type": 36})
	w.want(w.alice, 200, "GET /users?username=bob")
	w.want(w.alice, 200, "GET /users?username=nobody")
	w.want(w.alice, 400, "GET /users")
}
