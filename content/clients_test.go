package content

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// pcOf completes the content and the other keys of a message as a PC gets it.
func pcOf(rest string) string {
	return `{` + rest + `,"time":1700000000}`
}

func TestForPCRewritesWhatWouldCrashIt(t *testing.T) {
	long := strings.Repeat("字", 100)
	tests := []struct{ name, in, want string }{
		{"items that are no objects", `{"content":["a",5,null,[1],{"faceID":3}]}`,
			pcOf(`"content":[{"msgText":"a"},{"msgText":"5"},{"msgText":""},{"msgText":""},{"faceID":3}]`)},
		{"unknown keys stay", `{"content":[{"x":1},{"msgText":"a","y":[null]}],"q":null}`, `{"content":[{"x":1},{"msgText":"a","y":[null]}],"q":null,"time":1700000000}`},
		{"types of numbers", `{"msgType":"5","clientType":null,"content":[{"faceID":"3"},{"shake":true},{"remotedesktop":{}}]}`,
			`{"clientType":1,"content":[{"msgText":"[face]"},{"shake":1},{"remotedesktop":1}],"msgType":1,"time":1700000000}`},
		{"numbers beyond 32 bits", `{"msgType":4294967296,"content":[{"faceID":99999999999}]}`,
			`{"content":[{"msgText":"[face 99999999999]"}],"msgType":1,"time":1700000000}`},
		{"text of another type", `{"content":[{"msgText":5},{"msgText":null},{"msgText":{"a":1}}]}`, pcOf(`"content":[{"msgText":"5"},{"msgText":""},{"msgText":""}]`)},
		{"content of another type", `{"content":{"msgText":"a"}}`, pcOf(`"content":[{"msgText":"a"}]`)},
		{"content null", `{"content":null}`, pcOf(`"content":[]`)},
		{"an unknown emoticon is ignored by PC", `{"content":[{"faceID":200}]}`, pcOf(`"content":[{"faceID":200}]`)},
		{"file beyond 32 bits", `{"content":[{"file":["a.iso","b",4294967296,0]}]}`, pcOf(`"content":[{"msgText":"[file] a.iso"}]`)},
		{"largest file", `{"content":[{"file":["a.iso","b",4294967295,0]}]}`, pcOf(`"content":[{"file":["a.iso","b",4294967295,0]}]`)},
		{"file parts of other types", `{"content":[{"file":["a","b","9",null]},{"file":[1,"b",9,0]},{"file":["a"]},{"file":"a"}]}`,
			pcOf(`"content":[{"file":["a","b",0,0]},{"msgText":"[file] 1"},{"msgText":"[file] a"},{"msgText":"[file]"}]`)},
		{"file name is a path", `{"content":[{"file":["..\\..\\autorun.inf","b",9,0]},{"file":["a/..","b",9,0]}]}`,
			pcOf(`"content":[{"file":["autorun.inf","b",9,0]},{"msgText":"[file] .."}]`)},
		{"file name of a stream", `{"content":[{"file":["a.txt:b?","b",9,0]}]}`, pcOf(`"content":[{"file":["a.txt_b_","b",9,0]}]`)},
		{"long file name", `{"content":[{"file":["` + long + `.doc","b",9,0]}]}`,
			pcOf(`"content":[{"file":["` + strings.Repeat(`\u5b57`, 38) + `.doc","b",9,0]}]`)},
		{"picture parts", `{"content":[{"pic":["a.png","b",-1,1e3]},{"pic":[]},{"pic":{}}]}`,
			pcOf(`"content":[{"pic":["a.png","b",0,1000,0]},{"msgText":"[picture]"},{"msgText":"[picture]"}]`)},
		{"picture name is a path", `{"msgType":1,"content":[{"pic":["..\\a.png","b",1,2,3]},{"pic":["..","b",1,2,3]}]}`,
			`{"content":[{"pic":["a.png","b",1,2,3]},{"msgText":"[picture]"}],"msgType":1,"time":1700000000}`},
		{"pictures of phones", `{"msgType":5,"content":[{"pic":["/sdcard/1.PNG","` + md5Hex + `",1,0,0]},{"pic":["x","../y",1,0,0]}]}`,
			`{"content":[{"pic":["` + md5Hex + `-9.png","` + md5Hex + `",1,0,0]},{"pic":["picture-9-1.jpg","../y",1,0,0]}],"msgType":5,"time":1700000000}`},
		{"font", `{"font":["Arial","12",255,1,0,0],"content":[]}`, `{"content":[],"font":["Arial",12,255,1,0,0],"time":1700000000}`},
		{"short font", `{"font":["Arial"],"content":[]}`, `{"content":[],"font":["Arial",12,0,0,0,0],"time":1700000000}`},
		{"font of another type", `{"font":{"a":1},"content":[]}`, pcOf(`"content":[]`)},
		{"long font name", `{"font":["` + strings.Repeat("a", 32) + `",12,0,0,0,0]}`, pcOf(`"font":["` + strings.Repeat("a", 31) + `",12,0,0,0,0]`)},
		{"not readable at all", `hello`, `{"clientType":1,"content":[{"msgText":"hello"}],"msgType":1,"time":1700000000}`},
		{"damaged by the original's storage", `{"content":[{"msgText":"say "hi""}]}`, pcOf(`"content":[{"msgText":"say \"hi\""}]`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ForPC(Legacy, []byte(tt.in), at, 9)
			if string(got) != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
			checkPC(t, got)
		})
	}
}

