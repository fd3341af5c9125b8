package apitype

import (
	"encoding/json"
	"strings"
	"testing"

	"flamingo/chat"
)

type decoded struct {
	Name   string          `json:"name"`
	Number *int            `json:"number"`
	Raw    json.RawMessage `json:"raw"`
	List   []string        `json:"list"`
	Inner  struct {
		ID string `json:"id"`
	} `json:"inner"`
}

func TestDecode(t *testing.T) {
	for _, test := range []struct{ body, field string }{ // field is that of the error, "" for none, "-" for one without
		{`{}`, ""},
		{`{"name":"a","number":1,"raw":{"x":null},"list":["a"],"inner":{"id":"b"},"unknown":[null,{"Name":null}]}`, ""},
		{`{"raw":null}`, ""},
		{`{"name":null}`, "name"},
		{`{"number":null}`, "number"},
		{`{"list":null}`, "list"},
		{`{"list":[null]}`, "list"},
		{`{"inner":null}`, "inner"},
		{`{"inner":{"id":null}}`, "id"},
		{`{"Name":"a"}`, "name"},
		{`{"name":"a","NAME":"b"}`, "name"},
		{`{"liſt":["a"]}`, "list"}, // the long s, which encoding/json takes for one
		{`{"inner":{"ID":"b"}}`, "id"},
		{`{"name":"a","name":"b"}`, "name"},
		{`{"name":"a","n\u0061me":"b"}`, "name"},
		{`{"name":"\ud83d\ude00"}`, ""},
		{`{"name":"\ud83d"}`, "-"}, // half a character, of which encoding/json makes another
		{`{"inner":{"id":"a","id":"b"}}`, "id"},
		{`{"unknown":{"a":1,"a":2}}`, "a"},
		{`{"name":{"$gt":""}}`, "name"},
		{`{"name":["a"]}`, "name"},
		{`{"number":1.5}`, "number"},
		{`{"number":1e400}`, "number"},
		{`null`, "-"}, {`[]`, "-"}, {`"a"`, "-"}, {``, "-"}, {`{`, "-"}, {`{}{}`, "-"}, {`{} x`, "-"}, {"\xff", "-"},
		{strings.Repeat("[", 1<<20), "-"},
		{`{"a":` + strings.Repeat(`{"a":`, 1<<18), "-"},
	} {
		var v decoded
		err := Decode([]byte(test.body), &v)
		switch e := chat.Describe(err); {
		case err == nil:
			if test.field != "" {
				t.Errorf("%.80s: no error, want one about %s", test.body, test.field)
			}
		case test.field == "" || e.Code != chat.CodeInvalid || e.Field != strings.Trim(test.field, "-"):
			t.Errorf("%.80s: got %q about %q (%v), want field %q", test.body, e.Code, e.Field, err, test.field)
		}
	}
}
