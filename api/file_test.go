package api_test

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"strings"
	"testing"

	"flamingo/api"
	"flamingo/server/servertest"
)

// walkFileSize is the largest file of the walks: a megabyte too much is sent quickly.
const walkFileSize = 1 << 20

// raw sends bytes as they are, or with a Content-Type and other headers.
func (w *world) raw(c *servertest.RESTClient, status int, request string, body []byte, header ...string) servertest.Answer {
	w.Helper()
	method, path, _ := strings.Cut(request, " ")
	headers := map[string]string{"Content-Type": "application/octet-stream"}
	for i := 0; i+1 < len(header); i += 2 {
		headers[header[i]] = header[i+1]
	}
	var sent any
	if body != nil {
		sent = body
	}
	a := c.DoWith(w, method, api.Prefix+path, sent, headers)
	if a.Status != status {
		w.Fatalf("%s: got %d %.300s, want %d", request, a.Status, a.Body, status)
	}
	return a
}

func pngPicture(t testing.TB, width, height int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func walkFiles(w *world) {
	picture := pngPicture(w, 300, 200)
	var f servertest.File
	w.raw(w.alice, 201, "POST /files?name=a.png", picture).Into(w, &f)
	if want := (servertest.File{File: hexMD5(picture), Name: "a.png", Size: int64(len(picture)), Type: "image/png", Width: 300, Height: 200}); f != want {
		w.Errorf("got %+v, want %+v", f, want)
	}
	w.raw(w.alice, 400, "POST /files", picture)
	w.raw(w.alice, 413, "POST /files?name=a", make([]byte, walkFileSize+1))

	file := "/files/" + f.File
	got := w.raw(w.alice, 200, "GET "+file, nil)
	if !bytes.Equal(got.Body, picture) {
		w.Error("the file is not what was stored")
	}
	etag := got.Header.Get("ETag")
	w.raw(w.alice, 206, "GET "+file, nil, "Range", "bytes=0-9")
	w.raw(w.alice, 304, "GET "+file, nil, "If-None-Match", etag)
	w.raw(w.alice, 416, "GET "+file, nil, "Range", "bytes=999999-")
	w.raw(w.nobody, 400, "GET "+file+"?signature=a&expires=soon", nil)
	w.raw(w.nobody, 401, "GET "+file, nil)
	w.raw(w.sender, 403, "GET "+file, nil)
	w.raw(w.bob, 404, "GET "+file, nil)
	w.raw(w.alice, 200, "HEAD "+file, nil)
	w.raw(w.alice, 206, "HEAD "+file, nil, "Range", "bytes=0-9")
	w.raw(w.alice, 304, "HEAD "+file, nil, "If-None-Match", etag)
	w.raw(w.alice, 416, "HEAD "+file, nil, "Range", "bytes=999999-")
	w.raw(w.nobody, 400, "HEAD "+file+"?signature=a&expires=soon", nil)
	w.raw(w.nobody, 401, "HEAD "+file, nil)
	w.raw(w.sender, 403, "HEAD "+file, nil)
	w.raw(w.bob, 404, "HEAD "+file, nil)

	bomb := w.alice.Upload(w, "bomb.png", bombPNG())
	for _, method := range []string{"GET ", "HEAD "} {
		thumb := method + file + "/thumbnail"
		etag := w.raw(w.alice, 200, thumb+"?side=128", nil).Header.Get("ETag")
		w.raw(w.alice, 304, thumb+"?side=128", nil, "If-None-Match", etag)
		w.raw(w.alice, 400, thumb+"?side=100", nil)
		w.raw(w.nobody, 401, thumb, nil)
		w.raw(w.sender, 403, thumb, nil)
		w.raw(w.bob, 404, thumb, nil)
		w.raw(w.alice, 413, method+"/files/"+bomb.File+"/thumbnail", nil)
	}

	var link struct{ URL string }
	w.want(w.alice, 200, "POST "+file+"/link").Into(w, &link)
	w.raw(w.nobody, 200, "GET "+strings.TrimPrefix(link.URL, api.Prefix), nil)
	w.want(w.bob, 404, "POST "+file+"/link")

	w.walkInstant(f, picture)
	w.raw(w.alice, 200, "PUT /me/avatar", picture)
	w.raw(w.alice, 400, "PUT /me/avatar", []byte("<svg/>"))
	w.raw(w.alice, 413, "PUT /me/avatar", bombPNG())
	w.want(w.alice, 200, "DELETE /me/avatar")
}

func hexMD5(b []byte) string {
	sum := md5.Sum(b)
	return hex.EncodeToString(sum[:])
}

// bombPNG is a picture of a gigapixel, as far as its head says.
func bombPNG() []byte {
	b := pngPicture(&testing.T{}, 1, 1)
	copy(b[16:24], []byte{0, 0, 0x7f, 0xff, 0, 0, 0x7f, 0xff})
	return fixCRC(b)
}

type challenge struct {
	Challenge, Nonce string
	Pieces           []struct{ Offset, Length int64 }
}

func (c challenge) proof(data []byte) string {
	h := sha256.New()
	nonce, _ := hex.DecodeString(c.Nonce)
	h.Write(nonce)
	for _, p := range c.Pieces {
		h.Write(data[p.Offset : p.Offset+p.Length])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (w *world) walkInstant(f servertest.File, data []byte) {
	claim := object{"md5": f.File, "size": f.Size}
	var c challenge
	w.want(w.bob, 200, "POST /files/instant", claim).Into(w, &c)
	answer := object{"md5": f.File, "size": f.Size, "name": "mine.png", "challenge": c.Challenge, "proof": c.proof(data)}
	w.want(w.carl, 400, "POST /files/instant", answer) // it was bob's
	w.want(w.bob, 201, "POST /files/instant", answer)
	answer["proof"] = strings.Repeat("0", 64)
	w.want(w.bob, 404, "POST /files/instant", answer)
	w.want(w.bob, 400, "POST /files/instant", object{"md5": "x", "size": 1})
}

func walkUploads(w *world) {
	tus := []string{"Tus-Resumable", "1.0.0"}
	head := func(more ...string) []string { return append(append([]string{}, tus...), more...) }
	piece := func(more ...string) []string {
		return append(head("Content-Type", "application/offset+octet-stream"), more...)
	}
	w.want(w.nobody, 204, "OPTIONS /uploads")
	name := "filename " + base64.StdEncoding.EncodeToString([]byte("文件.bin"))
	create := func(size string) string {
		a := w.raw(w.alice, 201, "POST /uploads", nil, head("Upload-Length", size, "Upload-Metadata", name)...)
		return strings.TrimPrefix(a.Header.Get("Location"), api.Prefix)
	}
	w.raw(w.alice, 400, "POST /uploads", nil, tus...)
	w.raw(w.alice, 412, "POST /uploads", nil, "Upload-Length", "1")
	w.raw(w.alice, 413, "POST /uploads", nil, head("Upload-Length", fmt.Sprint(walkFileSize+1))...)
	w.raw(w.alice, 460, "POST /uploads", []byte("abc"), piece("Upload-Length", "3", "Upload-Checksum", "sha1 AAAA")...)
	w.raw(w.alice, 201, "POST /uploads", []byte("abc"), piece("Upload-Length", "3")...)
	if got := w.raw(w.alice, 201, "POST /uploads", nil, head("Upload-Length", "0")...).Header.Get("Flamingo-File"); got != hexMD5(nil) {
		w.Errorf("an empty upload has become file %q, want %s", got, hexMD5(nil))
	}

	up := create("10")
	patch := func(c *servertest.RESTClient, status int, offset, body string, more ...string) servertest.Answer {
		w.Helper()
		return w.raw(c, status, "PATCH "+up, []byte(body), append(piece("Upload-Offset", offset), more...)...)
	}
	patch(w.alice, 204, "0", "01234")
	patch(w.alice, 409, "0", "01234")
	patch(w.bob, 404, "5", "56789")
	patch(w.alice, 400, "-1", "56789")
	patch(w.alice, 400, "5", "56789", "Upload-Checksum", "crc32 AAAA")
	patch(w.alice, 460, "5", "56789", "Upload-Checksum", "sha1 AAAA")
	patch(w.alice, 412, "5", "56789", "Tus-Resumable", "0.2.0")
	w.raw(w.alice, 415, "PATCH "+up, []byte("56789"), head("Upload-Offset", "5")...)
	if got := w.raw(w.alice, 200, "HEAD "+up, nil, tus...).Header; got.Get("Upload-Offset") != "5" || got.Get("Upload-Length") != "10" ||
		got.Get("Upload-Metadata") != name {
		w.Errorf("got %v, want an upload at 5 of 10 bytes", got)
	}
	w.raw(w.bob, 404, "HEAD "+up, nil, tus...)
	w.raw(w.alice, 412, "HEAD "+up, nil)
	w.want(w.bob, 404, "GET "+up)
	w.want(w.alice, 200, "GET "+up)
	patch(w.alice, 413, "5", "56789 and more")
	sum := sha1.Sum([]byte("56789"))
	last := patch(w.alice, 204, "5", "56789", "Upload-Checksum", "sha1 "+base64.StdEncoding.EncodeToString(sum[:]))
	if got := last.Header.Get("Flamingo-File"); got != hexMD5([]byte("0123456789")) {
		w.Errorf("the upload has become file %q, want that of its bytes", got)
	}
	var done struct {
		Offset int64
		File   servertest.File
	}
	w.want(w.alice, 200, "GET "+up).Into(w, &done)
	if done.Offset != 10 || done.File.Name != "文件.bin" {
		w.Errorf("got %+v, want the file", done)
	}

	up = create("5")
	w.raw(w.bob, 404, "DELETE "+up, nil, tus...)
	w.raw(w.alice, 412, "DELETE "+up, nil)
	w.raw(w.alice, 204, "DELETE "+up, nil, tus...)
	w.raw(w.alice, 404, "HEAD "+up, nil, tus...)
}

// fixCRC makes the head of a PNG valid again.
func fixCRC(b []byte) []byte {
	binary.BigEndian.PutUint32(b[29:33], crc32.ChecksumIEEE(b[12:29]))
	return b
}
