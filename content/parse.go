package content

import (
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Parse reads a canonical body as clients send it: {"text":"hi"}, or segments
// and an optional font. Text is made anew when there are segments. Unknown
// keys are ignored; everything else that is not as documented is refused with
// an *Error: another type, a repeated key, a segment of unknown or of two
// kinds, bad UTF-8, NUL, half a surrogate pair, a body that says nothing, a
// limit exceeded, and system segments, which only the server writes.
func Parse(data []byte) (Body, error) {
	if len(data) > MaxBody {
		return Body{}, &Error{Field: "body", Reason: fmt.Sprintf("is larger than %d bytes", MaxBody), TooLarge: true}
	}
	b, err := parseBody(&scanner{data: data, strict: true, values: maxValues}, &parser{})
	// The canonical encoding has the text twice and spells out what was left
	// out: it is up to four times as long, and must be small enough to be sent again.
	if err == nil && len(data) > MaxBody/4 && len(b.JSON()) > MaxBody {
		return Body{}, &Error{Field: "body", Reason: fmt.Sprintf("takes more than %d bytes", MaxBody), TooLarge: true}
	}
	return b, err
}

// decodeCanonical reads a body that this package wrote. The limits of sending
// do not apply: a message stays readable when they change.
func decodeCanonical(data []byte) (Body, error) {
	return parseBody(&scanner{data: data, values: math.MaxInt}, &parser{trusted: true})
}

func parseBody(s *scanner, p *parser) (Body, error) {
	root, err := s.document()
	if err != nil {
		return Body{}, &Error{Field: "body", Reason: "is not valid JSON: " + err.Error()}
	}
	b := p.body(root)
	if p.err != nil {
		return Body{}, p.err
	}
	return b, nil
}

// parser turns values into a body. It keeps its first error, so that fields
// are read in a row and the error is asked for once.
type parser struct {
	trusted  bool // from our storage: system segments are fine, limits do not apply
	segments int  // seen so far, in quotes too
	samples  int  // of waveforms, likewise
	forwards int  // open at the moment
	err      *Error
}

func (p *parser) fail(field, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{Field: field, Reason: fmt.Sprintf(format, args...)}
	}
}

// limit refuses n above high.
func (p *parser) limit(field string, n, high int, unit string) {
	if !p.trusted && n > high && p.err == nil {
		p.err = &Error{Field: field, Reason: fmt.Sprintf("has more than %d %s", high, unit), TooLarge: true}
	}
}

func (p *parser) body(root value) Body {
	if root.kind != object {
		p.fail("body", "must be an object, is %s", root.kind)
		return Body{}
	}
	plain := p.text(root, "", "text", MaxText)
	list, _ := p.member(root, "", "segments", array)
	b := Body{Segments: p.list(list, "segments")}
	if len(b.Segments) == 0 {
		b.Segments = NewText(plain).Segments
	}
	if font, ok := p.member(root, "", "font", object); ok {
		b.Font = p.font(font, "font")
	}
	if len(b.Segments) == 0 && !p.trusted {
		p.fail("body", "is empty")
	}
	if p.err != nil {
		return Body{}
	}
	b.Text = PlainText(b)
	p.limit("text", utf8.RuneCountInString(b.Text), MaxText, "characters")
	return b
}

func (p *parser) list(v value, path string) []Segment {
	p.segments += len(v.items)
	p.limit(path, p.segments, MaxSegments, "segments")
	var segments []Segment
	for i, e := range v.items {
		if p.err != nil {
			return nil
		}
		segments = append(segments, p.segment(e, fmt.Sprintf("%s[%d]", path, i)))
	}
	return segments
}

// segmentKinds are the keys of which a segment has exactly one.
var segmentKinds = [...]string{"text", "face", "mention", "image", "file", "voice", "video", "nudge", "card", "forward", "system"}

func (p *parser) segment(v value, path string) (s Segment) {
	if v.kind != object {
		p.fail(path, "must be an object, is %s", v.kind)
		return s
	}
	found := ""
	for _, k := range segmentKinds {
		if _, ok := v.get(k); !ok {
			continue
		}
		if found != "" {
			p.fail(path, "is of two kinds, %s and %s", found, k)
			return s
		}
		found = k
	}
	at := path + "." + found
	switch found {
	case "text":
		if s.Text = p.text(v, path, "text", MaxText); s.Text == "" {
			p.fail(at, "is empty")
		}
	case "face":
		s.Face = new(int(p.integer(v, path, "face", LastFace)))
	case "mention":
		if s.Mention = p.line(v, path, "mention", MaxName); s.Mention != MentionAll && !isID(s.Mention) {
			p.fail(at, "must be a user id or %q", MentionAll)
		}
		s.Name = p.line(v, path, "name", MaxName)
	case "nudge":
		flag, _ := p.member(v, path, "nudge", boolean)
		if s.Nudge = flag.str == "true"; !s.Nudge {
			p.fail(at, "must be true")
		}
	case "forward":
		list, _ := p.member(v, path, "forward", array)
		s.Forward = p.quotes(list, at)
	case "":
		p.fail(path, "has none of the kinds %s", strings.Join(segmentKinds[:], ", "))
	default:
		o, _ := p.member(v, path, found, object)
		p.structured(&s, found, o, at)
	}
	return s
}

