package content

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Repair makes one valid JSON object, in valid UTF-8, of what an old client
// sent as the body of a message (CLIENTS.md section 6, "Input is dirty"). Raw
// control characters in strings are escaped; comments, and text after the
// object, are dropped; bad UTF-8 and half surrogate pairs become U+FFFD. An
// Android client escapes nothing, so what the user typed may break its JSON or
// change its meaning: the shape is fixed, and the text is taken from between
// its ends.
//
// Input that needs no repair is returned as it is, the same slice. The error
// is an *Error; the original ignores such messages.
func Repair(data []byte, fromAndroid bool) ([]byte, error) {
	if len(data) > MaxLegacy {
		return nil, tooLong()
	}
	root, s, err := scan(data)
	// What the user typed may also end the object early, or look like more
	// members of the item: that parses, but is not what was meant.
	if fromAndroid && (err != nil || s.trailing || !singleKeys(root)) {
		if recovered, ok := recoverText(data); ok {
			root, s.dirty, err = recovered, true, nil
		}
	}
	if err == nil && root.kind != object {
		err = fmt.Errorf("must be an object, is %s", root.kind)
	}
	if err != nil {
		return nil, &Error{Field: "body", Reason: err.Error()}
	}
	if !s.dirty {
		return data, nil
	}
	out := appendPlain(nil, root)
	if len(out) > MaxLegacy {
		return nil, tooLong()
	}
	return out, nil
}

func tooLong() error {
	return &Error{Field: "body", Reason: fmt.Sprintf("is larger than %d bytes", MaxLegacy), TooLarge: true}
}

// singleKeys reports whether each content item has exactly one member, as
// everything has that the clients write.
func singleKeys(root value) bool {
	content, _ := root.get("content")
	for _, e := range content.items {
		if len(e.members) != 1 {
			return false
		}
	}
	return true
}

// recoverText reads a body whose last content item is text with unescaped
// quotes or backslashes: everything between the first `"msgText":"` and the
// last `"}]}` is the text, literally.
func recoverText(data []byte) (value, bool) {
	before, rest, ok := bytes.Cut(data, []byte(`"msgText":"`))
	end := bytes.LastIndex(rest, []byte(`"}]}`))
	if !ok || end < 0 {
		return value{}, false
	}
	frame := append(bytes.Clone(before), `"msgText":""}]}`...)
	root, s, err := scan(frame)
	content, _ := root.get("content")
	if err != nil || s.trailing || len(content.items) == 0 {
		return value{}, false
	}
	typed := strings.ToValidUTF8(string(rest[:end]), string(utf8.RuneError))
	content.items[len(content.items)-1] = item("msgText", str(typed))
	return root, true
}

// readLegacy reads the stored body of an old client. Rows of the original
// server may be damaged: it lost the backslashes that escape quotes (WIRE.md
// 13.14), which is what Android sends in the first place.
func readLegacy(data []byte) (value, error) {
	root, _, err := scan(data)
	if err != nil {
		if recovered, ok := recoverText(data); ok {
			return recovered, nil
		}
		return value{}, err
	}
	if root.kind != object {
		return value{}, fmt.Errorf("must be an object, is %s", root.kind)
	}
	return root, nil
}
