package content

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const md5Hex = "d41d8cd98f00b204e9800998ecf8427e"

func TestParseAcceptsEveryKind(t *testing.T) {
	face := 23
	tests := []struct {
		name, in string
		want     Body
	}{
		{"text alone", `{"text":"hi"}`, Body{Text: "hi", Segments: []Segment{{Text: "hi"}}}},
		{"text is made anew", `{"text":"lie","segments":[{"text":"hi "},{"face":23}]}`,
			Body{Text: "hi [smile]", Segments: []Segment{{Text: "hi "}, {Face: &face}}}},
		{"unknown keys", `{"v":2,"segments":[{"text":"a","colour":"red"}],"x":{"y":[null]}}`, NewText("a")},
		{"line ends", `{"text":"a\r\nb\rc"}`, NewText("a\nb\nc")},
		{"mention", `{"segments":[{"mention":"8","name":"Bob"}]}`,
			Body{Text: "@Bob", Segments: []Segment{{Mention: "8", Name: "Bob"}}}},
		{"mention of all", `{"segments":[{"mention":"all"}]}`, Body{Text: "@all", Segments: []Segment{{Mention: "all"}}}},
		{"image", `{"segments":[{"image":{"file":"f_-9","name":"a.png","size":5,"width":640,"height":480,"thumb":"t"}}]}`,
			New(Segment{Image: &Image{File: "f_-9", Name: "a.png", Size: 5, Width: 640, Height: 480, Thumb: "t"}})},
		{"file", `{"segments":[{"file":{"file":"f","name":"a.doc","size":9007199254740991,"type":"text/plain"}}]}`,
			Body{Text: "[file] a.doc", Segments: []Segment{{File: &File{File: "f", Name: "a.doc", Size: MaxFileSize, Type: "text/plain"}}}}},
		{"voice", `{"segments":[{"voice":{"file":"f","size":5,"duration_ms":7200,"waveform":[0,255]}}]}`,
			Body{Text: "[voice 0:07]", Segments: []Segment{{Voice: &Voice{File: "f", Size: 5, DurationMS: 7200, Waveform: []int{0, 255}}}}}},
		{"video", `{"segments":[{"video":{"file":"f","size":5,"duration_ms":3723000,"poster":"p"}}]}`,
			Body{Text: "[video 1:02:03]", Segments: []Segment{{Video: &Video{File: "f", Size: 5, DurationMS: 3723000, Poster: "p"}}}}},
		{"nudge", `{"segments":[{"nudge":true}]}`, Body{Text: "[shake]", Segments: []Segment{{Nudge: true}}}},
		{"card of a user", `{"segments":[{"card":{"kind":"user","id":"8","name":"Bob"}}]}`,
			Body{Text: "[contact] Bob", Segments: []Segment{{Card: &Card{Kind: CardUser, ID: "8", Name: "Bob"}}}}},
		{"card of a page", `{"segments":[{"card":{"kind":"link","url":"https://example.org/"}}]}`,
			Body{Text: "[link] https://example.org/", Segments: []Segment{{Card: &Card{Kind: CardLink, URL: "https://example.org/"}}}}},
		{"forward", `{"segments":[{"forward":[{"from":"3","name":"Eve","ts":"2026-11-24T04:04:05.6789+01:00","segments":[{"text":"yes"}]},
			{"from":"4","ts":"2026-11-24T03:04:05Z","segments":[{"nudge":true}]}]}]}`,
			Body{Text: "[forwarded]\nEve: yes\n4: [shake]", Segments: []Segment{{Forward: []Quote{
				{From: "3", Name: "Eve", TS: time.Date(2026, 11, 24, 3, 4, 5, 678e6, time.UTC), Segments: []Segment{{Text: "yes"}}},
				{From: "4", TS: time.Date(2026, 11, 24, 3, 4, 5, 0, time.UTC), Segments: []Segment{{Nudge: true}}}}}}}},
		{"font", `{"text":"a","font":{"family":"Arial","size":12,"color":"#FF8000","bold":true}}`,
			Body{Text: "a", Segments: []Segment{{Text: "a"}}, Font: &Font{Family: "Arial", Size: 12, Color: "#ff8000", Bold: true}}},
		{"surrogate pair", `{"text":"\ud83d\ude00"}`, NewText("😀")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			again, err := Parse(got.JSON())
			if diff := cmp.Diff(got, again); err != nil || diff != "" {
				t.Errorf("round trip: %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, in, field, reason string }{
		{"nothing", ``, "body", "unexpected end"},
		{"no object", `[1]`, "body", "must be an object, is an array"},
		{"nothing said", `{}`, "body", "is empty"},
		{"empty text", `{"text":""}`, "body", "is empty"},
		{"empty segment", `{"segments":[{"text":""}]}`, "segments[0].text", "is empty"},
		{"repeated key", `{"text":"a","text":"b"}`, "body", `key "text" occurs twice`},
		{"repeated key, escaped", `{"text":"a","te\u0078t":"b"}`, "body", `key "text" occurs twice`},
		{"repeated nested key", `{"text":"a","x":[{"y":1,"y":1}]}`, "body", `key "y" occurs twice`},
		{"comment", `{"text":"a"/**/}`, "body", "comment"},
		{"text after it", `{"text":"a"}{}`, "body", "text after the value"},
		{"raw control character", "{\"text\":\"a\nb\"}", "body", "control character"},
		{"NUL", `{"text":"a\u0000"}`, "body", "NUL"},
		{"bad UTF-8", "{\"text\":\"\xff\"}", "body", "invalid UTF-8"},
		{"bad UTF-8 in a key", "{\"\xff\":1}", "body", "invalid UTF-8"},
		{"UTF-8 of a surrogate", "{\"text\":\"\xed\xa0\x80\"}", "body", "invalid UTF-8"},
		{"high surrogate", `{"text":"\ud83d"}`, "body", "half a surrogate pair"},
		{"low surrogate", `{"text":"\ude00"}`, "body", "half a surrogate pair"},
		{"two high surrogates", `{"text":"\ud83d\ud83d"}`, "body", "half a surrogate pair"},
		{"unknown kind", `{"segments":[{"poll":{}}]}`, "segments[0]", "has none of the kinds"},
		{"key in another case", `{"segments":[{"TEXT":"a"}]}`, "segments[0]", "has none of the kinds"},
		{"two kinds", `{"segments":[{"text":"a","nudge":true}]}`, "segments[0]", "two kinds"},
		{"segment is no object", `{"segments":["a"]}`, "segments[0]", "must be an object"},
		{"segments is no array", `{"segments":{}}`, "segments", "must be an array"},
		{"face too high", `{"segments":[{"face":143}]}`, "segments[0].face", "0 to 142"},
		{"face is no integer", `{"segments":[{"face":1.0}]}`, "segments[0].face", "whole number"},
		{"mention of no id", `{"segments":[{"mention":"Bob"}]}`, "segments[0].mention", "user id"},
		{"nudge is false", `{"segments":[{"nudge":false}]}`, "segments[0].nudge", "must be true"},
		{"file reference is a path", `{"segments":[{"image":{"file":"../x"}}]}`, "segments[0].image.file", "file reference"},
		{"file reference is missing", `{"segments":[{"voice":{}}]}`, "segments[0].voice.file", "file reference"},
		{"negative size", `{"segments":[{"file":{"file":"a","name":"b","size":-1}}]}`, "segments[0].file.size", "whole number"},
		{"line feed in a name", `{"segments":[{"file":{"file":"a","name":"a\nb"}}]}`, "segments[0].file.name", "control"},
		{"waveform", `{"segments":[{"voice":{"file":"a","waveform":[256]}}]}`, "segments[0].voice.waveform[0]", "0 to 255"},
		{"script as a link", `{"segments":[{"card":{"kind":"link","url":"javascript:alert(1)"}}]}`, "segments[0].card.url", "http"},
		{"unknown card", `{"segments":[{"card":{"kind":"boss"}}]}`, "segments[0].card.kind", "must be"},
		{"empty forward", `{"segments":[{"forward":[]}]}`, "segments[0].forward", "is empty"},
		{"quote without time", `{"segments":[{"forward":[{"from":"3","segments":[{"text":"a"}]}]}]}`, "segments[0].forward[0].ts", "RFC 3339"},
		{"system", `{"segments":[{"system":{"kind":"joined"}}]}`, "segments[0].system", "server only"},
		{"system in a forward", `{"segments":[{"forward":[{"from":"3","segments":[{"system":{"kind":"joined"}}]}]}]}`,
			"segments[0].forward[0].segments[0].system", "server only"},
		{"colour", `{"text":"a","font":{"color":"red"}}`, "font.color", "#rrggbb"},
		{"null font", `{"text":"a","font":null}`, "font", "must be an object, is null"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.in))
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Field != tt.field || !strings.Contains(e.Reason, tt.reason) || e.TooLarge {
				t.Errorf("got %#v, want field %q, reason with %q", err, tt.field, tt.reason)
			}
		})
	}
}

