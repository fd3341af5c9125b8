package content

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFromLegacy(t *testing.T) {
	image := func(name string, size int64, w, h int) Segment {
		return Segment{Image: &Image{File: md5Hex, Name: name, Size: size, Width: w, Height: h}}
	}
	tests := []struct {
		name, in string
		want     Body
	}{
		{"text and emoticons", `{"content":[{"msgText":"look "},{"faceID":101},{"msgText":"a\rb\r\nc"}]}`,
			New(Segment{Text: "look "}, Segment{Face: new(101)}, Segment{Text: "a\nb\nc"})},
		{"font", `{"font":["Microsoft YaHei",12,255,1,0,1],"content":[{"msgText":"a"}]}`, Body{Text: "a", Segments: []Segment{{Text: "a"}},
			Font: &Font{Family: "Microsoft YaHei", Size: 12, Color: "#ff0000", Bold: true, Underline: true}}},
		{"odd font", `{"font":[7,-3,"red",null,2],"content":[]}`, Body{Font: &Font{Color: "#000000", Italic: true}}},
		{"font of another type", `{"font":"Arial","content":[]}`, Body{}},
		{"emoticon that does not exist", `{"content":[{"faceID":143},{"faceID":-1},{"faceID":"x"}]}`,
			New(Segment{Text: "[face 143]"}, Segment{Text: "[face -1]"}, Segment{Text: "[face]"})},
		{"shake", `{"msgType":2,"content":[{"shake":1}]}`, New(Segment{Nudge: true})},
		{"remote desktop", `{"content":[{"remotedesktop":1}]}`, NewText("[remote desktop]")},
		{"placeholder of a PC refers to the picture", `{"msgType":1,"content":[{"pic":["` + md5Hex + `.png","` + md5Hex + `.png",0,64,48]}]}`,
			New(image(md5Hex+".png", 0, 64, 48))},
		{"picture", `{"content":[{"pic":["a.png","` + md5Hex + `",40960,640,480]}]}`, New(image("a.png", 40960, 640, 480))},
		{"picture of a phone keeps its path to itself", `{"msgType":5,"content":[{"pic":["/sdcard/DCIM/me/1.jpg","` + md5Hex + `",7,0,0]}]}`,
			New(image("1.jpg", 7, 0, 0))},
		{"picture without content", `{"content":[{"pic":["a.png","../a",1,1,1]},{"pic":5},{"pic":[]}]}`,
			New(Segment{Text: "[picture]"}, Segment{Text: "[picture]"}, Segment{Text: "[picture]"})},
		{"picture confirmation", `{"msgType":2,"content":[{"pic":["` + md5Hex + `.png","` + md5Hex + `",9,64,48]}]}`,
			New(Segment{System: &System{Kind: SystemPictureReady, Name: md5Hex + ".png", File: md5Hex}})},
		{"picture that failed", `{"msgType":2,"content":[{"pic":["` + md5Hex + `.png","",9,64,48]}]}`,
			New(Segment{System: &System{Kind: SystemPictureReady, Name: md5Hex + ".png"}})},
		{"file", `{"content":[{"file":["C:\\a\\报告.doc","` + md5Hex + `",5000000000,0]}]}`,
			New(Segment{File: &File{File: md5Hex, Name: "报告.doc", Size: 5_000_000_000}})},
		{"file without content", `{"content":[{"file":["a.doc","",1,0]},{"file":["","x",1,0]}]}`, New(Segment{Text: "[file] a.doc"}, Segment{Text: "[file]"})},
		{"string form", `{"content":"hello[103][shake][pic,name,size,w,h][file,name,size] [143] [x]["}`,
			New(Segment{Text: "hello"}, Segment{Face: new(103)}, Segment{Nudge: true}, Segment{Text: "[picture]"}, Segment{Text: "[file] name"},
				Segment{Text: " ["}, Segment{Text: "143] ["}, Segment{Text: "x]["})},
		{"items of other types", `{"content":["a",5,true,null,[],{},{"x":1}]}`, New(Segment{Text: "a"}, Segment{Text: "5"}, Segment{Text: "true"})},
		{"the first key wins", `{"content":[{"shake":1,"faceID":3,"msgText":"a"}]}`, NewText("a")},
		{"no content", `{"alpha":1}`, Body{}},
		{"damaged by the original's storage", "{\"content\":[{\"msgText\":\"q\" b\\ s/ n\n u4f60\"}]}", NewText("q\" b\\ s/ n\n u4f60")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := FromLegacy([]byte(tt.in))
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("%v, body (-want +got):\n%s", err, diff)
			}
		})
	}
	if _, err := FromLegacy([]byte(`{"content":`)); err == nil {
		t.Error("half an object was read")
	}
}

