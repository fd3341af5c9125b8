package content

import (
	"fmt"
	"strconv"
	"unicode/utf16"
)

// Font is how a sender wants the text of a message shown. It comes from the
// PC client and is kept for all of them.
type Font struct {
	Family    string `json:"family,omitempty"` // at most MaxFontFamily UTF-16 units
	Size      int    `json:"size,omitempty"`   // points, 1..MaxFontSize; 0 = unsaid
	Color     string `json:"color,omitempty"`  // "#rrggbb" in lower case
	Bold      bool   `json:"bold,omitempty"`
	Italic    bool   `json:"italic,omitempty"`
	Underline bool   `json:"underline,omitempty"`
}

const (
	// MaxFontFamily is what Windows has room for in a font's description
	// (LF_FACESIZE, 32 with the terminator).
	MaxFontFamily = 31

	// MaxFontSize is the largest size in points of common font dialogs.
	MaxFontSize = 72

	// defaultFontSize is what PC uses when nothing else was chosen.
	defaultFontSize = 12
)

func (p *parser) font(o value, at string) *Font {
	flag := func(key string) bool {
		v, _ := p.member(o, at, key, boolean)
		return v.str == "true"
	}
	f := &Font{Family: p.line(o, at, "family", MaxFontFamily), Size: int(p.integer(o, at, "size", MaxFontSize)),
		Color: p.line(o, at, "color", len("#rrggbb")), Bold: flag("bold"), Italic: flag("italic"), Underline: flag("underline")}
	p.limit(at+".family", utf16Len(f.Family), MaxFontFamily, "characters")
	if rgb, ok := parseColor(f.Color); ok {
		f.Color = formatColor(rgb)
	} else if f.Color != "" {
		p.fail(at+".color", "must be of the form #rrggbb")
	}
	return f
}

// legacyFont reads [family, size, colour, bold, italic, underline] as far as it
// makes sense (CLIENTS.md section 6); nil when there is no such array.
func legacyFont(v value) *Font {
	if v.kind != array || len(v.items) == 0 {
		return nil
	}
	f := &Font{Size: int(v.at(1).clamped(MaxFontSize)), Color: formatColor(uint32(v.at(2).clamped(0xffffff))),
		Bold: v.at(3).clamped(1) == 1, Italic: v.at(4).clamped(1) == 1, Underline: v.at(5).clamped(1) == 1}
	if v.at(0).kind == text {
		f.Family = cutUTF16(lineOf(v.at(0).str), MaxFontFamily)
	}
	return f
}

// pcFont writes the array for a PC.
func pcFont(f *Font) value {
	flag := func(set bool) value {
		if set {
			return num(1)
		}
		return num(0)
	}
	rgb, _ := parseColor(f.Color) // black when unsaid
	size := f.Size
	if size == 0 {
		size = defaultFontSize
	}
	return arr(str(cutUTF16(f.Family, MaxFontFamily)), num(int64(size)), num(int64(rgb)), flag(f.Bold), flag(f.Italic), flag(f.Underline))
}

// isPCFont reports whether a PC can read the array: all of its elements
// convert, and the name fits.
func isPCFont(v value) bool {
	if v.kind != array || len(v.items) < 6 || v.at(0).kind != text || utf16Len(v.at(0).str) > MaxFontFamily {
		return false
	}
	for _, e := range v.items[1:6] {
		if !e.within(0, 1<<31-1) {
			return false
		}
	}
	return true
}

// formatColor turns a Windows COLORREF, red + 256*green + 65536*blue, into "#rrggbb".
func formatColor(rgb uint32) string {
	return fmt.Sprintf("#%02x%02x%02x", rgb&0xff, rgb>>8&0xff, rgb>>16&0xff)
}

// parseColor is the reverse of formatColor.
func parseColor(s string) (uint32, bool) {
	if len(s) != len("#rrggbb") || s[0] != '#' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return 0, false
	}
	return uint32(n>>16&0xff | n&0xff00 | n&0xff<<16), true
}

// utf16Len counts as Windows does.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// cutUTF16 shortens s to at most high UTF-16 units, at a character boundary.
func cutUTF16(s string, high int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > high {
			return s[:i]
		}
	}
	return s
}
