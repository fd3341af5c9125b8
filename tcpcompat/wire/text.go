package wire

import (
	"math"
	"unicode/utf16"
	"unicode/utf8"
)

// NoLimit is for [FitUTF8] where a field has only one of the two limits.
const NoLimit = math.MaxInt

// FitUTF8 returns the longest beginning of s that ends between two characters and
// has at most maxBytes bytes of UTF-8 and maxUTF16 UTF-16 units. The Windows client
// copies each field into a fixed buffer and ends when a text is longer; CLIENTS.md
// section 8 has the sizes. A limit of 0 or less leaves nothing.
func FitUTF8(s string, maxBytes, maxUTF16 int) string {
	units := 0
	for i, char := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		units += utf16.RuneLen(char)
		if size > maxBytes-i || units > maxUTF16 {
			return s[:i]
		}
	}
	return s
}