func TestPictureConfirmationIsRecognised(t *testing.T) {
	tests := []struct {
		name, in string
		want     string
		ok       bool
	}{
		{"done", `{"msgType":2,"content":[{"pic":["a.png","a",9,64,48]}]}`, "a.png", true},
		{"failed", `{"msgType":2,"content":[{"pic":["a.png","",9,64,48]}]}`, "a.png", true},
		{"placeholder", `{"msgType":1,"content":[{"pic":["a.png","a.png",0,64,48]}]}`, "", false},
		{"shake of older clients", `{"msgType":2,"content":[{"shake":1}]}`, "", false},
		{"two items", `{"msgType":2,"content":[{"pic":["a.png","a",9,64,48]},{"msgText":"a"}]}`, "", false},
		{"no array", `{"msgType":2,"content":[{"pic":"a.png"}]}`, "", false},
		{"no JSON", `msgType 2`, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := PictureConfirmation([]byte(tt.in)); ok != tt.ok || ok && got != tt.want {
				t.Errorf("got %q, %v; want %q, %v", got, ok, tt.want, tt.ok)
			}
			if hidden := Decode(Legacy, []byte(tt.in)).Hidden(); hidden != tt.ok {
				t.Errorf("hidden: got %v, want %v", hidden, tt.ok)
			}
		})
	}
}

func TestPlainText(t *testing.T) {
	bob, eve := Person{ID: "8", Name: "Bob"}, Person{ID: "9"}
	tests := []struct {
		want string
		s    Segment
	}{
		{"[smile]", Segment{Face: new(23)}},
		{"[frog]", Segment{Face: new(LastFace)}},
		{"[face 143]", Segment{Face: new(143)}},
		{"@8", Segment{Mention: "8"}},
		{"[picture]", Segment{Image: &Image{Name: "a.png"}}},
		{"[voice 0:00]", Segment{Voice: &Voice{}}},
		{"[video 10:00]", Segment{Video: &Video{DurationMS: 599_900}}},
		{"[group] Flyers", Segment{Card: &Card{Kind: CardGroup, Name: "Flyers"}}},
		{"[contact]", Segment{Card: &Card{Kind: CardUser}}},
		{"[link] Title http://a", Segment{Card: &Card{Kind: CardLink, Name: "Title", URL: "http://a"}}},
		{"Bob, 9 joined", Segment{System: &System{Kind: SystemJoined, Users: []Person{bob, eve}}}},
		{"9 added Bob", Segment{System: &System{Kind: SystemJoined, By: &eve, Users: []Person{bob}}}},
		{"Bob left", Segment{System: &System{Kind: SystemLeft, Users: []Person{bob}}}},
		{"9 removed Bob", Segment{System: &System{Kind: SystemRemoved, By: &eve, Users: []Person{bob}}}},
		{"Bob renamed the group to Flyers", Segment{System: &System{Kind: SystemRenamed, By: &bob, Name: "Flyers"}}},
		{"Bob recalled a message", Segment{System: &System{Kind: SystemRecalled, By: &bob}}},
		{"[recalled]", Segment{System: &System{Kind: SystemRecalled}}},
		{"Bob muted Eve", Segment{System: &System{Kind: "muted", Text: "Bob muted Eve"}}},
		{"[muted]", Segment{System: &System{Kind: "muted"}}},
		{"", Segment{System: &System{Kind: SystemPictureReady, File: "a"}}},
		{"", Segment{}},
	}
	for _, tt := range tests {
		if got := PlainText(Body{Segments: []Segment{tt.s}}); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	if got := New(Segment{System: &System{Kind: SystemEdited}}, Segment{Text: "hello"}).Text; got != "[edited] hello" {
		t.Errorf("edited message: got %q", got)
	}
}

func TestFaceNamesDiffer(t *testing.T) {
	seen := map[string]int{}
	for id := range LastFace + 1 {
		name := FaceName(id)
		if other, ok := seen[name]; ok || name == "" {
			t.Errorf("faces %d and %d are both called %q", other, id, name)
		}
		seen[name] = id
	}
}

func TestColourIsTurnedBothWays(t *testing.T) {
	for rgb, want := range map[uint32]string{0: "#000000", 255: "#ff0000", 255 << 8: "#00ff00", 255 << 16: "#0000ff", 0x332211: "#112233"} {
		if got := formatColor(rgb); got != want {
			t.Errorf("%d: got %s, want %s", rgb, got, want)
		}
		if got, ok := parseColor(want); !ok || got != rgb {
			t.Errorf("%s: got %d, %v; want %d", want, got, ok, rgb)
		}
	}
}
