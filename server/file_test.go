package server_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

func actorOf(c *servertest.RESTClient) chat.Actor {
	return chat.Actor{UserID: c.ID, SessionID: c.Session, Class: models.ClassWeb}
}

func pngOf(t testing.TB, width, height int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			img.Set(x, y, color.NRGBA{uint8(x), uint8(y), uint8(x * y), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func noise(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(7, uint64(n)))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func md5Of(b []byte) string {
	sum := md5.Sum(b)
	return hex.EncodeToString(sum[:])
}

func imageBody(f servertest.File) map[string]any {
	return map[string]any{"segments": []any{map[string]any{"image": map[string]any{"file": f.File, "size": f.Size, "width": f.Width, "height": f.Height}}}}
}

// readStatus returns the status of reading a file, and of its thumbnail.
func readStatus(t *testing.T, c *servertest.RESTClient, file string) (int, int) {
	t.Helper()
	return c.Do(t, "GET", "/api/v1/files/"+file, nil).Status, c.Do(t, "GET", "/api/v1/files/"+file+"/thumbnail?side=64", nil).Status
}

func wantAccess(t *testing.T, c *servertest.RESTClient, file string, want int) {
	t.Helper()
	if whole, small := readStatus(t, c, file); whole != want || small != want {
		t.Errorf("%s reads the file with %d and its thumbnail with %d, want %d", c.Name, whole, small, want)
	}
}

// TestS09LeaverReceivesNoFile: what was sent to a group is for its members,
// neither for those who come later nor for those who have gone, by whatever way.
func TestS09LeaverReceivesNoFile(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		alice, bob, carl, dora := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob"), srv.RESTClient(t, "carl"), srv.RESTClient(t, "dora")
		group, err := srv.Chat().CreateGroup(t.Context(), actorOf(alice), "flock")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []*servertest.RESTClient{bob, carl} {
			if err := srv.Chat().JoinGroup(t.Context(), actorOf(c), group.ID); err != nil {
				t.Fatal(err)
			}
		}
		f := alice.Upload(t, "a.png", pngOf(t, 80, 80))
		wantAccess(t, bob, f.File, 404)
		if a := alice.SendBody(t, group.ID, imageBody(f)); a.Status != 201 {
			t.Fatalf("send: %d %s", a.Status, a.Body)
		}
		wantAccess(t, alice, f.File, 200)
		wantAccess(t, bob, f.File, 200)
		wantAccess(t, carl, f.File, 200)
		wantAccess(t, dora, f.File, 404)
		var link struct{ URL string }
		bob.Do(t, "POST", "/api/v1/files/"+f.File+"/link", nil).Into(t, &link)
		if got := srv.Stranger().Do(t, "GET", link.URL, nil).Status; got != 200 {
			t.Errorf("a member's link is answered with %d, want 200", got)
		}

		if err := srv.Chat().LeaveGroup(t.Context(), actorOf(bob), group.ID); err != nil {
			t.Fatal(err)
		}
		if err := srv.Chat().RemoveMember(t.Context(), actorOf(alice), group.ID, carl.ID, true); err != nil {
			t.Fatal(err)
		}
		if err := srv.Chat().JoinGroup(t.Context(), actorOf(dora), group.ID); err != nil {
			t.Fatal(err)
		}
		wantAccess(t, bob, f.File, 404)
		wantAccess(t, carl, f.File, 404)
		wantAccess(t, dora, f.File, 404) // it was sent before
		if got := srv.Stranger().Do(t, "GET", link.URL, nil).Status; got != 404 {
			t.Errorf("a leaver's link is answered with %d, want 404", got)
		}
		if a := bob.SendBody(t, dora.ID, imageBody(f)); a.Status != 403 {
			t.Errorf("a leaver sends the file on: got %d, want 403", a.Status)
		}
		if a := bob.Do(t, "PATCH", "/api/v1/me", map[string]string{"custom_face": f.File}); a.Status != 403 {
			t.Errorf("a leaver wears the file: got %d, want 403", a.Status)
		}
	})
}

// TestRecalledAndEditedMessagesCloseTheirFiles.
func TestRecalledAndEditedMessagesCloseTheirFiles(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := models.DirectConversation(alice.ID, bob.ID)
	f, g := alice.Upload(t, "a.png", pngOf(t, 20, 20)), alice.Upload(t, "b.png", pngOf(t, 30, 30))
	alice.SendBody(t, bob.ID, imageBody(f))
	alice.SendBody(t, bob.ID, imageBody(g))
	wantAccess(t, bob, f.File, 200)
	if _, err := srv.Chat().EditMessage(t.Context(), actorOf(alice), c, 1, []byte(`{"text":"nothing to see"}`)); err != nil {
		t.Fatal(err)
	}
	if err := srv.Chat().RecallMessage(t.Context(), actorOf(alice), c, 2); err != nil {
		t.Fatal(err)
	}
	wantAccess(t, bob, f.File, 404)
	wantAccess(t, bob, g.File, 404)
	hidden := alice.Upload(t, "c.png", pngOf(t, 40, 40))
	bob.SendChat(t, alice.ID, "mine")
	body := `{"segments":[{"image":{"file":"` + hidden.File + `","size":1,"width":1,"height":1}}]}`
	if _, err := srv.Chat().EditMessage(t.Context(), actorOf(bob), c, 3, []byte(body)); !chat.IsCode(err, chat.CodeForbidden) {
		t.Errorf("an edit refers to a file of somebody else: got error %v, want forbidden", err)
	}
}

// TestS06KnowingAHashOpensNoFile: neither by sending it nor by claiming it, and
// nothing tells whether there is such a file.
func TestS06KnowingAHashOpensNoFile(t *testing.T) {
	srv := servertest.Start(t)
	alice, eve := srv.RESTClient(t, "alice"), srv.RESTClient(t, "eve")
	f := alice.Upload(t, "secret.png", pngOf(t, 90, 90))
	absent := f
	absent.File = strings.Repeat("0f", 16)
	there, not := eve.SendBody(t, eve.ID, imageBody(f)), eve.SendBody(t, eve.ID, imageBody(absent))
	if there.Status != 403 || !bytes.Equal(there.Body, not.Body) {
		t.Errorf("got %d %s for a file that is there and %d %s for another, want 403 for both", there.Status, there.Body, not.Status, not.Body)
	}
	var answers [2]servertest.Answer
	for i, file := range []string{f.File, absent.File} {
		var c struct{ Challenge string }
		eve.Do(t, "POST", "/api/v1/files/instant", map[string]any{"md5": file, "size": f.Size}).Into(t, &c)
		answers[i] = eve.Do(t, "POST", "/api/v1/files/instant", map[string]any{"md5": file, "size": f.Size, "name": "mine", "challenge": c.Challenge, "proof": strings.Repeat("0", 64)})
	}
	if answers[0].Status != 404 || !bytes.Equal(answers[0].Body, answers[1].Body) {
		t.Errorf("got %s and %s, want the same 404", answers[0].Body, answers[1].Body)
	}
	wantAccess(t, eve, f.File, 404)
	// The link of somebody else's session, changed to another file.
	var link struct{ URL string }
	mine := eve.Upload(t, "mine.png", pngOf(t, 10, 10))
	eve.Do(t, "POST", "/api/v1/files/"+mine.File+"/link", nil).Into(t, &link)
	if got := srv.Stranger().Do(t, "GET", strings.Replace(link.URL, mine.File, f.File, 1), nil).Status; got != 401 {
		t.Errorf("a link for one file opens another: %d, want 401", got)
	}
}

// TestS05LinksEndWithTheSession.
func TestS05LinksEndWithTheSession(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	f := alice.Upload(t, "a.png", pngOf(t, 10, 10))
	var link struct{ URL string }
	alice.Do(t, "POST", "/api/v1/files/"+f.File+"/link", nil).Into(t, &link)
	alice.Do(t, "POST", "/api/v1/auth/logout", nil)
	if got := srv.Stranger().Do(t, "GET", link.URL, nil).Status; got != 401 {
		t.Errorf("the link of a session that ended is answered with %d, want 401", got)
	}
}

// TestS19FilesDoNotRunAsOurPages.
func TestS19FilesDoNotRunAsOurPages(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	for _, c := range []struct {
		name, body, mediaType, kind string
	}{
		{"a.html", "<!DOCTYPE html><script>alert(1)</script>", "application/octet-stream", "attachment"},
		{"a.png", "<html><script>alert(1)</script></html>", "application/octet-stream", "attachment"},
		{"a.svg", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "application/octet-stream", "attachment"},
		{"b.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "text/plain; charset=utf-8", "inline"},
		{"a.js", "alert(1)", "text/plain; charset=utf-8", "inline"},
		{"a.pdf", "%PDF-1.4", "application/pdf", "attachment"},
		{"a.png", string(pngOf(t, 1, 1)), "image/png", "inline"},
	} {
		f := alice.Upload(t, c.name, []byte(c.body))
		h := alice.Do(t, "GET", "/api/v1/files/"+f.File, nil).Header
		if got := h.Get("Content-Type"); got != c.mediaType {
			t.Errorf("%s is served as %q, want %q", c.name, got, c.mediaType)
		}
		if got := h.Get("Content-Disposition"); !strings.HasPrefix(got, c.kind) {
			t.Errorf("%s has disposition %q, want %s", c.name, got, c.kind)
		}
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s has policy %q, options %q", c.name, csp, h.Get("X-Content-Type-Options"))
		}
	}
}

// TestS20NamesOfFilesAreOnlyNames in the header under which a file is saved.
func TestS20NamesOfFilesAreOnlyNames(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	f := alice.Upload(t, `C:\photos\..\文件 "1".png`, pngOf(t, 1, 1))
	if f.Name != `文件 "1".png` {
		t.Errorf("the file is called %q", f.Name)
	}
	got := alice.Do(t, "GET", "/api/v1/files/"+f.File+"?name=..%2F..%2Fetc%2Fpass%0d%0aSet-Cookie:x=1%22wd", nil).Header
	if d := got.Get("Content-Disposition"); strings.Contains(d, "/") || strings.Contains(d, "..") || got.Get("Set-Cookie") != "" {
		t.Errorf("got disposition %q, cookie %q", d, got.Get("Set-Cookie"))
	}
}

// TestS16LimitsOfUploads: too large, unknown length, a full disk.
func TestS16LimitsOfUploads(t *testing.T) {
	srv := servertest.Start(t, func(c *config.Config) { c.MaxFileSize = 1000 })
	alice := srv.RESTClient(t, "alice")
	if got := alice.Do(t, "POST", "/api/v1/files?name=a", make([]byte, 1001)); got.Status != 413 {
		t.Errorf("a file that is too large: got %d, want 413", got.Status)
	}
	req, _ := http.NewRequestWithContext(t.Context(), "POST", "http://"+srv.HTTPAddr()+"/api/v1/files?name=a", io.MultiReader(strings.NewReader("abc")))
	req.Header.Set("Authorization", "Bearer "+alice.Access)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 400 {
		t.Errorf("a body of unknown length: got %d, want 400", res.StatusCode)
	}
	full := servertest.Start(t, func(c *config.Config) { c.MinFreeDisk = 1 << 60 })
	bob := full.RESTClient(t, "bob")
	if p := bob.Do(t, "POST", "/api/v1/files?name=a", []byte("abc")).Problem(t, 507, "unavailable"); p.Reason != "no_space" {
		t.Errorf("a full disk: got %+v", p)
	}
}

// TestRefusedBodyInPiecesIsAnswered: who is still sending gets to see why nobody
// wants it.
func TestRefusedBodyInPiecesIsAnswered(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	conn, err := net.Dial("tcp", srv.HTTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /api/v1/files?name=a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\n", alice.Access)
	piece := fmt.Sprintf("%x\r\n%s\r\n", 64<<10, make([]byte, 64<<10))
	for i := range 48 {
		if _, err := io.WriteString(conn, piece); err != nil {
			t.Fatalf("piece %d: %v", i, err)
		}
	}
	if _, err := io.WriteString(conn, "0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 400 || !res.Close {
		t.Errorf("got %d, end of the connection announced %t; want 400 and true", res.StatusCode, res.Close)
	}
}

// TestRangesOfAFile are what players and download managers ask for.
func TestRangesOfAFile(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	data := noise(1000)
	f := alice.Upload(t, "a.bin", data)
	etag := `"` + f.File + `"`
	for _, c := range []struct {
		ranges, condition string
		status            int
		from, to          int
	}{
		{"", "", 200, 0, 1000}, {"bytes=0-0", "", 206, 0, 1}, {"bytes=10-", "", 206, 10, 1000}, {"bytes=-10", "", 206, 990, 1000},
		{"bytes=990-2000", "", 206, 990, 1000}, {"bytes=1000-", "", 416, 0, 0}, {"bytes=-0", "", 416, 0, 0}, {"bytes=5-4", "", 200, 0, 1000},
		{"bytes=0-1,5-6", "", 200, 0, 1000}, {"lines=1-2", "", 200, 0, 1000}, {"bytes=a-b", "", 200, 0, 1000},
		{"bytes=10-19", etag, 206, 10, 20}, {"bytes=10-19", `"other"`, 200, 0, 1000}, {"bytes=99999999999999999999-", "", 200, 0, 1000},
	} {
		a := alice.DoWith(t, "GET", "/api/v1/files/"+f.File, nil, map[string]string{"Range": c.ranges, "If-Range": c.condition})
		if a.Status != c.status {
			t.Errorf("range %q: got %d, want %d", c.ranges, a.Status, c.status)
		} else if c.status < 300 && !bytes.Equal(a.Body, data[c.from:c.to]) {
			t.Errorf("range %q: got %d bytes, want those from %d to %d", c.ranges, len(a.Body), c.from, c.to)
		}
	}
}

// TestPicturesPassBetweenOldAndNewClients: each finds what the other has sent.
func TestPicturesPassBetweenOldAndNewClients(t *testing.T) {
	srv := servertest.Start(t)
	web, other := srv.RESTClient(t, "web"), srv.RESTClient(t, "other")
	pc := srv.LegacyClient(t, "pc", models.ClassPC)

	picture := pngOf(t, 100, 50)
	name := md5Of(picture)
	pc.Request(t, wire.CmdChat, fmt.Sprintf(`{"msgType":1,"time":1,"clientType":1,"content":[{"pic":["%[1]s.png","%[1]s.png",0,100,50]}]}`, name), int32(web.ID))
	srv.PictureClient(models.ClassPC).Upload(t, picture)
	waitForMessages(t, web, pc.ID, 1)
	wantAccess(t, web, name, 200)
	wantAccess(t, other, name, 404)

	mine := pngOf(t, 33, 44)
	f := web.Upload(t, "mine.png", mine)
	if a := web.SendBody(t, pc.ID, imageBody(f)); a.Status != 201 {
		t.Fatalf("send: %d %s", a.Status, a.Body)
	}
	if m := pc.NextChat(t); !strings.Contains(m.Data, f.File) {
		t.Errorf("the PC got %s, want a picture %s", m.Data, f.File)
	}
	if got := srv.PictureClient(models.ClassPC).Download(t, f.File); !bytes.Equal(got, mine) {
		t.Error("the PC downloads other bytes than were uploaded")
	}
}

func waitForMessages(t *testing.T, c *servertest.RESTClient, from int64, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if len(c.Messages(t, from, 0)) >= n {
			return
		}
	}
	t.Fatalf("%s did not get %d messages", c.Name, n)
}

// TestAvatarOfAPageIsTheFaceOfAnOldClient.
func TestAvatarOfAPageIsTheFaceOfAnOldClient(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	var u struct {
		Face string `json:"custom_face"`
	}
	alice.DoWith(t, "PUT", "/api/v1/me/avatar", pngOf(t, 900, 600), map[string]string{"Content-Type": "application/octet-stream"}).Into(t, &u)
	face := srv.PictureClient(models.ClassPC).Download(t, u.Face)
	small, format, err := image.Decode(bytes.NewReader(face))
	if err != nil || format != "png" || small.Bounds() != image.Rect(0, 0, 64, 64) {
		t.Fatalf("the old client gets a %s of %v, error %v, want a png of 64x64", format, small, err)
	}
	a := bob.Do(t, "GET", "/api/v1/files/"+u.Face+"/thumbnail?side=256", nil)
	large, _, err := image.Decode(bytes.NewReader(a.Body))
	if a.Status != 200 || err != nil || large.Bounds() != image.Rect(0, 0, 256, 256) {
		t.Errorf("a page gets %d, error %v, want a picture of 256x256", a.Status, err)
	}
	alice.Do(t, "DELETE", "/api/v1/me/avatar", nil).Into(t, &u)
	if u.Face != "" {
		t.Errorf("the face is still %q", u.Face)
	}
}

// slowBody gives some bytes and then waits until it is released.
type slowBody struct {
	first   io.Reader
	begun   chan struct{}
	release chan struct{}
}

func (b *slowBody) Read(p []byte) (int, error) {
	if n, err := b.first.Read(p); err == nil {
		return n, nil
	}
	select {
	case <-b.begun:
	default:
		close(b.begun)
	}
	<-b.release
	return 0, errors.New("given up")
}

// tus sends a request of the tus protocol.
func tus(t *testing.T, c *servertest.RESTClient, method, path string, body []byte, header ...string) servertest.Answer {
	t.Helper()
	h := map[string]string{"Tus-Resumable": "1.0.0"}
	var sent any
	if body != nil {
		sent, h["Content-Type"] = body, "application/offset+octet-stream"
	}
	for i := 0; i+1 < len(header); i += 2 {
		h[header[i]] = header[i+1]
	}
	return c.DoWith(t, method, path, sent, h)
}

// TestUploadGoesOnAfterARestart, at the byte that was the last to come, while
// the client was still sending.
func TestUploadGoesOnAfterARestart(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	data := noise(3 << 20)
	up := tus(t, alice, "POST", "/api/v1/uploads", nil, "Upload-Length", fmt.Sprint(len(data))).Header.Get("Location")
	if got := tus(t, alice, "PATCH", up, data[:1<<20], "Upload-Offset", "0").Status; got != 204 {
		t.Fatalf("got %d, want 204", got)
	}

	body := &slowBody{bytes.NewReader(data[1<<20 : 2<<20]), make(chan struct{}), make(chan struct{})}
	req, _ := http.NewRequestWithContext(t.Context(), "PATCH", "http://"+srv.HTTPAddr()+up, body)
	req.ContentLength = 2 << 20
	for k, v := range map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": fmt.Sprint(1 << 20), "Content-Type": "application/offset+octet-stream",
		"Authorization": "Bearer " + alice.Access} {
		req.Header.Set(k, v)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if res, err := http.DefaultClient.Do(req); err == nil {
			res.Body.Close()
		}
	}()
	<-body.begun
	srv.Restart(t)
	close(body.release)
	<-ended

	a := tus(t, alice, "HEAD", up, nil)
	var offset int
	fmt.Sscan(a.Header.Get("Upload-Offset"), &offset)
	if a.Status != 200 || offset < 1<<20 || offset > 2<<20 {
		t.Fatalf("got %d at offset %d, want one of 1 to 2 MiB", a.Status, offset)
	}
	last := tus(t, alice, "PATCH", up, data[offset:], "Upload-Offset", fmt.Sprint(offset))
	if got := last.Header.Get("Flamingo-File"); got != md5Of(data) {
		t.Errorf("the upload has become %q, want %s", got, md5Of(data))
	}
}

