package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"flamingo/webhook"
)

// verify returns the body of a call when it was signed with the secret of the
// webhook, not long ago. Whoever writes a receiver needs this, in whatever
// language, or a library for Standard Webhooks.
func verify(secret string, r *http.Request) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	id, sent := r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(sent, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return nil, errors.New("too old: somebody may be repeating it")
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, sent, body)
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for signature := range strings.FieldsSeq(r.Header.Get("webhook-signature")) {
		if hmac.Equal([]byte(signature), []byte(want)) { // in constant time
			return body, nil
		}
	}
	return nil, errors.New("not signed by the server")
}

// A receiver answers at once and does its work afterwards. What it has seen, by
// webhook-id, it does not do again.
func Example() {
	const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	receiver := func(w http.ResponseWriter, r *http.Request) {
		body, err := verify(secret, r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		var call struct {
			ID    string // seen before: nothing to do
			Event string
			Data  struct {
				Body struct{ Text string }
			}
		}
		if err := json.Unmarshal(body, &call); err != nil {
			http.Error(w, "not JSON", http.StatusBadRequest)
			return
		}
		fmt.Println(call.Event, call.Data.Body.Text)
		w.WriteHeader(http.StatusNoContent)
	}

	// What the server does:
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	now, body := time.Now(), `{"id":"01JDP3V2Q8Y4ZC9T5B6R7N8M2K","event":"message","data":{"body":{"text":"hello"}}}`
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set(webhook.HeaderID, "01JDP3V2Q8Y4ZC9T5B6R7N8M2K")
	r.Header.Set(webhook.HeaderTimestamp, strconv.FormatInt(now.Unix(), 10))
	r.Header.Set(webhook.HeaderSignature, webhook.Sign(key, "01JDP3V2Q8Y4ZC9T5B6R7N8M2K", now, []byte(body)))
	w := httptest.NewRecorder()
	receiver(w, r)
	fmt.Println(w.Code)
	// Output:
	// message hello
	// 204
}