func TestForPCKeepsPlaceholderAndConfirmationTogether(t *testing.T) {
	placeholder := ForPC(Legacy, []byte(`{"msgType":1,"content":[{"pic":["x/`+md5Hex+`.png","`+md5Hex+`.png",0,6,4]}]}`), at, 9)
	confirmation := ForPC(Legacy, []byte(`{"msgType":2,"content":[{"pic":["x/`+md5Hex+`.png","`+md5Hex+`",77,6,4]}]}`), at, 10)
	for _, data := range [][]byte{placeholder, confirmation} {
		if !strings.Contains(string(data), `["`+md5Hex+`.png",`) {
			t.Errorf("got %s, want the name %s.png", data, md5Hex)
		}
	}
}

func TestForPCRendersCanonicalBodies(t *testing.T) {
	tests := []struct {
		name, content string
		msgType       int
		body          Body
	}{
		{"text", `[{"msgText":"a\rb \ud83d\ude00"}]`, 1, NewText("a\nb 😀")},
		{"emoticon", `[{"msgText":"a"},{"faceID":3},{"msgText":"b"}]`, 1, New(Segment{Text: "a"}, Segment{Face: new(3)}, Segment{Text: "b"})},
		{"emoticons PC draws wrongly", `[{"msgText":"[bowl of rice][watermelon]"},{"faceID":98}]`, 1,
			New(Segment{Face: new(96)}, Segment{Face: new(97)}, Segment{Face: new(98)})},
		{"mention joins its text", `[{"msgText":"hi @Bob, see [voice 0:07]"}]`, 1,
			New(Segment{Text: "hi "}, Segment{Mention: "8", Name: "Bob"}, Segment{Text: ", see "}, Segment{Voice: &Voice{File: "v", DurationMS: 7000}})},
		{"picture", `[{"msgText":"see"},{"pic":["f-9.png","f",5,6,7]},{"pic":["f-9-1.jpg","f",0,0,0]}]`, 5,
			New(Segment{Text: "see"}, Segment{Image: &Image{File: "f", Name: "../a.PNG", Size: 5, Width: 6, Height: 7}}, Segment{Image: &Image{File: "f", Name: "a.webp"}})},
		{"file", `[{"file":["a_b.doc","f",5,0]}]`, 1, New(Segment{File: &File{File: "f", Name: "a:b.doc", Size: 5}})},
		{"files PC cannot take", `[{"msgText":"[file] a[file] b"}]`, 1,
			New(Segment{File: &File{File: "f", Name: "a"}}, Segment{File: &File{File: "f", Name: "b", Size: math.MaxUint32 + 1}})},
		{"picture PC cannot take", `[{"msgText":"[picture]"}]`, 1, New(Segment{Image: &Image{File: "f", Size: math.MaxUint32 + 1}})},
		{"nudge", `[{"shake":1}]`, 1, New(Segment{Nudge: true})},
		{"system", `[{"msgText":"Bob left"}]`, 1, New(Segment{System: &System{Kind: SystemLeft, Users: []Person{{ID: "8", Name: "Bob"}}}})},
		{"forward", `[{"msgText":"[forwarded]\r8: [shake]"}]`, 1, New(Segment{Forward: []Quote{{From: "8", TS: at, Segments: []Segment{{Nudge: true}}}}})},
		{"nothing", `[]`, 1, Body{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ForPC(Canonical, tt.body.JSON(), at, 9)
			want := fmt.Sprintf(`{"clientType":1,"content":%s,"msgType":%d,"time":1700000000}`, tt.content, tt.msgType)
			if string(got) != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
			checkPC(t, got)
		})
	}
	b := NewText("a")
	b.Font = &Font{Family: "Arial", Color: "#0000ff", Italic: true}
	if got := string(ForPC(Canonical, b.JSON(), at, 9)); !strings.Contains(got, `"font":["Arial",12,16711680,0,1,0]`) {
		t.Errorf("font: got %s", got)
	}
}

