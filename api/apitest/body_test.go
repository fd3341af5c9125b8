package apitest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestBodiesHaveToBeAsDocumented(t *testing.T) {
	contract, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	const (
		sent = `{"username":"dora","password":"correct horse","device":{"id":"01JD","name":"Firefox"}}`
		got  = `{"access_token":"a.b.c","token_type":"Bearer","expires_in":900,"refresh_token":"r","session":"01M8AVH5Z0P34VGDP2NQR1QFFR",` +
			`"user":{"id":"4","username":"dora","nickname":"dora","face_type":0,"custom_face":"","gender":0,"birthday":19900101,"signature":"","address":"","phone":"","mail":""}}`
		problem = `{"type":"about:blank","title":"Forbidden","status":403,"detail":"no","code":"forbidden"}`
	)
	check := func(status int, sent, sentType, received, receivedType string) error {
		req := httptest.NewRequest(http.MethodPost, "/api/v1/auth/login", strings.NewReader(sent))
		req.Header.Set("Content-Type", sentType)
		res := &http.Response{StatusCode: status, Header: http.Header{"Cache-Control": {"private, no-store"}, "X-Content-Type-Options": {"nosniff"},
			"Ratelimit": {`"user";r=1;t=1`}, "Ratelimit-Policy": {`"user";q=1;w=1`}, "Content-Type": {receivedType}}}
		return contract.Check(Exchange{Request: req, Sent: []byte(sent), Response: res, Received: []byte(received)})
	}
	const plain, problemType = "application/json", "application/problem+json"
	replace := strings.ReplaceAll
	for name, test := range map[string]struct {
		status                                 int
		sent, sentType, received, receivedType string
		ok                                     bool
	}{
		"as documented":               {200, sent, plain, got, plain, true},
		"with a character set":        {200, sent, plain + "; charset=utf-8", got, plain + "; charset=utf-8", true},
		"refused":                     {403, sent, plain, problem, problemType, true},
		"refused, and rightly so":     {403, `{"password":1}`, plain, problem, problemType, true},
		"a request without a field":   {200, replace(sent, `"password":"correct horse",`, ``), plain, got, plain, false},
		"a request of another kind":   {200, replace(sent, `"dora"`, `7`), plain, got, plain, false},
		"no request":                  {200, ``, plain, got, plain, false},
		"a request that is no JSON":   {200, sent + `}`, plain, got, plain, false},
		"a request that is a picture": {200, sent, "image/png", got, plain, false},
		"an answer without a field":   {200, sent, plain, replace(got, `"nickname":"dora",`, ``), plain, false},
		"an answer of another kind":   {200, sent, plain, replace(got, `"id":"4"`, `"id":4`), plain, false},
		"another constant":            {200, sent, plain, replace(got, `Bearer`, `Basic`), plain, false},
		"a number of 33 bits":         {200, sent, plain, replace(got, `"gender":0`, `"gender":4294967296`), plain, false},
		"an answer that is no JSON":   {200, sent, plain, got[1:], plain, false},
		"no answer":                   {200, sent, plain, ``, plain, false},
		"an answer that is text":      {200, sent, plain, got, "text/plain", false},
		"a problem of another kind":   {403, sent, plain, got, problemType, false},
		"a problem of no kind":        {403, sent, plain, problem, ``, false},
	} {
		if err := check(test.status, test.sent, test.sentType, test.received, test.receivedType); (err == nil) != test.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