// TestUploadIsTakenOverFromABrokenConnection: the server does not know yet that
// it is, and the client asks how far it got.
func TestUploadIsTakenOverFromABrokenConnection(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	data := noise(200_000)
	up := tus(t, alice, "POST", "/api/v1/uploads", nil, "Upload-Length", fmt.Sprint(len(data))).Header.Get("Location")
	body := &slowBody{bytes.NewReader(data[:100_000]), make(chan struct{}), make(chan struct{})}
	defer close(body.release)
	req, _ := http.NewRequestWithContext(t.Context(), "PATCH", "http://"+srv.HTTPAddr()+up, body)
	req.ContentLength = int64(len(data))
	for k, v := range map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
		"Authorization": "Bearer " + alice.Access} {
		req.Header.Set(k, v)
	}
	go func() {
		if res, err := http.DefaultClient.Do(req); err == nil {
			res.Body.Close()
		}
	}()
	<-body.begun
	// The request that hangs may come after the question where it stands: then
	// the answer is a conflict, and a client asks again.
	for conflicts := 0; ; conflicts++ {
		offset := tus(t, alice, "HEAD", up, nil).Header.Get("Upload-Offset")
		var at int
		fmt.Sscan(offset, &at)
		last := tus(t, alice, "PATCH", up, data[at:], "Upload-Offset", offset)
		if last.Status == http.StatusConflict && conflicts == 0 {
			continue
		}
		if last.Header.Get("Flamingo-File") != md5Of(data) {
			t.Errorf("from offset %s the upload has become %q (%d), want %s", offset, last.Header.Get("Flamingo-File"), last.Status, md5Of(data))
		}
		return
	}
}

// TestS18NoPathIsMadeOfARequest.
func TestS18NoPathIsMadeOfARequest(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.RESTClient(t, "alice")
	if err := os.WriteFile(filepath.Join(srv.Config.Data, "filecache", "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"secret", "..%2Ftoken.key", "%2e%2e%2ftoken.key", "..%5C..%5Ctoken.key", ".verdicts", "%00", strings.Repeat("a", 31), strings.Repeat("g", 32)} {
		for _, path := range []string{"/api/v1/files/" + name, "/api/v1/files/" + name + "/thumbnail", "/api/v1/uploads/" + name} {
			if a := alice.Do(t, "GET", path, nil); a.Status != 404 || bytes.Contains(a.Body, []byte("secret")) {
				t.Errorf("%s: got %d %s, want 404", path, a.Status, a.Body)
			}
		}
	}
}
