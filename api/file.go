package api

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// POST /files?name=
func (a *API) uploadFile(c *fiber.Ctx) error {
	body, done, err := a.body(c)
	if err != nil {
		return err
	}
	defer done()
	f, err := a.chat.StoreFile(c.UserContext(), actor(c), c.Query("name"), body.Len(), body)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.FromFile(f))
}

// POST /files/instant
func (a *API) claimFile(c *fiber.Ctx) error {
	var req apitype.ClaimRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	if req.Challenge == "" {
		challenge, err := a.chat.ChallengeFile(actor(c), req.MD5, req.Size)
		if err != nil {
			return err
		}
		return c.JSON(apitype.FromChallenge(challenge))
	}
	proof, err := hex.DecodeString(req.Proof)
	if err != nil {
		return chat.Invalid("proof", "is not in hex digits")
	}
	f, err := a.chat.ClaimFile(c.UserContext(), actor(c), req.Name, req.MD5, req.Size, req.Challenge, proof)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(apitype.FromFile(f))
}

// POST /files/{file}/link
func (a *API) linkFile(c *fiber.Ctx) error {
	l, err := a.chat.LinkFile(c.UserContext(), actor(c), c.Params("file"))
	if err != nil {
		return err
	}
	query := url.Values{"session": {l.Session}, "expires": {strconv.FormatInt(l.Expires.Unix(), 10)}, "signature": {l.Signature}}
	return c.JSON(apitype.FileLink{URL: Prefix + "/files/" + l.File + "?" + query.Encode(), Expires: apitype.Time(l.Expires)})
}

// reader returns who reads a file: by a link, or by a token as everywhere.
func (a *API) reader(c *fiber.Ctx) (chat.Actor, error) {
	signature := c.Query("signature")
	if signature == "" {
		who, err := a.identify(c)
		if err == nil {
			err = who.Allow(chat.ScopeRead)
		}
		return who, err
	}
	seconds, err := strconv.ParseInt(c.Query("expires"), 10, 64)
	if err != nil {
		return chat.Actor{}, chat.Invalid("expires", "is not a number of seconds")
	}
	return a.chat.FollowLink(c.UserContext(), chat.FileLink{File: c.Params("file"), Session: c.Query("session"),
		Expires: time.Unix(seconds, 0), Signature: signature})
}

// sandbox keeps whatever a file turns out to be from doing anything in our name.
const sandbox = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// revalidate lets a browser keep a file, and makes it ask before it shows it:
// who may no longer read it is refused.
const revalidate = "private, no-cache"

// GET, HEAD /files/{file}
func (a *API) file(c *fiber.Ctx) error {
	who, err := a.reader(c)
	if err != nil {
		return err
	}
	blob, f, err := a.chat.OpenFile(c.UserContext(), who, c.Params("file"))
	if err != nil {
		return err
	}
	d := &download{blob: blob, conn: c.Context().Conn(), set: &a.transfers}
	if err := a.transfers.add(d); err != nil {
		blob.Close()
		return err
	}
	etag := `"` + f.File + `"`
	c.Set(fiber.HeaderETag, etag)
	c.Set(fiber.HeaderCacheControl, revalidate)
	c.Set(fiber.HeaderContentSecurityPolicy, sandbox)
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	if matches(c.Get(fiber.HeaderIfNoneMatch), etag) {
		d.Close()
		return c.SendStatus(fiber.StatusNotModified)
	}
	mediaType, inline := servedType(f.Type)
	c.Set(fiber.HeaderContentType, mediaType)
	name := f.Name
	if asked := c.Query("name"); asked != "" {
		name = asked
	}
	c.Set(fiber.HeaderContentDisposition, disposition(name, inline && c.Query("download") == ""))

	at, length, status := requestedRange(c.Get(fiber.HeaderRange), c.Get(fiber.HeaderIfRange), etag, f.Size)
	switch status {
	case fiber.StatusRequestedRangeNotSatisfiable:
		d.Close()
		c.Set(fiber.HeaderContentRange, "bytes */"+strconv.FormatInt(f.Size, 10))
		return fiber.ErrRequestedRangeNotSatisfiable
	case fiber.StatusPartialContent:
		c.Set(fiber.HeaderContentRange, "bytes "+strconv.FormatInt(at, 10)+"-"+strconv.FormatInt(at+length-1, 10)+"/"+strconv.FormatInt(f.Size, 10))
	}
	d.Reader = io.NewSectionReader(blob, at, length)
	c.Context().SetBodyStream(d, int(length))
	c.Status(status)
	return nil
}

