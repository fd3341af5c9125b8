package content

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPlainName is the number of bytes of a file name towards PC. Windows gives
// a path 260 characters, of which the folder takes its part.
const maxPlainName = 120

// baseName returns the last part of a name that may be a path of a phone or of
// Windows: no directory of a sender concerns anybody. It has at most MaxName
// characters.
func baseName(name string) string {
	name = lineOf(name)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return cutUTF16(name, MaxName)
}

// plainName returns a name that PC can save a file under, in the folder meant
// for it: without path separators, without what Windows forbids, not too long.
// It is "" when nothing is left. A name that is fine stays as it is.
func plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name[strings.LastIndexAny(name, `/\`)+1:])
	if len(name) > maxPlainName {
		ext := path.Ext(name)
		if len(ext) > maxPlainName/2 {
			ext = ""
		}
		name = cutBytes(name, maxPlainName-len(ext)) + ext
	}
	if strings.Trim(name, ". ") == "" {
		return ""
	}
	return name
}

// cutBytes shortens s to at most high bytes, at a character boundary.
func cutBytes(s string, high int) string {
	if len(s) <= high {
		return s
	}
	for high > 0 && !utf8.RuneStart(s[high]) {
		high--
	}
	return s[:high]
}

// pictureExts are the picture formats PC is known to draw.
var pictureExts = []string{".jpg", ".jpeg", ".png", ".gif", ".bmp"}

// pictureName returns the name under which a PC is to save picture number n of
// message mid: plain, and not used before, because PC shows nothing at all when
// a picture of that name is cached (CLIENTS.md section 7).
func pictureName(ref, name string, mid int64, n int) string {
	ext := strings.ToLower(path.Ext(name))
	if !slices.Contains(pictureExts, ext) {
		ext = ".jpg"
	}
	if n == 0 {
		return fmt.Sprintf("%s-%d%s", ref, mid, ext)
	}
	return fmt.Sprintf("%s-%d-%d%s", ref, mid, n, ext)
}
