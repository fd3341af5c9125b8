package content

// Files returns the references to stored content in a body, each once, in the
// order they stand there: those of forwarded messages too.
func Files(b Body) []string {
	var list []string
	seen := map[string]bool{}
	add := func(refs ...string) {
		for _, r := range refs {
			if r != "" && !seen[r] {
				seen[r] = true
				list = append(list, r)
			}
		}
	}
	addFiles(b.Segments, add)
	return list
}

func addFiles(segments []Segment, add func(...string)) {
	for _, s := range segments {
		switch {
		case s.Image != nil:
			add(s.Image.File, s.Image.Thumb)
		case s.File != nil:
			add(s.File.File)
		case s.Voice != nil:
			add(s.Voice.File)
		case s.Video != nil:
			add(s.Video.File, s.Video.Poster)
		case s.System != nil:
			add(s.System.File)
		}
		for _, q := range s.Forward {
			addFiles(q.Segments, add)
		}
	}
}
