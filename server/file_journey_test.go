package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// The journeys of pictures and files from every door to every other.

// painting returns a picture that no other call returns.
func painting(t testing.TB, number int) image.Image {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = byte(i * (number + 3))
	}
	return img
}

func numberedPNG(t testing.TB, number int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, painting(t, number)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, number int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, painting(t, number), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sendOld sends a message of an old client with one item.
func sendOld(t testing.TB, c *servertest.LegacyClient, target int64, msgType int, key string, item ...any) {
	t.Helper()
	b, err := json.Marshal(item)
	if err != nil {
		t.Fatal(err)
	}
	c.Request(t, wire.CmdChat, fmt.Sprintf(`{"msgType":%d,"time":1,"clientType":1,"content":[{"%s":%s}]}`, msgType, key, b), int32(target))
}

// oldItem returns the first item of a message as an old client got it.
func oldItem(t testing.TB, m servertest.Message, key string) (msgType int, item []any) {
	t.Helper()
	var body struct {
		MsgType int                          `json:"msgType"`
		Content []map[string]json.RawMessage `json:"content"`
	}
	if err := json.Unmarshal([]byte(m.Data), &body); err != nil || len(body.Content) != 1 {
		t.Fatalf("got %s (%v), want one item", m.Data, err)
	}
	if err := json.Unmarshal(body.Content[0][key], &item); err != nil || len(item) < 4 {
		t.Fatalf("got %s (%v), want an item %s", m.Data, err, key)
	}
	return body.MsgType, item
}

// wantFile fetches a file over REST, as a browser does.
func wantFile(t testing.TB, c *servertest.RESTClient, file, contentType string, want []byte) {
	t.Helper()
	got := c.Do(t, http.MethodGet, "/api/v1/files/"+file, nil)
	if got.Status != http.StatusOK || !bytes.Equal(got.Body, want) || got.Header.Get("Content-Type") != contentType {
		t.Errorf("file %s: got %d, %d bytes of %q; want the %d of %q", file, got.Status, len(got.Body), got.Header.Get("Content-Type"), len(want), contentType)
	}
}

func wantNoFile(t testing.TB, c *servertest.RESTClient, file string) {
	t.Helper()
	if got := c.Do(t, http.MethodGet, "/api/v1/files/"+file, nil); got.Status != http.StatusNotFound {
		t.Errorf("file %s: got %d, want it to be none of their business", file, got.Status)
	}
}

func TestPictureOfAPCReachesTheBrowser(t *testing.T) {
	srv := servertest.Start(t)
	pc, bob, carl := srv.LegacyClient(t, "alice", models.ClassPC), srv.WebClient(t, "bob"), srv.RESTClient(t, "carl")
	picture := numberedPNG(t, 1)
	md5 := servertest.FileName(picture)

	// A placeholder first, the picture behind it.
	sendOld(t, pc, bob.ID, 1, "pic", md5+".png", md5+".png", 0, 64, 48)
	if m := bob.NextMessage(t); !strings.Contains(string(m.Body), md5) {
		t.Errorf("the browser got %s, want the picture that is to come", m.Body)
	}
	srv.PictureClient(models.ClassPC).Upload(t, picture)
	sendOld(t, pc, bob.ID, 2, "pic", md5+".png", md5, len(picture), 64, 48)
	if m := bob.NextMessage(t); !strings.Contains(string(m.Body), `"picture_ready"`) || !strings.Contains(string(m.Body), md5) {
		t.Errorf("the browser got %s, want to be told that the picture is there", m.Body)
	}
	wantFile(t, bob.RESTClient, md5, "image/png", picture)
	wantNoFile(t, carl, md5)
	thumb := bob.Do(t, http.MethodGet, "/api/v1/files/"+md5+"/thumbnail?side=64", nil)
	if thumb.Status != http.StatusOK || !strings.HasPrefix(thumb.Header.Get("Content-Type"), "image/") {
		t.Errorf("thumbnail: got %d %s", thumb.Status, thumb.Header.Get("Content-Type"))
	}
}

// TestPhotoOfAPhoneReachesEverybody is announced with the md5 of another file.
func TestPhotoOfAPhoneReachesEverybody(t *testing.T) {
	srv := servertest.Start(t)
	phone, bob, pc := srv.LegacyClient(t, "alice", models.ClassAndroid), srv.WebClient(t, "bob"), srv.LegacyClient(t, "bob", models.ClassPC)
	phone.Befriend(t, pc)
	pc.FriendList(t)
	photo, original := jpegOf(t, 1), jpegOf(t, 2)
	announced := servertest.FileName(original)
	srv.PictureClient(models.ClassAndroid).UploadAs(t, announced, photo)
	sendOld(t, phone, bob.ID, 5, "pic", "/sdcard/DCIM/1.jpg", announced, len(photo), 0, 0)

	if m := bob.NextMessage(t); !strings.Contains(string(m.Body), announced) {
		t.Errorf("the browser got %s, want the photo", m.Body)
	}
	wantFile(t, bob.RESTClient, announced, "image/jpeg", photo)
	_, item := oldItem(t, pc.NextChat(t), "pic")
	if got := srv.PictureClient(models.ClassPC).Download(t, item[1].(string)); !bytes.Equal(got, photo) {
		t.Errorf("the PC fetched %d bytes, want the %d of the photo", len(got), len(photo))
	}
}

func TestPictureOfABrowserReachesThePC(t *testing.T) {
	srv := servertest.Start(t)
	web, pc := srv.WebClient(t, "alice"), srv.LegacyClient(t, "bob", models.ClassPC)
	befriend(t, srv, web.RESTClient, pc)
	picture := numberedPNG(t, 3)
	f := web.Upload(t, "holiday.png", picture)
	web.RESTClient.SendBody(t, pc.ID, map[string]any{"segments": []any{map[string]any{"image": map[string]any{"file": f.File, "name": f.Name, "size": f.Size, "width": 64, "height": 48}}}})
	msgType, item := oldItem(t, pc.NextChat(t), "pic")
	if msgType != 5 {
		t.Errorf("got message type %d, want 5: the picture is there already", msgType)
	}
	for name, port := range map[string]*servertest.FileClient{"pictures": srv.PictureClient(models.ClassPC), "files": srv.FileClient(models.ClassPC)} {
		if got := port.Download(t, item[1].(string)); !bytes.Equal(got, picture) {
			t.Errorf("from the port for %s: got %d bytes, want %d", name, len(got), len(picture))
		}
	}
}

// befriend makes friends of a browser and an old client: a PC drops what strangers say.
func befriend(t testing.TB, srv *servertest.Server, web *servertest.RESTClient, old *servertest.LegacyClient) {
	t.Helper()
	pc := srv.LegacyClient(t, web.Name, models.ClassPC)
	pc.Befriend(t, old)
	pc.Close()
	old.FriendList(t)
}

func TestFilesGoBothWays(t *testing.T) {
	srv := servertest.Start(t)
	web, pc := srv.WebClient(t, "alice"), srv.LegacyClient(t, "bob", models.ClassPC)
	befriend(t, srv, web.RESTClient, pc)
	toPC := []byte("from the browser, not a picture")
	f := web.Upload(t, "notes.txt", toPC)
	web.RESTClient.SendBody(t, pc.ID, map[string]any{"segments": []any{map[string]any{"file": map[string]any{"file": f.File, "name": f.Name, "size": f.Size}}}})
	_, item := oldItem(t, pc.NextChat(t), "file")
	if item[0] != "notes.txt" || item[2] != float64(len(toPC)) {
		t.Errorf("the PC got %v, want name and size", item)
	}
	if got := srv.FileClient(models.ClassPC).Download(t, item[1].(string)); !bytes.Equal(got, toPC) {
		t.Errorf("the PC fetched %q, want %q", got, toPC)
	}

	toWeb := bytes.Repeat([]byte("from the PC\x00"), 60_000) // more than a chunk
	md5 := srv.FileClient(models.ClassPC).Upload(t, toWeb)
	sendOld(t, pc, web.ID, 1, "file", "setup.exe", md5, len(toWeb), 0)
	for m := web.NextMessage(t); !strings.Contains(string(m.Body), md5); m = web.NextMessage(t) {
		if m.From == pc.ID {
			t.Fatalf("the browser got %s, want the file", m.Body)
		}
	}
	wantFile(t, web.RESTClient, md5, "application/octet-stream", toWeb)
}

func TestFacesAreShared(t *testing.T) {
	srv := servertest.Start(t)
	pc, web := srv.LegacyClient(t, "alice", models.ClassPC), srv.RESTClient(t, "bob")
	face := numberedPNG(t, 5)
	md5 := srv.PictureClient(models.ClassPC).Upload(t, face)
	pc.Request(t, wire.CmdUpdateProfile, fmt.Sprintf(`{"nickname": "alice", "facetype": 0, "customface": "%s", "gender": 0, "birthday": 19900101, "signature": "", "address": "", "phonenumber": "", "mail": ""}`, md5))
	pc.Next(t, wire.CmdUpdateProfile)
	got := web.Do(t, http.MethodGet, "/api/v1/files/"+md5+"/thumbnail?side=64", nil)
	if got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "image/") {
		t.Errorf("the browser gets %d %.200s, want the face", got.Status, got.Body)
	}

	// And one that was chosen in the browser, which the PC learns from its lists.
	answer := web.DoWith(t, http.MethodPut, "/api/v1/me/avatar", numberedPNG(t, 6), map[string]string{"Content-Type": "application/octet-stream"})
	var me struct {
		CustomFace string `json:"custom_face"`
	}
	answer.Into(t, &me)
	if _, err := png.Decode(bytes.NewReader(srv.PictureClient(models.ClassPC).Download(t, me.CustomFace))); err != nil {
		t.Errorf("the PC fetched a face that is no PNG: %v", err)
	}
}
