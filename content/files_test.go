package content

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFilesOfABody(t *testing.T) {
	for _, c := range []struct {
		name   string
		format Format
		body   string
		want   []string
	}{
		{"text", Canonical, `{"text":"a"}`, nil},
		{"each kind once", Canonical, `{"segments":[{"image":{"file":"a","size":1,"width":1,"height":1,"thumb":"b"}},
			{"file":{"file":"c","name":"n","size":1}},{"voice":{"file":"d","size":1,"duration_ms":1}},
			{"video":{"file":"e","size":1,"width":1,"height":1,"duration_ms":1,"poster":"f"}},{"file":{"file":"a","name":"n","size":1}}]}`,
			[]string{"a", "b", "c", "d", "e", "f"}},
		{"forwarded", Canonical, `{"segments":[{"forward":[{"from":"1","ts":"2026-01-01T00:00:00Z","segments":[{"file":{"file":"a","name":"n","size":1}},
			{"forward":[{"from":"2","ts":"2026-01-01T00:00:00Z","segments":[{"image":{"file":"b","size":1,"width":1,"height":1}}]}]}]}]}]}`,
			[]string{"a", "b"}},
		{"picture of a PC", Legacy, `{"msgType":1,"content":[{"pic":["d41d8cd98f00b204e9800998ecf8427e.png","d41d8cd98f00b204e9800998ecf8427e.png",0,1,1]}]}`,
			[]string{"d41d8cd98f00b204e9800998ecf8427e"}},
		{"its confirmation", Legacy, `{"msgType":2,"content":[{"pic":["d41d8cd98f00b204e9800998ecf8427e.png","d41d8cd98f00b204e9800998ecf8427e",5,1,1]}]}`,
			[]string{"d41d8cd98f00b204e9800998ecf8427e"}},
		{"offline file", Legacy, `{"msgType":1,"content":[{"file":["a.txt","d41d8cd98f00b204e9800998ecf8427e",5,0]}]}`,
			[]string{"d41d8cd98f00b204e9800998ecf8427e"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Files(Decode(c.format, []byte(c.body)))); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}
