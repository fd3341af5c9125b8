package api_test

import "flamingo/server/servertest"

func walkPush(w *world) {
	w.want(w.alice, 200, "GET /push/key")
	w.want(w.alice, 204, "PUT /push/subscription", servertest.NewBrowser(w).Subscription())
	w.want(w.alice, 400, "PUT /push/subscription", object{"endpoint": "file:///etc/passwd", "keys": object{"p256dh": "AA", "auth": "AA"}})
	w.want(w.alice, 204, "DELETE /push/subscription")

	w.want(w.alice, 404, "GET /push/gateway")
	w.want(w.alice, 404, "DELETE /push/gateway")
	w.want(w.alice, 400, "PUT /push/gateway", object{"url": "https://example.org", "secret": "short"})
	w.want(w.alice, 200, "PUT /push/gateway", object{"url": "https://example.org/notify"})
	w.want(w.alice, 200, "GET /push/gateway")
	w.want(w.alice, 204, "DELETE /push/gateway")
}
