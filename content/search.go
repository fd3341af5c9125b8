package content

import (
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text is made searchable the same way for every database: the words of
// alphabets as they are, without case and accents, and of Chinese, Japanese
// and Korean, which has no spaces, every two neighbouring characters. Indexes
// of three characters, and MariaDB's, find no Chinese word of two.
//
// A token is ASCII, at least three characters long and never a stop word of
// MySQL, so that both databases index it with their stock settings:
//
//	zzhello        the word hello
//	zx043f0440     a word in another alphabet, each letter in hex: its
//	               beginning is the beginning of the token too
//	u706b661f      two neighbouring characters; the last of a run also alone

// Bounds of search, in characters and tokens.
const (
	// MaxQuery is far beyond what a person types, and keeps phrases short.
	MaxQuery = 100

	maxWord   = 32     // of a word, in letters: the rest says nothing to a search
	maxTokens = 20_000 // of one message: as many as MaxText has characters
)

// Kind is a kind of content that a search can be narrowed to.
type Kind string

// Kinds.
const (
	KindText  Kind = "text"
	KindImage Kind = "image"
	KindFile  Kind = "file"
	KindVoice Kind = "voice"
	KindVideo Kind = "video"
	KindLink  Kind = "link"
)

// Kinds returns every kind.
func Kinds() []Kind {
	return []Kind{KindText, KindImage, KindFile, KindVoice, KindVideo, KindLink}
}

// Kinds returns the kinds of what is in a body, forwarded messages aside.
func (b Body) Kinds() []Kind {
	var kinds []Kind
	for _, s := range b.Segments {
		switch {
		case s.Text != "" && (strings.Contains(s.Text, "http://") || strings.Contains(s.Text, "https://")):
			kinds = append(kinds, KindText, KindLink)
		case s.Text != "":
			kinds = append(kinds, KindText)
		case s.Image != nil:
			kinds = append(kinds, KindImage)
		case s.File != nil:
			kinds = append(kinds, KindFile)
		case s.Voice != nil:
			kinds = append(kinds, KindVoice)
		case s.Video != nil:
			kinds = append(kinds, KindVideo)
		case s.Card != nil && s.Card.Kind == CardLink:
			kinds = append(kinds, KindLink)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// SearchText returns what a search of a body looks at: its text, and the names
// of pictures and films, which the plain rendering leaves out.
func SearchText(b Body) string {
	if b.Hidden() {
		return ""
	}
	out := []string{PlainText(b)}
	for _, s := range b.Segments {
		switch {
		case s.Image != nil && s.Image.Name != "":
			out = append(out, s.Image.Name)
		case s.Video != nil && s.Video.Name != "":
			out = append(out, s.Video.Name)
		}
	}
	return strings.Join(out, "\n")
}

// SearchTokens returns the tokens of a text, in order, for the index.
func SearchTokens(text string) []string {
	var tokens []string
	for _, r := range runs(text) {
		room := maxTokens - len(tokens)
		if room <= 0 {
			break
		}
		if !r.dense {
			tokens = append(tokens, wordToken(r.runes))
			continue
		}
		for i := range min(len(r.runes), room) {
			tokens = append(tokens, denseToken(r.runes[i:min(i+2, len(r.runes))]))
		}
	}
	return tokens
}

// SearchTerm is a part of a query: tokens that follow each other, the last of
// which may go on when Prefix is set. A message has to hold every term.
type SearchTerm struct {
	Tokens []string
	Prefix bool
}

// ParseQuery reads what a person typed. No term means that there is nothing in
// it to search for.
func ParseQuery(query string) []SearchTerm {
	var terms []SearchTerm
	for _, r := range runs(query) {
		switch {
		case !r.dense:
			terms = append(terms, SearchTerm{Tokens: []string{wordToken(r.runes)}, Prefix: true})
		case len(r.runes) == 1: // the first of two, or the last of a run
			terms = append(terms, SearchTerm{Tokens: []string{denseToken(r.runes)}, Prefix: true})
		default:
			t := SearchTerm{}
			for i := range len(r.runes) - 1 {
				t.Tokens = append(t.Tokens, denseToken(r.runes[i:i+2]))
			}
			terms = append(terms, t)
		}
	}
	return terms
}

// Piece is a part of a text that a search found, and whether it is what was
// looked for.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// snippetLead is how many characters stand before the first hit.
const snippetLead = 30

// Highlight cuts at most limit characters out of text, from shortly before the
// first place that query names, and marks all such places in it.
func Highlight(text, query string, limit int) []Piece {
	var wanted [][]rune
	for _, r := range runs(query) {
		wanted = append(wanted, r.runes)
	}
	plain := []rune(text)
	folded, origin := fold(plain)
	hit := make([]bool, len(plain))
	first := -1
	for i := range folded {
		for _, w := range wanted {
			if !slices.Equal(folded[i:min(i+len(w), len(folded))], w) ||
				!dense(w[0]) && i > 0 && wordRune(folded[i-1]) && !dense(folded[i-1]) { // within a word
				continue
			}
			for j := origin[i]; j <= origin[i+len(w)-1]; j++ {
				hit[j] = true
			}
			if first < 0 {
				first = origin[i]
			}
		}
	}
	from := max(0, first-snippetLead)
	to := min(len(plain), from+limit)
	from = max(0, min(from, to-limit))
	var pieces []Piece
	for i := from; i < to; {
		j := i + 1
		for j < to && hit[j] == hit[i] {
			j++
		}
		pieces = append(pieces, Piece{string(plain[i:j]), hit[i]})
		i = j
	}
	return pieces
}

// run is a piece of text without a gap, folded: a word, or characters of a
// script without spaces.
type run struct {
	runes []rune
	dense bool
}

func runs(text string) []run {
	folded, _ := fold([]rune(text))
	var list []run
	for i := 0; i < len(folded); {
		if !wordRune(folded[i]) {
			i++
			continue
		}
		j := i
		d := dense(folded[i])
		for j < len(folded) && wordRune(folded[j]) && dense(folded[j]) == d {
			j++
		}
		list = append(list, run{folded[i:j], d})
		i = j
	}
	return list
}

// fold removes case, accents and compatibility forms, such as full-width
// letters. origin[i] is where folded[i] comes from.
func fold(text []rune) (folded []rune, origin []int) {
	folded, origin = make([]rune, 0, len(text)), make([]int, 0, len(text))
	for i, r := range text {
		if r < 0x80 || r >= 0x4E00 && r <= 0x9FFF { // ASCII, and the Han characters that have one form only
			folded, origin = append(folded, unicode.ToLower(r)), append(origin, i)
			continue
		}
		for _, f := range norm.NFKD.String(string(r)) {
			if !unicode.Is(unicode.Mn, f) {
				folded, origin = append(folded, unicode.ToLower(f)), append(origin, i)
			}
		}
	}
	return folded, origin
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// dense reports whether r is of a script that puts no spaces between words.
func dense(r rune) bool {
	if r < 0x0E00 { // before the first of them, Thai
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer)
}

func wordToken(word []rune) string {
	word = word[:min(len(word), maxWord)]
	if !slices.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }) {
		return "zz" + string(word)
	}
	b := append(make([]byte, 0, 2+5*len(word)), "zx"...)
	for _, r := range word {
		b = appendHex(b, r, 4)
	}
	return string(b)
}

func denseToken(pair []rune) string {
	b := append(make([]byte, 0, 1+5*len(pair)), 'u')
	for _, r := range pair {
		b = appendHex(b, r, 5)
	}
	return string(b)
}

// appendHex appends r in at least so many digits. Messages in Chinese are mostly
// this: package fmt would take as long as all else that is done for one.
func appendHex(b []byte, r rune, digits int) []byte {
	for n := digits; n < 5; n++ {
		if r>>(4*n) != 0 {
			digits = n + 1
		}
	}
	for n := digits - 1; n >= 0; n-- {
		b = append(b, "0123456789abcdef"[r>>(4*n)&0xf])
	}
	return b
}

// MarkToken returns a token that stands for a property of a message rather
// than for its text, such as its sender. Texts have no token like it.
func MarkToken(kind byte, value string) string {
	return "q" + string(kind) + hex.EncodeToString([]byte(value))
}
