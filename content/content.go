// Package content knows what is inside a message.
//
// A message body has one canonical form, [Body]: an ordered list of segments
// and their plain-text rendering. Web clients and integrations write it
// ([Parse], strict) and read it ([Body.JSON], deterministic). The old Windows
// and Android clients write JSON of their own, described in CLIENTS.md
// section 6, and not always valid JSON: [Repair] makes one valid object of
// what they send, and that object is stored as it came, so that nothing is
// lost in translation and rows of the original server need no rewrite.
// [Decode] turns either form into a Body and never fails; [ForPC] and
// [ForAndroid] turn either form into what an old client survives.
//
// Package content is pure: no clock, no database, no look-up of names. It
// promises bounded work: input beyond the documented sizes, depths and counts
// is refused before memory is taken for it.
package content

import "time"

// Format says how the stored bytes of a message are to be read.
type Format uint8

// The values are stored with each message and never change their meaning.
// Zero is what rows written by the original server have.
const (
	Legacy    Format = 0 // JSON of an old client, as Repair returned it or as the original stored it
	Canonical Format = 1 // what Body.JSON returned
)

// Limits of what clients may send. The lengths and counts do not apply to what
// comes from storage, so that lowering one hides no message.
const (
	// MaxText is the number of characters (code points) of Body.Text:
	// what was delivered to the Android client in one message (CLIENTS.md
	// section 6, "Message length").
	MaxText = 20_000

	// MaxBody is the number of bytes Parse looks at: MaxText characters
	// written as escaped surrogate pairs (12 bytes each), and segments.
	MaxBody = 256 << 10

	// MaxLegacy is the number of bytes of an old client's body, before and
	// after repair: MaxText characters written as \uxxxx (6 bytes each) and an
	// envelope. The largest text that compatibility is shown with has 60,044
	// bytes; PC stops its user at 1,800 characters, Android at 32 KB.
	MaxLegacy = 128 << 10

	// MaxDepth is how deep arrays and objects nest. A chat body of an old
	// client needs 4, a forward of forwards 17.
	MaxDepth = 32

	// MaxSegments is the number of segments of a body, quoted ones included.
	MaxSegments = 500

	// MaxQuotes is the number of messages in one forward segment, and
	// MaxForwards how deep forwards contain forwards.
	MaxQuotes   = 100
	MaxForwards = 3

	// MaxName is the number of characters of a name or title (a file name on
	// common file systems has at most 255 bytes or characters).
	MaxName = 255

	// MaxURL is the number of characters of a link: what browsers and proxies
	// are commonly held to.
	MaxURL = 2_000

	// MaxFileSize is the largest size in bytes that JavaScript counts exactly.
	MaxFileSize = 1<<53 - 1

	// MaxSide is the largest width or height in pixels: JPEG has 16 bits for it.
	MaxSide = 65_535

	// MaxDuration is the longest voice or video message in milliseconds: a day.
	MaxDuration = 24 * 60 * 60 * 1000

	// MaxWaveform is the number of samples (0..255) of a voice message's
	// outline, enough for a bar per pixel of its bubble; MaxSamples is their
	// number in a whole body.
	MaxWaveform = 256
	MaxSamples  = 32 * MaxWaveform

	// LastFace is the highest number of a built-in emoticon; the first is 0
	// (CLIENTS.md section 11).
	LastFace = 142
)

// Error says why a body was refused, in words meant for its sender.
type Error struct {
	Field    string // where, such as "segments[2].image.file"; "body" for the whole
	Reason   string // what is wrong there, such as "must be a string"
	TooLarge bool   // a limit of size was the reason
}

func (e *Error) Error() string { return e.Field + ": " + e.Reason }

// unixSeconds is t as the old clients take it: seconds that fit 32 bits
// without a sign, because PC ends when they do not (CLIENTS.md section 1, rule 7).
func unixSeconds(t time.Time) int64 {
	return min(max(t.Unix(), 0), 1<<32-1)
}
