package content

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRepair(t *testing.T) {
	const head = `{"msgType":1,"time":1,"clientType":2,"content":[{"faceID":3},`
	tests := []struct {
		name    string
		android bool
		in      string
		want    string // "" = refused
	}{
		{"valid stays as it is", false, ` {"b": 1.0, "a":[ ] } `, ` {"b": 1.0, "a":[ ] } `},
		{"raw control characters", false, "{\"content\":[{\"msgText\":\"a\rb\n\tc\x01\"}]}", `{"content":[{"msgText":"a\rb\n\tc\u0001"}]}`},
		{"raw NUL", false, "{\"a\":\"\x00\"}", `{"a":"\u0000"}`},
		{"comments", false, "/* hi */ {\"content\":[] // x\n}", `{"content":[]}`},
		{"text after the object", false, "{\"a\":1} junk\x00", `{"a":1}`},
		{"bad UTF-8", false, "{\"a\":\"\xff\xe4\xbd\"}", "{\"a\":\"\ufffd\ufffd\ufffd\"}"},
		{"half a surrogate pair", false, `{"a":"\ud83d!"}`, "{\"a\":\"\ufffd!\"}"},
		{"half a pair before a whole one", false, `{"a":"\ud83d\ud83d\ude00"}`, "{\"a\":\"\ufffd😀\"}"},
		{"numbers keep their form", false, "{\"a\":[18446744073709551615,1e3,-0.50]}//", `{"a":[18446744073709551615,1e3,-0.50]}`},
		{"quotes of a PC", false, head + `{"msgText":"say "hi""}]}`, ""},
		{"quotes of Android", true, head + `{"msgText":"say "hi""}]}`, head + `{"msgText":"say \"hi\""}]}`},
		{"backslash of Android", true, head + `{"msgText":"C:\dir\"}]}`, head + `{"msgText":"C:\\dir\\"}]}`},
		{"lines of Android", true, head + "{\"msgText\":\"\"a\"\nb\"}]}", head + `{"msgText":"\"a\"\nb"}]}`},
		{"Android text that ends the object", true, head + `{"msgText":"a"}]} b"}]}`, head + `{"msgText":"a\"}]} b"}]}`},
		{"Android text that adds a member", true, head + `{"msgText":"a","b":"c"}]}`, head + `{"msgText":"a\",\"b\":\"c"}]}`},
		{"valid of Android", true, head + `{"msgText":"say \"hi\""}]}`, head + `{"msgText":"say \"hi\""}]}`},
		{"Android without an end", true, head + `{"msgText":"a`, ""},
		{"Android with a broken frame", true, `{"content":{"msgText":"a"b"}]}`, ""},
		{"empty", false, ``, ""},
		{"word", false, `hello`, ""},
		{"array", false, `[1]`, ""},
		{"number", true, `5`, ""},
		{"cut off", false, `{"content":`, ""},
		{"number without digits", false, `{"a":-}`, ""},
		{"number with leading zero", false, `{"a":01}`, ""},
		{"number out of range", false, `{"a":1e999}`, ""},
		{"unknown escape", false, `{"a":"\q"}`, ""},
		{"escape cut off", false, `{"a":"\u12`, ""},
		{"escape with a sign", false, `{"a":"\u+123"}`, ""},
		{"comment without an end", false, `{"a":1/*}`, ""},
		{"slash", false, `{"a":/1}`, ""},
		{"trailing comma", false, `{"a":[1,]}`, ""},
		{"wrong literal", false, `{"a":nil}`, ""},
		{"too deep", false, strings.Repeat(`{"a":`, MaxDepth) + `{}` + strings.Repeat(`}`, MaxDepth), ""},
		{"deepest", false, strings.Repeat(`{"a":`, MaxDepth-1) + `{}` + strings.Repeat(`}`, MaxDepth-1), strings.Repeat(`{"a":`, MaxDepth-1) + `{}` + strings.Repeat(`}`, MaxDepth-1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Repair([]byte(tt.in), tt.android)
			if string(got) != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestRepairRefusesWhatIsTooLong(t *testing.T) {
	frame := len(`{"a":""}`)
	if _, err := Repair([]byte(`{"a":"`+strings.Repeat("a", MaxLegacy-frame)+`"}`), false); err != nil {
		t.Errorf("longest body: %v", err)
	}
	for name, in := range map[string]string{
		"before repair": `{"a":"` + strings.Repeat("a", MaxLegacy-frame+1) + `"}`,
		"after repair":  `{"a":"` + strings.Repeat("\x01", MaxLegacy/2) + `"}`,
	} {
		if e, ok := errors.AsType[*Error](second(Repair([]byte(in), false))); !ok || !e.TooLarge {
			t.Errorf("%s: got %v, want too large", name, e)
		}
	}
}

func second(_ []byte, err error) error { return err }

func TestRelayWritesNumbersAndKeysAsTheOriginal(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{"z":1,"é":2,"Z":3,"a":4,"":5}`, `{"":5,"Z":3,"a":4,"time":1700000000,"z":1,"\u00e9":2}`},
		{`{"a":1,"a":{"b":1,"b":2}}`, `{"a":{"b":2},"time":1700000000}`},
		{`{"time":1,"a":[1e-7,1e17,123456789012345678901,-0,-0.0,9223372036854775808]}`,
			`{"a":[9.9999999999999995e-08,1e+17,1.2345678901234568e+20,0,-0.0,9223372036854775808],"time":1700000000}`},
	}
	for _, tt := range tests {
		if got, err := Relay([]byte(tt.in), at); err != nil || string(got) != tt.want {
			t.Errorf("%s: got %s, %v; want %s", tt.in, got, err, tt.want)
		}
	}
	if got, err := Relay([]byte(`[]`), at); err == nil {
		t.Errorf("an array was relayed as %s", got)
	}
}

func FuzzRepair(f *testing.F) {
	for _, e := range seeds(f) {
		f.Add([]byte(e), false)
	}
	for _, seed := range []string{"{\"content\":[{\"msgText\":\"a\"b\\\n\"}]}", "/**/{\"a\":\"\xff\\ud83d\"}//", `{"content":[{"msgText":"a"}]} b"}]}`} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, fromAndroid bool) {
		out, err := Repair(data, fromAndroid)
		if err != nil {
			return
		}
		if len(out) > MaxLegacy || !utf8.Valid(out) || !json.Valid(out) {
			t.Fatalf("%q became %q", data, out)
		}
		// What is stored needs no second repair, and every reader takes it.
		again, err := Repair(out, false)
		if err != nil || string(again) != string(out) {
			t.Errorf("repaired twice: %q became %q, %v", out, again, err)
		}
		relayed, err := Relay(out, at)
		if err != nil || !json.Valid(relayed) {
			t.Errorf("%q was relayed as %q, %v", out, relayed, err)
		}
		if _, err := FromLegacy(out); err != nil {
			t.Errorf("%q: %v", out, err)
		}
	})
}
