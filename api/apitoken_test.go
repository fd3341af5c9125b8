package api_test

import "time"

func walkAPITokens(w *world) {
	var made struct{ ID, Token string }
	w.want(w.alice, 201, "POST /api-tokens", object{"name": "backup", "scopes": []string{"read"},
		"expires_at": time.Now().Add(time.Hour).Format(time.RFC3339)}).Into(w, &made)
	w.want(w.alice, 400, "POST /api-tokens", object{"name": "backup", "scopes": []string{"everything"}})
	w.want(w.alice, 200, "GET /api-tokens")
	w.want(w.alice, 204, "DELETE /api-tokens/"+made.ID)
	w.want(w.alice, 404, "DELETE /api-tokens/"+made.ID)
	for range 50 {
		w.want(w.bob, 201, "POST /api-tokens", object{"name": "one of many", "scopes": []string{"read"}})
	}
	w.want(w.bob, 409, "POST /api-tokens", object{"name": "one too many", "scopes": []string{"read"}})
}
