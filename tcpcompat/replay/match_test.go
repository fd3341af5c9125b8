package replay

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// testVariables have what the cases below refer to.
func testVariables() *variables {
	return &variables{
		values: map[string]any{"nonce": "n0", "A.username": "alice.1", "A.userid": int64(7), "G.groupid": int64(268435456)},
		files:  map[string][]byte{"F": []byte("0123456789")},
	}
}

func TestMatchText(t *testing.T) {
	now := fmt.Sprint(time.Now().Unix())
	for _, c := range []struct{ want, got, problem string }{
		{"plain", "plain", ""},
		{"plain", "plain ", "want text"},
		{"a.c", "abc", "want text"},
		{`"${A.username}" ${A.userid}`, `"alice.1" 7`, ""},
		{"${A.username}", "aliceX1", "want text"},
		{"${repeat:ab:3}!", "ababab!", ""},
		{"${repeat:a:b:2}", "a:ba:b", ""},
		{"${#int} and ${#int}", "-12 and 3", ""},
		{"${#int}", "1.5", "want text"},
		{"${#any}end", "line\nend", ""},
		{"time ${#time}.", "time " + now + ".", ""},
		{"time ${#time}.", "time 1000.", "away from now"},
		{"${B.username}", "bob", "unknown variable"},
	} {
		expectProblem(t, fmt.Sprintf("%s against %s", c.want, c.got), testVariables().matchText(c.want, c.got), c.problem)
	}
}

func TestMatchJSON(t *testing.T) {
	now := time.Now().Unix()
	for _, c := range []struct{ want, got, problem string }{
		{`{"a":1,"b":"x"}`, `{"b": "x", "a": 1}`, ""},
		{`{"a":1}`, `{"a":1,"b":2}`, "/b: unexpected key"},
		{`{"a":1,"b":2}`, `{"a":1}`, "/b: missing"},
		{`{"a":1}`, `{"a":"1"}`, "/a: want number, got string"},
		{`{"a":null}`, `{"a":""}`, "/a: want null, got string"},
		{`{"a":true}`, `{"a":false}`, "/a: want"},
		{`[1,2]`, `[1,2,3]`, "want 2 elements, got 3"},
		{`[1,2]`, `[2,1]`, "/0: want 1, got 2"},
		{`[{"m":[{"n":"x"}]}]`, `[{"m":[{"n":"y"}]}]`, "/0/m/0/n: want"},
		{`1.0`, `1`, ""},
		{`0.1`, `0.10000000000000001`, ""},
		{`9007199254740993`, `9007199254740992`, "want 9007199254740993"},
		{`{"id":"${A.userid}"}`, `{"id":7}`, ""},
		{`{"id":"${A.userid}"}`, `{"id":"7"}`, "/id: want number, got string"},
		{`{"id":"${G.groupid:s}"}`, `{"id":"268435456"}`, ""},
		{`{"s":"id ${A.userid}"}`, `{"s":"id 7"}`, ""},
		{`{"n":"${#int}"}`, `{"n":796839712}`, ""},
		{`{"n":"${#int}"}`, `{"n":"5"}`, "/n: want an integer"},
		{`{"n":"${#int}"}`, `{"n":1.5}`, "/n: want an integer"},
		{`{"t":"${#time}"}`, fmt.Sprintf(`{"t":%d}`, now), ""},
		{`{"t":"${#time}"}`, fmt.Sprintf(`{"t":%d}`, now*1000), "/t: time"},
		{`{"x":"${#any}"}`, `{"x":[{}]}`, ""},
		{`{"x":"${#any}"}`, `{}`, "/x: missing"},
		{`{"x":"${C.userid}"}`, `{"x":1}`, "unknown variable"},
	} {
		want, err := decodeJSON([]byte(c.want))
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeJSON([]byte(c.got))
		if err != nil {
			t.Fatal(err)
		}
		expectProblem(t, fmt.Sprintf("%s against %s", c.want, c.got), testVariables().matchJSON("", want, got), c.problem)
	}
}

func TestDecodeJSONTakesOneValue(t *testing.T) {
	for text, valid := range map[string]bool{`{}`: true, ` [1] `: true, `{} x`: false, `{}{}`: false, `{`: false, ``: false} {
		if _, err := decodeJSON([]byte(text)); (err == nil) != valid {
			t.Errorf("%q: got %v, want valid %t", text, err, valid)
		}
	}
}

func TestFieldValues(t *testing.T) {
	v := testVariables()
	text, hex := "${A.username}!", "00 ff"
	for _, c := range []struct {
		field Field
		want  string
	}{
		{Field{Text: &text}, "alice.1!"},
		{Field{Hex: &hex}, "\x00\xff"},
		{Field{File: "F", Offset: 2, Len: 3}, "234"},
		{Field{}, ""},
	} {
		if got, err := v.bytes(c.field); err != nil || string(got) != c.want {
			t.Errorf("%+v: got %q, %v, want %q", c.field, got, err, c.want)
		}
	}
	if _, err := v.bytes(Field{File: "F", Offset: 8, Len: 3}); err == nil {
		t.Error("got a slice past the end of a file, want an error")
	}
	if n, err := v.integer("${A.userid}"); n != 7 || err != nil {
		t.Errorf("got %d, %v, want 7", n, err)
	}
}

func TestRunsInventTheirOwnUsersAndFiles(t *testing.T) {
	s := Setup{Users: []string{"A", "B"}, Files: map[string]FileSpec{"F": {Size: 100}}}
	one, two := newVariables(s), newVariables(s)
	for _, name := range []string{"nonce", "A.username", "F.md5"} {
		if one.values[name] == two.values[name] {
			t.Errorf("got %v for %s in both runs, want different values", one.values[name], name)
		}
	}
	if got := len(one.values["A.username"].(string)); got != 12 {
		t.Errorf("got a user name of %d characters, want 12", got)
	}
	if got := len(one.files["F"]); got != 100 {
		t.Errorf("got a file of %d bytes, want 100", got)
	}
}

// expectProblem wants no error when problem is empty, else one that mentions it.
func expectProblem(t *testing.T, what string, err error, problem string) {
	t.Helper()
	switch {
	case problem == "" && err != nil:
		t.Errorf("%s: got %v, want a match", what, err)
	case problem != "" && (err == nil || !strings.Contains(err.Error(), problem)):
		t.Errorf("%s: got %v, want %q", what, err, problem)
	}
}
