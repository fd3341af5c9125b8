package content

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// PlainText renders a body as text: for previews, notifications and search,
// and for clients that cannot show a segment. Emoticons become their English
// names in brackets, as in "[smile]". A hidden body renders as "".
func PlainText(b Body) string {
	var out strings.Builder
	for _, s := range b.Segments {
		out.WriteString(s.plain())
	}
	return out.String()
}

// plain renders one segment.
func (s Segment) plain() string {
	switch {
	case s.Text != "":
		return s.Text
	case s.Face != nil:
		return "[" + FaceName(*s.Face) + "]"
	case s.Mention == MentionAll:
		return "@all"
	case s.Mention != "":
		return "@" + cmp.Or(s.Name, s.Mention)
	case s.Image != nil:
		return "[picture]"
	case s.File != nil:
		return labelled("file", s.File.Name)
	case s.Voice != nil:
		return fmt.Sprintf("[voice %s]", clock(s.Voice.DurationMS))
	case s.Video != nil:
		return fmt.Sprintf("[video %s]", clock(s.Video.DurationMS))
	case s.Nudge:
		return "[shake]"
	case s.Card != nil:
		return s.Card.plain()
	case s.Forward != nil:
		return quotesText(s.Forward)
	case s.System != nil:
		return s.System.plain()
	}
	return ""
}

func labelled(label, rest string) string {
	if rest == "" {
		return "[" + label + "]"
	}
	return "[" + label + "] " + rest
}

// clock renders milliseconds as minutes and seconds, "0:07", or with hours, "1:02:03".
func clock(ms int64) string {
	d := (time.Duration(ms) * time.Millisecond).Round(time.Second)
	h, m, s := d/time.Hour, d/time.Minute%60, d/time.Second%60
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

func (c *Card) plain() string {
	switch c.Kind {
	case CardUser:
		return labelled("contact", c.Name)
	case CardGroup:
		return labelled("group", c.Name)
	}
	if c.Name == "" {
		return labelled("link", c.URL)
	}
	return labelled("link", c.Name+" "+c.URL)
}

// quotesText puts each quoted message on a line of its own.
func quotesText(quotes []Quote) string {
	lines := []string{"[forwarded]"}
	for _, q := range quotes {
		lines = append(lines, cmp.Or(q.Name, q.From)+": "+PlainText(Body{Segments: q.Segments}))
	}
	return strings.Join(lines, "\n")
}

func (s *System) plain() string {
	users := names(s.Users)
	switch {
	case s.Text != "":
		return s.Text
	case s.Kind == SystemPictureReady:
		return ""
	case s.Kind == SystemJoined && s.By == nil:
		return users + " joined"
	case s.Kind == SystemJoined:
		return s.By.label() + " added " + users
	case s.Kind == SystemLeft:
		return users + " left"
	case s.Kind == SystemRemoved && s.By != nil:
		return s.By.label() + " removed " + users
	case s.Kind == SystemRenamed && s.By != nil:
		return s.By.label() + " renamed the group to " + s.Name
	case s.Kind == SystemRecalled && s.By != nil:
		return s.By.label() + " recalled a message"
	case s.Kind == SystemForwarded && s.By != nil:
		return "[forwarded from " + s.By.label() + "] "
	case s.Kind == SystemEdited:
		return "[edited] "
	}
	return "[" + s.Kind + "]"
}

func (p Person) label() string { return cmp.Or(p.Name, p.ID) }

func names(people []Person) string {
	var all []string
	for _, p := range people {
		all = append(all, p.label())
	}
	return strings.Join(all, ", ")
}