// GET, HEAD /files/{file}/thumbnail?side=
func (a *API) thumbnail(c *fiber.Ctx) error {
	who, err := a.reader(c)
	if err != nil {
		return err
	}
	side, err := number(c, "side", 256, 1, 1<<20)
	if err != nil {
		return err
	}
	if !slices.Contains(chat.ThumbnailSides, int(side)) {
		return chat.Invalid("side", "is not one of %v", chat.ThumbnailSides)
	}
	p, err := a.chat.Thumbnail(c.UserContext(), who, c.Params("file"), int(side))
	if err != nil {
		return err
	}
	etag := contentTag(p.Data)
	c.Set(fiber.HeaderETag, etag)
	c.Set(fiber.HeaderCacheControl, revalidate)
	c.Set(fiber.HeaderContentSecurityPolicy, sandbox)
	if matches(c.Get(fiber.HeaderIfNoneMatch), etag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, p.Type)
	c.Set(fiber.HeaderContentDisposition, "inline")
	return c.Send(p.Data)
}

// Types as blob sniffs them, which know no SVG: that is text to it.
var (
	// shown are types that a browser shows without running anything.
	shown = []string{"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon",
		"audio/basic", "audio/aiff", "audio/mpeg", "audio/midi", "audio/wave", "application/ogg",
		"video/avi", "video/mp4", "video/webm"}
	// saved are types that a browser hands to another program.
	saved = []string{"application/pdf", "application/zip", "application/x-gzip", "application/x-rar-compressed",
		"application/postscript", "application/wasm", "font/ttf", "font/otf", "font/collection", "font/woff", "font/woff2"}
)

// servedType is the type that a file is served as, and whether it may be shown
// in a page of its own. HTML, XML and everything unknown is bytes to be saved:
// as a page it would run in our name (S-19).
func servedType(sniffed string) (mediaType string, inline bool) {
	base, _, _ := strings.Cut(sniffed, ";")
	switch {
	case slices.Contains(shown, base):
		return base, true
	case base == "text/plain":
		return sniffed, true
	case slices.Contains(saved, base):
		return base, false
	}
	return fiber.MIMEOctetStream, false
}

// disposition says whether to show or to save, and under which name.
func disposition(name string, inline bool) string {
	kind := "attachment"
	if inline {
		kind = "inline"
	}
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return '_'
		}
		return r
	}, name)
	if name == "." || name == "/" || name == "" {
		return kind
	}
	if runes := []rune(name); len(runes) > chat.MaxFileName {
		name = string(runes[:chat.MaxFileName])
	}
	if s := mime.FormatMediaType(kind, map[string]string{"filename": name}); s != "" {
		return s
	}
	return kind
}

// contentTag is the entity tag of bytes.
func contentTag(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// matches tells whether a list of entity tags has this one.
func matches(list, etag string) bool {
	for t := range strings.SplitSeq(list, ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == etag || t == "*" {
			return true
		}
	}
	return false
}

// requestedRange returns what of a file to send, and the status that says so.
// One range is served; several, and what cannot be read, are the whole file.
func requestedRange(header, condition, etag string, size int64) (at, length int64, status int) {
	spec, ok := strings.CutPrefix(header, "bytes=")
	if !ok || strings.Contains(spec, ",") || condition != "" && condition != etag {
		return 0, size, fiber.StatusOK
	}
	first, last, ok := strings.Cut(strings.TrimSpace(spec), "-")
	if !ok {
		return 0, size, fiber.StatusOK
	}
	if first == "" { // the last n bytes
		n, err := strconv.ParseInt(last, 10, 64)
		if err != nil || n < 0 {
			return 0, size, fiber.StatusOK
		}
		if n == 0 || size == 0 {
			return 0, 0, fiber.StatusRequestedRangeNotSatisfiable
		}
		n = min(n, size)
		return size - n, n, fiber.StatusPartialContent
	}
	from, err := strconv.ParseInt(first, 10, 64)
	if err != nil || from < 0 {
		return 0, size, fiber.StatusOK
	}
	to := size - 1
	if last != "" {
		n, err := strconv.ParseInt(last, 10, 64)
		if err != nil || n < from {
			return 0, size, fiber.StatusOK
		}
		to = min(n, to)
	}
	if from >= size {
		return 0, 0, fiber.StatusRequestedRangeNotSatisfiable
	}
	return from, to - from + 1, fiber.StatusPartialContent
}
