package content

import (
	"math"
	"strings"
	"time"
)

// Relay returns the body of an old client as the original server relays it
// (WIRE.md section 7, style 2): the object with its top-level "time" set to at
// in seconds, byte for byte.
func Relay(data []byte, at time.Time) ([]byte, error) {
	root, err := readLegacy(data)
	if err != nil {
		return nil, &Error{Field: "body", Reason: err.Error()}
	}
	return relay(root, at), nil
}

func relay(root value, at time.Time) []byte {
	return appendRelayed(nil, root.with("time", num(unixSeconds(at))))
}

// ForPC returns the data of command 1100 for a PC session.
//
// A legacy body goes out as Relay writes it, unknown keys included, except for
// what would end the PC's process, lead it out of its folders or hide a
// picture: content items that are no objects, members of another type than PC
// reads them as (it does not catch what its JSON library throws), sizes beyond
// 32 bits, names that are paths, names of pictures from phones. Missing members
// read as zero there and stay missing. Content in the string form of newer
// mobile clients passes: PC looks into arrays only.
//
// A canonical body becomes text, emoticons, pictures and files; everything
// else becomes readable text such as "[voice 0:07]". mid is the id of the
// message, which makes the names of its pictures unique.
func ForPC(f Format, data []byte, at time.Time, mid int64) []byte {
	pc := pcWriter{mid: mid}
	if f == Legacy {
		if root, err := readLegacy(data); err == nil {
			return relay(pc.legacy(root), at)
		}
	}
	return relay(pc.body(Decode(f, data)), at)
}

// pcWriter makes one message for a PC.
type pcWriter struct {
	mid      int64
	pictures int // named so far
}

// legacy returns root in a form that a PC can read.
func (w *pcWriter) legacy(root value) value {
	for _, key := range []string{"msgType", "clientType"} {
		if v, ok := root.get(key); ok && !isInt32(v) {
			root = root.with(key, num(typeText)) // 1 is PC as a clientType, too
		}
	}
	if font, ok := root.get("font"); ok && !isPCFont(font) {
		root = root.without("font")
		if f := legacyFont(font); f != nil {
			root = root.with("font", pcFont(f))
		}
	}
	content, ok := root.get("content")
	switch {
	case !ok || content.kind == text:
		return root
	case content.kind == object:
		content = arr(content)
	}
	items := []value{}
	msgType, _ := root.get("msgType")
	fromPhone := msgType.clamped(typePicture+1) == typePicture
	for _, e := range content.items {
		items = append(items, w.legacyItem(e, fromPhone))
	}
	return root.with("content", arr(items...))
}

// legacyItem returns an item that a PC can read, the same one if possible.
func (w *pcWriter) legacyItem(e value, fromPhone bool) value {
	if e.kind != object {
		return item("msgText", str(e.str))
	}
	key, v := itemOf(e)
	switch key {
	case "msgText":
		if v.kind != text {
			return item(key, str(v.str))
		}
	case "faceID":
		if !isInt32(v) {
			return item("msgText", str(faceText(v)))
		}
	case "shake", "remotedesktop":
		if !isInt32(v) {
			return item(key, num(1))
		}
	case "pic":
		return w.legacyPicture(e, v, fromPhone)
	case "file":
		return legacyFileItem(e, v)
	}
	return e
}

// legacyPicture sees to [name, server name, size, width, height]. The names of
// a placeholder and its confirmation stay equal: one is made of the other.
func (w *pcWriter) legacyPicture(e, v value, fromPhone bool) value {
	if v.at(0).kind != text || v.at(1).kind != text {
		return item("msgText", str("[picture]"))
	}
	name, server := v.at(0).str, v.at(1).str
	switch plain := plainName(name); {
	case fromPhone:
		ref, ok := legacyRef(server)
		if !ok {
			ref = "picture"
		}
		name = pictureName(ref, name, w.mid, w.pictures)
		w.pictures++
	case plain == "":
		return item("msgText", str("[picture]"))
	default:
		name = plain
	}
	if name == v.at(0).str && len(v.items) >= 5 && isUint32(v.at(2)) && isUint32(v.at(3)) && isUint32(v.at(4)) {
		return e
	}
	return picItem(name, server, v.at(2).clamped(math.MaxUint32), v.at(3).clamped(MaxSide), v.at(4).clamped(MaxSide))
}

// legacyFileItem sees to [file name, server name, size, online].
func legacyFileItem(e, v value) value {
	name := plainName(v.at(0).str)
	if v.at(0).kind != text || v.at(1).kind != text || name == "" || v.at(2).within(math.MaxUint32+1, math.MaxFloat64) {
		return item("msgText", str(labelled("file", baseName(v.at(0).str))))
	}
	if name == v.at(0).str && len(v.items) >= 4 && isUint32(v.at(2)) && isUint32(v.at(3)) {
		return e
	}
	return fileItem(name, v.at(1).str, v.at(2).clamped(math.MaxUint32))
}

// body returns the message for a canonical body.
func (w *pcWriter) body(b Body) value {
	items := []value{}
	plain := "" // text not yet in items
	flush := func() {
		if plain != "" {
			// PC breaks lines at a bare CR.
			items = append(items, item("msgText", str(strings.ReplaceAll(plain, "\n", "\r"))))
			plain = ""
		}
	}
	for _, s := range b.Segments {
		if e, ok := w.item(s); ok {
			flush()
			items = append(items, e)
		} else {
			plain += s.plain()
		}
	}
	flush()
	msgType := int64(typeText)
	if w.pictures > 0 {
		msgType = typePicture
	}
	root := obj(member{"msgType", num(msgType)}, member{"clientType", num(clientPC)}, member{"content", arr(items...)})
	if b.Font != nil {
		root = root.with("font", pcFont(b.Font))
	}
	return root
}

// item returns the content item for a segment, false when it has to be text.
func (w *pcWriter) item(s Segment) (value, bool) {
	switch {
	case s.Face != nil:
		return item("faceID", num(int64(*s.Face))), pcDraws(*s.Face)
	case s.Nudge:
		return item("shake", num(1)), true
	case s.Image != nil:
		i := s.Image
		if i.Size > math.MaxUint32 {
			return value{}, false
		}
		name := pictureName(i.File, i.Name, w.mid, w.pictures)
		w.pictures++
		return picItem(name, i.File, i.Size, int64(i.Width), int64(i.Height)), true
	case s.File != nil:
		// PC ignores a file of size 0 or without a name.
		name := plainName(s.File.Name)
		if name == "" || s.File.Size <= 0 || s.File.Size > math.MaxUint32 {
			return value{}, false
		}
		return fileItem(name, s.File.File, s.File.Size), true
	}
	return value{}, false
}

func picItem(name, server string, size, width, height int64) value {
	return item("pic", arr(str(name), str(server), num(size), num(width), num(height)))
}

// fileItem makes the item of a file that is stored on the file server (online 0).
func fileItem(name, server string, size int64) value {
	return item("file", arr(str(name), str(server), num(size), num(0)))
}

// pcDraws reports whether PC draws an emoticon with its own picture
// (CLIENTS.md section 11, "PC quirks").
func pcDraws(face int) bool {
	switch face {
	case 93, 94, 96, 97:
		return false
	}
	return true
}

func isInt32(v value) bool  { return v.within(math.MinInt32, math.MaxInt32) }
func isUint32(v value) bool { return v.within(0, math.MaxUint32) }
