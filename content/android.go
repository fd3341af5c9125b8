package content

import (
	"math"
	"strings"
	"time"
)

// ellipsis ends a text that had to be cut.
const ellipsis = "…"

// ForAndroid returns the data of command 1100 for an Android session, in at
// most maxBytes bytes (the client disconnects when the whole frame has more
// than 65,534; CLIENTS.md section 1, rule 3).
//
// The client shows text and emoticons only, and ends on an emoticon outside
// 0..142, so everything else becomes text, "[picture]" for one. Text that is
// too long is cut at a character and ends in "…". deliver is false when there
// is nothing to show: picture confirmations, bodies without known items, or a
// maxBytes that leaves no room. The id of the message is not needed here.
func ForAndroid(f Format, data []byte, at time.Time, _ int64, maxBytes int) (out []byte, deliver bool) {
	body, clientType := Decode(f, data), int64(clientPC)
	if f == Legacy {
		if root, err := readLegacy(data); err == nil {
			body, clientType = legacyBody(root), clientTypeOf(root)
		}
	}
	pieces := androidPieces(body)
	if len(pieces) == 0 {
		return nil, false
	}
	frame := func(pieces []piece) value {
		items := []value{}
		for _, p := range pieces {
			items = append(items, p.item())
		}
		return obj(member{"clientType", num(clientType)}, member{"content", arr(items...)},
			member{"msgType", num(typeText)}, member{"time", num(unixSeconds(at))})
	}
	// As the original writes it if possible; raw UTF-8 takes half the room.
	if out = appendRelayed(nil, frame(pieces)); len(out) <= maxBytes {
		return out, true
	}
	if out = appendPlain(nil, frame(pieces)); len(out) <= maxBytes {
		return out, true
	}
	pieces = fit(pieces, maxBytes-len(appendPlain(nil, frame(nil))))
	if len(pieces) == 0 {
		return nil, false
	}
	return appendPlain(nil, frame(pieces)), true
}

// clientTypeOf returns who wrote a legacy body, as far as it says so.
func clientTypeOf(root value) int64 {
	if v, _ := root.get("clientType"); isInt32(v) {
		return v.clamped(math.MaxInt32)
	}
	return clientPC
}

// piece is a content item that Android shows.
type piece struct {
	text string
	face int // when text is empty
}

func (p piece) item() value {
	if p.text != "" {
		return item("msgText", str(p.text))
	}
	return item("faceID", num(int64(p.face)))
}

// size is what the piece takes in a frame with raw UTF-8, a comma included.
func (p piece) size() int { return len(appendPlain(nil, p.item())) + 1 }

// androidPieces returns a body as text and emoticons, adjacent text joined.
func androidPieces(b Body) []piece {
	var pieces []piece
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			pieces = append(pieces, piece{text: plain.String()})
			plain.Reset()
		}
	}
	for _, s := range b.Segments {
		if s.Face != nil && *s.Face >= 0 && *s.Face <= LastFace {
			flush()
			pieces = append(pieces, piece{face: *s.Face})
			continue
		}
		plain.WriteString(s.plain())
	}
	flush()
	return pieces
}

// fit returns as many pieces as take at most room bytes, the mark of the cut
// included.
func fit(pieces []piece, room int) []piece {
	room -= piece{text: ellipsis}.size()
	if room < 0 {
		return nil
	}
	for i, p := range pieces {
		if size := p.size(); size <= room {
			room -= size
			continue
		}
		last := ellipsis
		if p.text != "" {
			last = cutJSON(p.text, room) + ellipsis
		}
		return append(pieces[:i:i], piece{text: last})
	}
	return pieces
}

// cutJSON shortens s at a character boundary, so that it takes at most room
// bytes as contents of a JSON string.
func cutJSON(s string, room int) string {
	var buf []byte
	for i, r := range s {
		buf = appendRune(buf[:0], r, false)
		if room -= len(buf); room < 0 {
			return s[:i]
		}
	}
	return s
}