func TestTimeFitsTheOldClients(t *testing.T) {
	for _, tt := range []struct {
		at   time.Time
		want string
	}{{time.Unix(-5, 0), `{"time":0}`}, {time.Unix(1<<33, 0), `{"time":4294967295}`}, {time.UnixMilli(1_700_000_000_999), `{"time":1700000000}`}} {
		if got := ForPC(Legacy, []byte(`{}`), tt.at, 1); string(got) != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

func TestForAndroidRewritesWhatItCannotShow(t *testing.T) {
	tests := []struct {
		name   string
		format Format
		in     string
		want   string // content; "" = not delivered
	}{
		{"text and emoticons", Legacy, `{"content":[{"faceID":0},{"msgText":"a\rb"},{"faceID":142}]}`, `[{"faceID":0},{"msgText":"a\nb"},{"faceID":142}]`},
		{"emoticon it would crash on", Legacy, `{"content":[{"msgText":"a"},{"faceID":143}]}`, `[{"msgText":"a[face 143]"}]`},
		{"picture", Legacy, `{"msgType":1,"content":[{"msgText":"see "},{"pic":["a.png","a.png",0,1,1]}]}`, `[{"msgText":"see [picture]"}]`},
		{"file", Legacy, `{"content":[{"file":["a.doc","f",1,0]}]}`, `[{"msgText":"[file] a.doc"}]`},
		{"shake", Legacy, `{"msgType":2,"content":[{"shake":1}]}`, `[{"msgText":"[shake]"}]`},
		{"remote desktop", Legacy, `{"content":[{"remotedesktop":1}]}`, `[{"msgText":"[remote desktop]"}]`},
		{"picture confirmation", Legacy, `{"msgType":2,"content":[{"pic":["a.png","a",9,1,1]}]}`, ``},
		{"nothing to show", Legacy, `{"content":[]}`, ``},
		{"string form", Legacy, `{"content":"a[3]"}`, `[{"msgText":"a"},{"faceID":3}]`},
		{"canonical", Canonical, `{"segments":[{"text":"你 "},{"mention":"8","name":"Bob"},{"face":94},{"nudge":true}]}`,
			`[{"msgText":"\u4f60 @Bob"},{"faceID":94},{"msgText":"[shake]"}]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, deliver := ForAndroid(tt.format, []byte(tt.in), at, 9, 65_000)
			if deliver != (tt.want != "") {
				t.Fatalf("deliver: got %v, data %s", deliver, got)
			}
			if want := `{"clientType":1,"content":` + tt.want + `,"msgType":1,"time":1700000000}`; deliver && string(got) != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
	got, _ := ForAndroid(Legacy, []byte(`{"clientType":3,"content":[{"msgText":"a"}]}`), at, 9, 1000)
	if want := `{"clientType":3,"content":[{"msgText":"a"}],"msgType":1,"time":1700000000}`; string(got) != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestForAndroidCutsAtACharacter(t *testing.T) {
	body := New(Segment{Text: strings.Repeat("字\"\n", 50)}, Segment{Face: new(3)}, Segment{Text: "end 😀"}, Segment{Face: new(142)}).JSON()
	whole, _ := ForAndroid(Canonical, body, at, 9, 1<<20)
	complete := false
	for high := range len(whole) + 1 {
		out, deliver := ForAndroid(Canonical, body, at, 9, high)
		if !deliver {
			if high > 90 {
				t.Fatalf("nothing fits %d bytes", high)
			}
			continue
		}
		checkAndroid(t, out, high)
		got := PlainText(Decode(Legacy, out))
		all := PlainText(Decode(Canonical, body))
		start, cut := strings.CutSuffix(got, ellipsis)
		if !utf8.Valid(out) || !strings.HasPrefix(all, start) || cut == (got == all) {
			t.Fatalf("%d bytes: got %q", high, got)
		}
		if complete && cut {
			t.Fatalf("%d bytes: cut, though fewer were enough", high)
		}
		complete = !cut
		if spare := high - len(out); cut && spare > len(`{"faceID":142},{"msgText":"…"}`) {
			t.Errorf("%d bytes: %d left unused", high, spare)
		}
	}
	if !complete {
		t.Error("never complete")
	}
}

func TestLongestChineseTextReachesAndroidWhole(t *testing.T) {
	out, _ := ForAndroid(Canonical, NewText(strings.Repeat("字", MaxText)).JSON(), at, 9, 65_000)
	if got := utf8.RuneCountInString(Decode(Legacy, out).Text); got != MaxText {
		t.Errorf("got %d characters, want %d", got, MaxText)
	}
}

func FuzzForPC(f *testing.F) {
	for _, e := range seeds(f) {
		f.Add([]byte(e), true)
	}
	f.Add([]byte(`{"msgType":5,"font":["a"],"content":[{"pic":["/a/b","c",1,0,0]},5,{"file":["..\\x","y",5e9]}]}`), true)
	f.Add([]byte(`{"segments":[{"image":{"file":"a"}},{"face":94},{"system":{"kind":"joined"}}],"font":{}}`), false)
	f.Fuzz(func(t *testing.T, data []byte, legacy bool) {
		format := Canonical
		if legacy {
			format = Legacy
		}
		checkPC(t, ForPC(format, data, at, 7))
	})
}

func FuzzForAndroid(f *testing.F) {
	for _, e := range seeds(f) {
		f.Add([]byte(e), true, 200)
	}
	f.Add([]byte(`{"segments":[{"text":"😀a\"\\"},{"face":94},{"voice":{"file":"a"}}]}`), false, 100)
	f.Fuzz(func(t *testing.T, data []byte, legacy bool, high int) {
		format := Canonical
		if legacy {
			format = Legacy
		}
		if out, deliver := ForAndroid(format, data, at, 7, high); deliver {
			checkAndroid(t, out, high)
		}
	})
}