// structured reads the segments whose value is an object.
func (p *parser) structured(s *Segment, kind string, o value, at string) {
	switch kind {
	case "image":
		s.Image = &Image{File: p.ref(o, at, "file", true), Name: p.line(o, at, "name", MaxName), Size: p.integer(o, at, "size", MaxFileSize),
			Width: p.side(o, at, "width"), Height: p.side(o, at, "height"), Thumb: p.ref(o, at, "thumb", false)}
	case "file":
		s.File = &File{File: p.ref(o, at, "file", true), Name: p.line(o, at, "name", MaxName), Size: p.integer(o, at, "size", MaxFileSize),
			Type: p.line(o, at, "type", MaxName)}
		if s.File.Name == "" {
			p.fail(at+".name", "is empty")
		}
	case "voice":
		s.Voice = &Voice{File: p.ref(o, at, "file", true), Size: p.integer(o, at, "size", MaxFileSize),
			DurationMS: p.integer(o, at, "duration_ms", MaxDuration), Waveform: p.waveform(o, at)}
	case "video":
		s.Video = &Video{File: p.ref(o, at, "file", true), Name: p.line(o, at, "name", MaxName), Size: p.integer(o, at, "size", MaxFileSize),
			Width: p.side(o, at, "width"), Height: p.side(o, at, "height"),
			DurationMS: p.integer(o, at, "duration_ms", MaxDuration), Poster: p.ref(o, at, "poster", false)}
	case "card":
		s.Card = p.card(o, at)
	case "system":
		if !p.trusted {
			p.fail(at, "is written by the server only")
			return
		}
		s.System = p.system(o, at)
	}
}

func (p *parser) waveform(o value, at string) []int {
	list, _ := p.member(o, at, "waveform", array)
	p.limit(at+".waveform", len(list.items), MaxWaveform, "samples")
	p.samples += len(list.items)
	p.limit(at+".waveform", p.samples, MaxSamples, "samples in the whole body")
	var samples []int
	for i, e := range list.items {
		n, ok := e.integer()
		if !ok || n < 0 || n > 255 {
			p.fail(fmt.Sprintf("%s.waveform[%d]", at, i), "must be a whole number of 0 to 255")
			return nil
		}
		samples = append(samples, int(n))
	}
	return samples
}

func (p *parser) card(o value, at string) *Card {
	c := &Card{Kind: p.line(o, at, "kind", MaxName), ID: p.line(o, at, "id", MaxName), Name: p.line(o, at, "name", MaxName),
		URL: p.line(o, at, "url", MaxURL), Text: p.line(o, at, "text", MaxURL)}
	switch c.Kind {
	case CardUser, CardGroup:
		if !isID(c.ID) {
			p.fail(at+".id", "must be an id in digits")
		}
	case CardLink:
		// Only these schemes: a link is clicked, and "javascript:" is one too.
		if u, err := url.Parse(c.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			p.fail(at+".url", "must be an http or https address")
		}
	default:
		p.fail(at+".kind", "must be %s, %s or %s", CardUser, CardGroup, CardLink)
	}
	return c
}

func (p *parser) quotes(list value, at string) []Quote {
	if len(list.items) == 0 {
		p.fail(at, "is empty")
		return nil
	}
	p.limit(at, len(list.items), MaxQuotes, "messages")
	p.forwards++
	defer func() { p.forwards-- }()
	p.limit(at, p.forwards, MaxForwards, "forwards in each other")
	var quotes []Quote
	for i, e := range list.items {
		if p.err != nil {
			return nil
		}
		quotes = append(quotes, p.quote(e, fmt.Sprintf("%s[%d]", at, i)))
	}
	return quotes
}

func (p *parser) quote(v value, at string) Quote {
	if v.kind != object {
		p.fail(at, "must be an object, is %s", v.kind)
		return Quote{}
	}
	list, _ := p.member(v, at, "segments", array)
	q := Quote{From: p.line(v, at, "from", MaxName), Name: p.line(v, at, "name", MaxName), Segments: p.list(list, at+".segments")}
	if !isID(q.From) {
		p.fail(at+".from", "must be a user id")
	}
	if len(q.Segments) == 0 {
		p.fail(at+".segments", "is empty")
	}
	ts, err := time.Parse(time.RFC3339, p.line(v, at, "ts", MaxName))
	q.TS = ts.UTC().Truncate(time.Millisecond)
	if err != nil || q.TS.Year() < 1 || q.TS.Year() > 9999 {
		p.fail(at+".ts", "must be a time as in RFC 3339")
	}
	return q
}

func (p *parser) system(o value, at string) *System {
	s := &System{Kind: p.line(o, at, "kind", MaxName), Name: p.line(o, at, "name", MaxName),
		File: p.ref(o, at, "file", false), Text: p.text(o, at, "text", MaxText)}
	if by, ok := p.member(o, at, "by", object); ok {
		s.By = new(p.person(by, at+".by"))
	}
	users, _ := p.member(o, at, "users", array)
	for i, u := range users.items {
		s.Users = append(s.Users, p.person(u, fmt.Sprintf("%s.users[%d]", at, i)))
	}
	return s
}

func (p *parser) person(o value, at string) Person {
	return Person{ID: p.line(o, at, "id", MaxName), Name: p.line(o, at, "name", MaxName)}
}