// S-01: operators of a query language must not come in where text belongs.
func TestS01StringFieldsRefuseObjectsAndArrays(t *testing.T) {
	shapes := []string{
		`{"text":%}`,
		`{"segments":[{"text":%}]}`,
		`{"segments":[{"mention":%}]}`,
		`{"segments":[{"mention":"8","name":%}]}`,
		`{"segments":[{"image":{"file":%}}]}`,
		`{"segments":[{"image":{"file":"a","name":%}}]}`,
		`{"segments":[{"image":{"file":"a","thumb":%}}]}`,
		`{"segments":[{"file":{"file":%,"name":"a"}}]}`,
		`{"segments":[{"file":{"file":"a","name":%}}]}`,
		`{"segments":[{"file":{"file":"a","name":"a","type":%}}]}`,
		`{"segments":[{"voice":{"file":%}}]}`,
		`{"segments":[{"video":{"file":"a","poster":%}}]}`,
		`{"segments":[{"card":{"kind":%}}]}`,
		`{"segments":[{"card":{"kind":"user","id":%}}]}`,
		`{"segments":[{"card":{"kind":"link","url":%}}]}`,
		`{"segments":[{"forward":[{"from":%,"ts":"2026-11-24T03:04:05Z","segments":[{"text":"a"}]}]}]}`,
		`{"segments":[{"forward":[{"from":"3","ts":%,"segments":[{"text":"a"}]}]}]}`,
		`{"text":"a","font":{"family":%}}`,
		`{"text":"a","font":{"color":%}}`,
	}
	for _, shape := range shapes {
		for _, v := range []string{`{"$ne":""}`, `["a"]`, `{}`, `[]`, `1`, `true`, `null`} {
			in := strings.Replace(shape, "%", v, 1)
			if b, err := Parse([]byte(in)); err == nil {
				t.Errorf("%s was accepted as %+v", in, b)
			}
		}
	}
}

