package content

import "unicode/utf8"

// Forwarded returns what b says as a message that from wrote and somebody else
// passes on. Who wrote it first stays named when it is passed on again, and
// mentions become text: they called others, in another place.
func Forwarded(b Body, from Person) Body {
	var segments []Segment
	if !b.IsForwarded() {
		segments = append(segments, Segment{System: &System{Kind: SystemForwarded, By: &from}})
	}
	for _, s := range b.Segments {
		if s.Mention != "" {
			s = Segment{Text: s.plain()}
		}
		segments = append(segments, s)
	}
	out := New(segments...)
	out.Font = b.Font
	return out
}

// IsForwarded reports whether the body is one that Forwarded or Merged made.
func (b Body) IsForwarded() bool {
	if len(b.Segments) == 0 {
		return false
	}
	first := b.Segments[0]
	return first.Forward != nil || first.System != nil && first.System.Kind == SystemForwarded
}

// Merged returns the body that holds quotes as one forward. An *Error says
// which limit of a body it breaks.
func Merged(quotes []Quote) (Body, error) {
	p := &parser{}
	p.merged(quotes)
	b := New(Segment{Forward: quotes})
	p.limit("text", utf8.RuneCountInString(b.Text), MaxText, "characters")
	if p.err == nil && len(b.JSON()) > MaxBody {
		p.limit("body", MaxBody+1, MaxBody, "bytes")
	}
	if p.err != nil {
		return Body{}, p.err
	}
	return b, nil
}

// merged holds quotes, and those within them, to the limits of what is sent.
func (p *parser) merged(quotes []Quote) {
	p.limit("messages", len(quotes), MaxQuotes, "messages")
	p.forwards++
	defer func() { p.forwards-- }()
	p.limit("messages", p.forwards, MaxForwards, "forwards in each other")
	for _, q := range quotes {
		p.segments += len(q.Segments)
		p.limit("messages", p.segments, MaxSegments, "segments")
		for _, s := range q.Segments {
			if s.Forward != nil && p.err == nil {
				p.merged(s.Forward)
			}
		}
	}
}
