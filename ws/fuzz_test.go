package ws

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// FuzzFrame reads what a client may send in one message: lines, the id of each,
// the request, and the body of a send. Whatever comes is read in bounded time or
// refused with a code, and reading what was understood gives the same again.
func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","op":"hello","token":"eyJ","device":{"id":"01J","name":"Firefox on Linux"},"resume":{"epoch":"7f3a","u":8812,"c":{"d3-12":[341,7],"g268435456":[12090,55]}}}`,
		`{"id":"2","op":"send","c":"d3-12","cid":"01JDZ","body":{"text":"hi"},"reply_to":340}`,
		`{"id":"3","op":"send","c":"g268435456","cid":"01JDZ","body":{"text":"hi [smile]","segments":[{"text":"hi "},{"face":23},{"mention":"all"},{"nudge":true}]}}`,
		`{"id":"4","op":"send","c":"d1-1","cid":"a","body":{"segments":[{"image":{"file":"f","name":"n","size":1,"width":2,"height":3}},{"forward":[{"from":"8","ts":"2026-11-24T03:04:05.678Z","segments":[{"text":"x"}]}]}]}}`,
		`{"id":"5","op":"read","c":"d3-12","seq":346}`,
		`{"id":"6","op":"typing","c":"d3-12","kind":"text"}`,
		`{"id":"7","op":"status","status":"away"}`,
		`{"id":"8","op":"sync","c":"d3-12","after":5,"limit":200}`,
		`{"id":"9","op":"watch","users":["1","2"]}`,
		"{\"id\":\"10\",\"op\":\"refresh\",\"token\":\"x\"}\n{\"id\":\"11\",\"op\":\"ping\"}\n\n",
		`{"id":"1","id":"2","op":"ping"}`,
		`{"id":1,"op":["ping"]}`,
		`[]`, `null`, `"x"`, `{`, "\xff", strings.Repeat("[", 100), strings.Repeat(`{"a":`, 100),
		`{"id":"1","op":"send","c":"d2-1","cid":"\ud800","body":{"text":"\u0000"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > MaxFrame {
			return // refused before anything looks at it
		}
		for line := range bytes.SplitSeq(data, []byte{'\n'}) {
			r, err := parseRequest(line)
			if err != nil {
				if chat.Describe(err).Code != chat.CodeInvalid {
					t.Errorf("%q is refused with %v, want invalid", line, err)
				}
				continue
			}
			again := write(t, r)
			if len(r.Body) > content.MaxBody {
				t.Errorf("%q has a body of %d bytes", line, len(r.Body))
			}
			second, err := parseRequest(again)
			if err != nil {
				t.Fatalf("%q was read, and refused when written again as %q: %v", line, again, err)
			}
			if third := write(t, second); !bytes.Equal(again, third) {
				t.Errorf("%q is read as %q, and that as %q", line, again, third)
			}
			if id, err := models.ParseConversationID(r.C); err == nil && id.String() != r.C {
				t.Errorf("conversation %q is read as %s", r.C, id)
			}
			if r.Body != nil {
				if body, err := content.Parse(r.Body); err == nil && body.Hidden() {
					t.Errorf("%q may be hidden from others", line)
				}
			}
		}
	})
}

// write returns a request as a client would send it, without what it has not.
func write(t *testing.T, r request) []byte {
	t.Helper()
	full, err := json.Marshal(r)
	if err != nil {
		t.Fatalf("write %+v: %v", r, err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(full, &members); err != nil {
		t.Fatalf("write %+v: %v", r, err)
	}
	maps.DeleteFunc(members, func(_ string, v json.RawMessage) bool { return string(v) == "null" })
	b, err := json.Marshal(members)
	if err != nil {
		t.Fatalf("write %+v: %v", r, err)
	}
	return b
}
