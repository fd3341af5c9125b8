package content

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// at is the time of delivery in all tests.
var at = time.Unix(1_700_000_000, 0)

// exchange is one chat message as sent to the C++ server and as relayed by it.
type exchange struct {
	Name    string `json:"name"`
	Sent    string `json:"sent"`
	Relayed string `json:"relayed"`
}

// exchanges returns what was recorded from the C++ server, delivered at the
// time of the tests.
func exchanges(t testing.TB) []exchange {
	t.Helper()
	data, err := os.ReadFile("testdata/chat.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []exchange
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	expand := strings.NewReplacer("${#time}", "1700000000", "${repeat:lorem ipsum :5000}", strings.Repeat("lorem ipsum ", 5000))
	for i := range all {
		all[i].Sent, all[i].Relayed = expand.Replace(all[i].Sent), expand.Replace(all[i].Relayed)
	}
	return all
}

func TestRecordedMessagesAreRelayedByteForByte(t *testing.T) {
	for _, e := range exchanges(t) {
		stored, err := Repair([]byte(e.Sent), false)
		if err != nil {
			t.Errorf("%s: repair: %v", e.Name, err)
			continue
		}
		if string(stored) != e.Sent {
			t.Errorf("%s: valid input was changed to %.200s", e.Name, stored)
		}
		relayed, err := Relay(stored, at)
		if err != nil || string(relayed) != e.Relayed {
			t.Errorf("%s: relay: got %.300s, %v; want %.300s", e.Name, relayed, err, e.Relayed)
		}
		if got := ForPC(Legacy, stored, at, 9); string(got) != e.Relayed {
			t.Errorf("%s: for PC: got %.300s, want %.300s", e.Name, got, e.Relayed)
		}
		checkPC(t, ForPC(Legacy, stored, at, 9))
	}
}

func TestRecordedMessagesReachAndroid(t *testing.T) {
	for _, e := range exchanges(t) {
		out, deliver := ForAndroid(Legacy, []byte(e.Sent), at, 9, 65_000)
		if shown := PlainText(Decode(Legacy, []byte(e.Sent))); deliver != (shown != "") {
			t.Errorf("%s: delivered %v, text %.100q", e.Name, deliver, shown)
		}
		if deliver {
			checkAndroid(t, out, 65_000)
		}
	}
}

// seeds returns the recorded messages of moderate size: a long one would keep
// the fuzzer busy with making it shorter.
func seeds(f *testing.F) []string {
	var sent []string
	for _, e := range exchanges(f) {
		if len(e.Sent) < 1000 {
			sent = append(sent, e.Sent)
		}
	}
	return sent
}

// checkPC checks everything that a PC needs in order to survive data
// (CLIENTS.md section 6).
func checkPC(t *testing.T, data []byte) {
	t.Helper()
	fail := func(what string, v any) { t.Errorf("PC would not survive %s: %v in %.500s", what, v, data) }
	m := object1100(t, data)
	for _, key := range []string{"msgType", "clientType"} {
		if v, ok := m[key]; ok && !isNumber(v, -1<<31, 1<<31-1) {
			fail(key, v)
		}
	}
	if !isNumber(m["time"], 0, 1<<32-1) {
		fail("time", m["time"])
	}
	if v, ok := m["font"]; ok {
		font, _ := v.([]any)
		if len(font) < 6 {
			fail("font", v)
		}
	}
	items, ok := m["content"].([]any)
	if _, str := m["content"].(string); !ok && !str && m["content"] != nil {
		fail("content", m["content"])
	}
	for _, e := range items {
		o, ok := e.(map[string]any)
		if !ok {
			fail("item", e)
		}
		checkPCItem(o, fail)
	}
}

func checkPCItem(o map[string]any, fail func(string, any)) {
	for _, key := range itemKeys {
		v, ok := o[key]
		if !ok {
			continue
		}
		switch key {
		case "msgText":
			if _, ok := v.(string); !ok {
				fail(key, v)
			}
		case "faceID", "shake", "remotedesktop":
			if !isNumber(v, -1<<31, 1<<31-1) {
				fail(key, v)
			}
		case "pic", "file":
			parts, _ := v.([]any)
			if len(parts) < 4 {
				fail(key, v)
				return
			}
			name, ok1 := parts[0].(string)
			_, ok2 := parts[1].(string)
			if !ok1 || !ok2 || strings.ContainsAny(name, `/\:`) {
				fail(key, v)
			}
			for _, n := range parts[2:4] {
				if !isNumber(n, 0, 1<<32-1) {
					fail(key, v)
				}
			}
		}
		return // the first key wins
	}
}

// checkAndroid checks that data is what the Android client shows without
// crashing, in at most high bytes.
func checkAndroid(t *testing.T, data []byte, high int) {
	t.Helper()
	fail := func(what string, v any) { t.Errorf("Android would not survive %s: %v in %.500s", what, v, data) }
	if len(data) > high {
		fail("length", len(data))
	}
	m := object1100(t, data)
	for _, key := range []string{"msgType", "clientType", "time"} {
		if !isNumber(m[key], 0, 1<<32-1) {
			fail(key, m[key])
		}
	}
	items, _ := m["content"].([]any)
	if len(items) == 0 {
		fail("content", m["content"])
	}
	for _, e := range items {
		o, _ := e.(map[string]any)
		text, isText := o["msgText"].(string)
		if len(o) != 1 || !(isText && text != "") && !isNumber(o["faceID"], 0, LastFace) {
			fail("item", e)
		}
	}
}

func object1100(t *testing.T, data []byte) map[string]any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	var m map[string]any
	if err := dec.Decode(&m); err != nil {
		t.Errorf("data is no JSON object: %v: %.500s", err, data)
	}
	return m
}

func isNumber(v any, low, high float64) bool {
	n, ok := v.(json.Number)
	if !ok {
		return false
	}
	f, err := n.Float64()
	return err == nil && f >= low && f <= high
}
