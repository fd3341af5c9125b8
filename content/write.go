package content

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// appendPlain appends v as compact JSON that keeps order, number literals and
// raw UTF-8.
func appendPlain(dst []byte, v value) []byte { return appendValue(dst, v, false) }

// appendRelayed appends v as the original server would (WIRE.md section 7,
// style 2): no white space, keys sorted bytewise, non-ASCII escaped.
func appendRelayed(dst []byte, v value) []byte { return appendValue(dst, v, true) }

func appendValue(dst []byte, v value, relayed bool) []byte {
	switch v.kind {
	case number:
		if relayed {
			return append(dst, relayedNumber(v.str)...)
		}
		return append(dst, v.str...)
	case boolean:
		return append(dst, v.str...)
	case text:
		return appendString(dst, v.str, relayed)
	case array:
		dst = append(dst, '[')
		for i, e := range v.items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendValue(dst, e, relayed)
		}
		return append(dst, ']')
	case object:
		members := v.members
		if relayed {
			members = sortedMembers(members)
		}
		dst = append(dst, '{')
		for i, m := range members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, m.key, relayed)
			dst = append(dst, ':')
			dst = appendValue(dst, m.val, relayed)
		}
		return append(dst, '}')
	}
	return append(dst, "null"...)
}

// sortedMembers returns the members in the order of their keys, of a repeated
// key the last one.
func sortedMembers(members []member) []member {
	sorted := slices.Clone(members)
	slices.Reverse(sorted)
	slices.SortStableFunc(sorted, func(a, b member) int { return cmp.Compare(a.key, b.key) })
	return slices.CompactFunc(sorted, func(a, b member) bool { return a.key == b.key })
}

// relayedNumber returns a number as the original writes it: 64-bit integers
// unchanged, others with 17 significant digits and a decimal point or exponent.
func relayedNumber(lit string) string {
	if n, err := strconv.ParseInt(lit, 10, 64); err == nil {
		return strconv.FormatInt(n, 10)
	}
	if n, err := strconv.ParseUint(lit, 10, 64); err == nil {
		return strconv.FormatUint(n, 10)
	}
	f, _ := strconv.ParseFloat(lit, 64) // the scanner has seen to the range
	out := strconv.FormatFloat(f, 'g', 17, 64)
	if !strings.ContainsAny(out, ".e") {
		out += ".0"
	}
	return out
}

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string, with non-ASCII characters as
// \uxxxx when ascii is set.
func appendString(dst []byte, s string, ascii bool) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		dst = appendRune(dst, r, ascii)
	}
	return append(dst, '"')
}

func appendRune(dst []byte, r rune, ascii bool) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	switch {
	case r < 0x20:
		return appendEscape(dst, r)
	case r < utf8.RuneSelf || !ascii:
		return utf8.AppendRune(dst, r)
	case r > 0xffff:
		high, low := utf16.EncodeRune(r)
		return appendEscape(appendEscape(dst, high), low)
	}
	return appendEscape(dst, r)
}

func appendEscape(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}
