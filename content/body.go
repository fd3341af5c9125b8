package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Body is the canonical form of what a message says.
type Body struct {
	Text     string    `json:"text"` // plain rendering of the segments, for previews, search and notifications
	Segments []Segment `json:"segments"`
	Font     *Font     `json:"font,omitempty"`
}

// Segment is one piece of a body. Exactly one kind is set; Name goes with
// Mention only.
type Segment struct {
	Text    string  `json:"text,omitempty"`
	Face    *int    `json:"face,omitempty"`    // built-in emoticon, 0..LastFace
	Mention string  `json:"mention,omitempty"` // user id in digits, or MentionAll
	Name    string  `json:"name,omitempty"`    // the mentioned user's name, so that rendering needs no look-up
	Image   *Image  `json:"image,omitempty"`
	File    *File   `json:"file,omitempty"`
	Voice   *Voice  `json:"voice,omitempty"`
	Video   *Video  `json:"video,omitempty"`
	Nudge   bool    `json:"nudge,omitempty"` // the window shake of the old clients
	Card    *Card   `json:"card,omitempty"`
	Forward []Quote `json:"forward,omitempty"`
	System  *System `json:"system,omitempty"` // written by the server only
}

// MentionAll mentions every member of the conversation.
const MentionAll = "all"

// Image, File, Voice and Video refer to stored content by an opaque name of
// 1..64 characters of A-Z, a-z, 0-9, '_' and '-'. The server names of the old
// clients (md5 in hex) are such names, and the other way round every reference
// is used as server name towards old clients.
type (
	// Image is a picture; Size in bytes, Width and Height in pixels, 0 = unknown.
	Image struct {
		File   string `json:"file"`
		Name   string `json:"name,omitempty"`
		Size   int64  `json:"size"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
		Thumb  string `json:"thumb,omitempty"`
	}

	// File is any stored file; Type is its media type.
	File struct {
		File string `json:"file"`
		Name string `json:"name"`
		Size int64  `json:"size"`
		Type string `json:"type,omitempty"`
	}

	// Voice is a recording; Waveform has samples of 0..255 for drawing it.
	Voice struct {
		File       string `json:"file"`
		Size       int64  `json:"size"`
		DurationMS int64  `json:"duration_ms"`
		Waveform   []int  `json:"waveform,omitempty"`
	}

	// Video is a film; Poster is the reference of a still picture.
	Video struct {
		File       string `json:"file"`
		Name       string `json:"name,omitempty"`
		Size       int64  `json:"size"`
		Width      int    `json:"width"`
		Height     int    `json:"height"`
		DurationMS int64  `json:"duration_ms"`
		Poster     string `json:"poster,omitempty"`
	}
)

// Card introduces a user, a group or a web page.
type Card struct {
	Kind string `json:"kind"`           // CardUser, CardGroup or CardLink
	ID   string `json:"id,omitempty"`   // user or group id in digits
	Name string `json:"name,omitempty"` // of the user or group, or the title of the page
	URL  string `json:"url,omitempty"`  // http or https
	Text string `json:"text,omitempty"` // description of the page
}

// Kinds of cards.
const (
	CardUser  = "user"
	CardGroup = "group"
	CardLink  = "link"
)

// Quote is one message of a merged forward. It says what its sender claims:
// whether From ever wrote it is for the rules of the messenger to check.
type Quote struct {
	From     string    `json:"from"` // user id in digits
	Name     string    `json:"name,omitempty"`
	TS       time.Time `json:"ts"` // UTC, milliseconds
	Segments []Segment `json:"segments"`
}

// System tells what happened in the conversation.
type System struct {
	Kind  string   `json:"kind"`
	By    *Person  `json:"by,omitempty"`    // who did it
	Users []Person `json:"users,omitempty"` // to whom
	Name  string   `json:"name,omitempty"`  // new name of the group; name of the picture
	File  string   `json:"file,omitempty"`  // picture_ready: the picture that can be loaded now
	Text  string   `json:"text,omitempty"`  // plain rendering, where the kind is not one of those below
}

// Person is a user as a system message names them.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Kinds of system segments that have a plain rendering of their own.
const (
	SystemJoined   = "joined"   // Users joined, or By added Users
	SystemLeft     = "left"     // Users left
	SystemRemoved  = "removed"  // By removed Users
	SystemRenamed  = "renamed"  // By gave the group the name Name
	SystemRecalled = "recalled" // By took a message back
	SystemEdited   = "edited"   // By changed a message; stands before its segments
	// SystemForwarded stands before the segments of a message that By wrote and
	// the sender has passed on.
	SystemForwarded = "forwarded"

	// SystemPictureReady is the confirmation that a PC sends when a picture of
	// one of its earlier messages is uploaded (File), or could not be (File
	// empty). See Body.Hidden.
	SystemPictureReady = "picture_ready"
)

// New returns the body of the given segments, with Text made from them.
// Segments that say nothing, such as empty text, are left out.
func New(segments ...Segment) Body {
	var b Body
	for _, s := range segments {
		if !s.empty() {
			b.Segments = append(b.Segments, s)
		}
	}
	b.Text = PlainText(b)
	return b
}

func (s Segment) empty() bool {
	return s.Text == "" && s.Face == nil && s.Mention == "" && s.Image == nil && s.File == nil && s.Voice == nil &&
		s.Video == nil && !s.Nudge && s.Card == nil && len(s.Forward) == 0 && s.System == nil
}

// NewText returns the body that says s.
func NewText(s string) Body { return New(Segment{Text: cleanText(s)}) }

// Hidden reports whether web clients are not to show the message. It is the
// upload confirmation of a PC: the picture is already in the message before
// it, under the same file reference, and the confirmation only says that
// loading it may succeed now. Or it tells old clients that an earlier message
// was edited or recalled, which web clients show in its place.
func (b Body) Hidden() bool {
	if len(b.Segments) != 1 || b.Segments[0].System == nil {
		return false
	}
	switch b.Segments[0].System.Kind {
	case SystemPictureReady, SystemEdited, SystemRecalled:
		return true
	}
	return false
}

// JSON returns the canonical encoding: the same body gives the same bytes.
func (b Body) JSON() []byte {
	type plain Body // without the methods, which would call back here
	if b.Segments == nil {
		b.Segments = []Segment{}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(plain(b)); err != nil {
		panic(fmt.Sprintf("content: encode body: %v", err)) // only a time beyond the year 9999, which decoding refuses
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// MarshalJSON returns the canonical encoding.
func (b Body) MarshalJSON() ([]byte, error) { return b.JSON(), nil }

// UnmarshalJSON reads a body that the server wrote, system segments included.
// What clients send goes through Parse.
func (b *Body) UnmarshalJSON(data []byte) error {
	body, err := decodeCanonical(data)
	if err != nil {
		return fmt.Errorf("message body: %w", err)
	}
	*b = body
	return nil
}