// S-15 and S-16: what is too large is refused for its size, before work is spent on it.
func TestS16OversizedBodiesAreRefused(t *testing.T) {
	list := func(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }
	forward := `{"text":"a"}`
	for range MaxForwards + 1 {
		forward = `{"forward":[{"from":"3","ts":"2026-11-24T03:04:05Z","segments":[` + forward + `]}]}`
	}
	tests := []struct{ name, in, field string }{
		{"bytes", `{"text":"` + strings.Repeat("a", MaxBody) + `"}`, "body"},
		{"characters", `{"text":"` + strings.Repeat("字", MaxText+1) + `"}`, "text"},
		{"characters in all", `{"segments":[` + list(3, `{"text":"`+strings.Repeat("a", MaxText/2)+`"}`) + `]}`, "text"},
		{"segments", `{"segments":[` + list(MaxSegments+1, `{"face":1}`) + `]}`, "segments"},
		{"waveform", `{"segments":[{"voice":{"file":"a","waveform":[` + list(MaxWaveform+1, `1`) + `]}}]}`, "segments[0].voice.waveform"},
		{"waveforms", `{"segments":[` + list(MaxSamples/MaxWaveform+1, `{"voice":{"file":"a","waveform":[`+list(MaxWaveform, `1`)+`]}}`) + `]}`,
			"segments[32].voice.waveform"},
		{"name", `{"segments":[{"mention":"8","name":"` + strings.Repeat("a", MaxName+1) + `"}]}`, "segments[0].name"},
		{"forwards", `{"segments":[` + forward + `]}`, "segments[0].forward[0].segments[0].forward[0].segments[0].forward[0].segments[0].forward"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.in))
			if e, ok := errors.AsType[*Error](err); !ok || !e.TooLarge || e.Field != tt.field {
				t.Errorf("got %#v, want too large at %q", err, tt.field)
			}
		})
	}
	for name, in := range map[string]string{
		"characters": `{"text":"` + strings.Repeat(`\ud83d\ude00`, MaxText) + `"}`,
		"segments":   `{"segments":[` + list(MaxSegments, `{"face":1}`) + `]}`,
	} {
		if _, err := Parse([]byte(in)); err != nil {
			t.Errorf("as many %s as allowed: %v", name, err)
		}
	}
}

func TestS16DepthBombsCostBoundedTime(t *testing.T) {
	bombs := map[string]string{
		"arrays":        strings.Repeat("[", 1<<20),
		"objects":       strings.Repeat(`{"a":`, 1<<18),
		"in a body":     `{"content":` + strings.Repeat("[", 100_000),
		"many values":   `{"content":[` + strings.Repeat("0,", 60_000) + `0]}`,
		"many keys":     `{` + strings.Repeat(`"a":0,`, 20_000) + `"b":0}`,
		"android texts": strings.Repeat(`"msgText":"`, 10_000) + strings.Repeat(`"}]}`, 4_000),
		"open comment":  `{"content":` + strings.Repeat("/*/", 40_000),
	}
	for name, bomb := range bombs {
		start, data := time.Now(), []byte(bomb)
		if _, err := Parse(data); err == nil {
			t.Errorf("%s: Parse took it", name)
		}
		for _, fromAndroid := range []bool{false, true} {
			if _, err := Repair(data, fromAndroid); err == nil {
				t.Errorf("%s: Repair took it", name)
			}
		}
		Decode(Legacy, data)
		Decode(Canonical, data)
		checkPC(t, ForPC(Legacy, data, at, 1))
		if out, ok := ForAndroid(Legacy, data, at, 1, 65_000); ok {
			checkAndroid(t, out, 65_000)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

func TestRichestBodyIsReadAgain(t *testing.T) {
	var rich []Segment
	for range MaxSamples / MaxWaveform {
		rich = append(rich, Segment{Voice: &Voice{File: "a", Size: 1, DurationMS: 1, Waveform: make([]int, MaxWaveform)}})
	}
	for len(rich) < MaxSegments/2 {
		quoted := Segment{Video: &Video{File: "a", Name: "n", Size: 1, Width: 1, Height: 1, DurationMS: 1, Poster: "p"}}
		rich = append(rich, Segment{Forward: []Quote{{From: "3", Name: "n", TS: at.UTC(), Segments: []Segment{quoted}}}})
	}
	b := New(rich...)
	got, err := Parse(b.JSON())
	if diff := cmp.Diff(b, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	var many []Person
	for range maxValues {
		many = append(many, Person{ID: "8"})
	}
	all := New(Segment{System: &System{Kind: SystemJoined, Users: many}})
	if diff := cmp.Diff(all, Decode(Canonical, all.JSON())); diff != "" {
		t.Error("a long system message was not read again")
	}
}

func TestDecodeNeverFails(t *testing.T) {
	tests := []struct {
		name   string
		format Format
		in     string
		want   Body
	}{
		{"canonical", Canonical, `{"text":"a","segments":[{"text":"a"}]}`, NewText("a")},
		{"canonical of the server", Canonical, string(New(Segment{System: &System{Kind: SystemLeft, Users: []Person{{ID: "8"}}}}).JSON()),
			New(Segment{System: &System{Kind: SystemLeft, Users: []Person{{ID: "8"}}}})},
		{"canonical beyond the limits of sending", Canonical, `{"text":"` + strings.Repeat("a", MaxText+1) + `"}`, NewText(strings.Repeat("a", MaxText+1))},
		{"canonical damaged", Canonical, `{"text":"a`, NewText(`{"text":"a`)},
		{"legacy damaged", Legacy, "\xffhello\x00", NewText("\ufffdhello")},
		{"legacy no object", Legacy, `[1]`, NewText(`[1]`)},
		{"unknown format", Format(9), `{"content":[{"msgText":"a"}]}`, NewText("a")},
		{"empty", Canonical, ``, Body{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Decode(tt.format, []byte(tt.in))); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSONIsDeterministicAndReadable(t *testing.T) {
	b := New(Segment{Text: "a <b> & 你\n"}, Segment{Face: new(0)}, Segment{Text: ""})
	b.Font = &Font{Size: 12}
	const want = `{"text":"a <b> & 你\n[grin]","segments":[{"text":"a <b> & 你\n"},{"face":0}],"font":{"size":12}}`
	if got := string(b.JSON()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := string(Body{}.JSON()); got != `{"text":"","segments":[]}` {
		t.Errorf("empty body: got %s", got)
	}
	var in struct{ Body Body }
	out, err := json.Marshal(struct{ Body Body }{b})
	if err == nil {
		err = json.Unmarshal(out, &in)
	}
	if diff := cmp.Diff(b, in.Body); err != nil || diff != "" {
		t.Errorf("as part of other JSON: %v (-want +got):\n%s", err, diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"text":"hi"}`, `{"segments":[{"text":"a"},{"face":3},{"mention":"8","name":"B"},{"nudge":true}],"font":{"color":"#010203"}}`,
		`{"segments":[{"image":{"file":"a","size":1}},{"voice":{"file":"v","duration_ms":5,"waveform":[1]}},{"card":{"kind":"link","url":"http://a"}}]}`,
		`{"segments":[{"forward":[{"from":"3","ts":"2026-11-24T03:04:05Z","segments":[{"file":{"file":"a","name":"b"}}]}]}]}`,
		`{"text":"\ud83d\ude00\u2028"}`, `{"segments":[{"system":{"kind":"joined"}}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Parse(data)
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Errorf("%q: error %v is no *Error", data, err)
			}
			return
		}
		again, err := Parse(b.JSON())
		if diff := cmp.Diff(b, again); err != nil || diff != "" {
			t.Errorf("round trip of %q: %v (-want +got):\n%s", data, err, diff)
		}
		if diff := cmp.Diff(b, Decode(Canonical, b.JSON())); diff != "" {
			t.Errorf("decode %q (-want +got):\n%s", data, diff)
		}
		checkPC(t, ForPC(Canonical, b.JSON(), at, 1))
	})
}
