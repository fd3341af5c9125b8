package tcpcompat_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"flamingo/blob"
	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/store"
	"flamingo/tcpcompat/wire"
)

var classes = map[string]models.Class{"PC": models.ClassPC, "Android": models.ClassAndroid}

func TestEveryClientFetchesWhatAnyStored(t *testing.T) {
	srv := servertest.Start(t)
	for from, uploader := range classes {
		for to, downloader := range classes {
			t.Run(from+" to "+to, func(t *testing.T) {
				for _, size := range []int{1, 1000, 1 << 16, 1<<19 + 1, 1_200_000} {
					content := randomBytes(size)
					name := srv.PictureClient(uploader).Upload(t, content)
					if got := srv.PictureClient(downloader).Download(t, name); !bytes.Equal(got, content) {
						t.Errorf("%d bytes: got %d, other ones", size, len(got))
					}
				}
			})
		}
	}
}

// TestAndroidPictureOfAnySizeArrives has last chunks whose announced size is wrong
// (CLIENTS.md section 2): those of which bit 15 of the package is set. The original
// could not take them.
func TestAndroidPictureOfAnySizeArrives(t *testing.T) {
	srv := servertest.Start(t)
	phone, pc := srv.PictureClient(models.ClassAndroid), srv.PictureClient(models.ClassPC)
	content := randomBytes(androidChunk + 1<<16)
	const overhead = 65 // of a request besides its chunk, about: sizes around it cover every carry
	var sizes []int
	for _, at := range []int{1 << 15, 1<<15 + 255, 40_000, 1 << 16} {
		for d := -overhead - 20; d <= 5; d += 5 {
			sizes = append(sizes, at+d)
		}
	}
	for _, size := range sizes {
		last := content[:min(size, androidChunk)]
		picture := slices.Concat(content[:androidChunk], last)
		name := phone.Upload(t, picture)
		if got := pc.Download(t, name); !bytes.Equal(got, picture) {
			t.Errorf("last chunk of %d bytes: got %d bytes, want %d", len(last), len(got), len(picture))
		}
		content[0]++ // so that the next one is new
	}
}

const androidChunk = 64 << 10

func TestSecondUploadIsCompleteAtItsFirstChunk(t *testing.T) {
	srv := servertest.Start(t)
	content := randomBytes(600_000)
	name := srv.FileClient(models.ClassPC).Upload(t, content)
	for _, x := range []transfer{onFiles(t, srv), onPictures(t, srv)} {
		x.put(name, 0, len(content), content[:1000], wire.FileComplete)
		// In capitals it is the same md5, and answered as it was asked.
		x.put(strings.ToUpper(name), 0, len(content), nil, wire.FileComplete)
		if got := x.get(strings.ToUpper(name), wire.NetBroadband, wire.FileInProgress); got.Name != strings.ToUpper(name) {
			t.Errorf("got name %q, want it as it was asked for", got.Name)
		}
	}
	if names := files(t, filepath.Join(srv.Config.Data, "imgcache")); slices.Contains(names, name) {
		t.Error("the file is stored twice")
	}
}

func TestUploadsOfOneFileAtOnce(t *testing.T) {
	srv := servertest.Start(t)
	content := randomBytes(2000)
	name := servertest.FileName(content)
	a, b := onFiles(t, srv), onPictures(t, srv)
	a.put(name, 0, 2000, content[:1000], wire.FileInProgress)
	b.put(name, 0, 2000, content[:1500], wire.FileInProgress)
	a.put(name, 1000, 2000, content[1000:], wire.FileComplete)
	b.put(name, 1500, 2000, content[1500:], wire.FileComplete)
	if got := srv.FileClient(models.ClassPC).Download(t, name); !bytes.Equal(got, content) {
		t.Error("got other bytes")
	}
}

// TestStoredContentHasARow looks behind the doors: what a PC has stored is known to
// the database, as the browser needs it.
func TestStoredContentHasARow(t *testing.T) {
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database)
		text := []byte("hello, " + rand.Text())
		png := append([]byte("\x89PNG\r\n\x1a\n"), randomBytes(5000)...)
		file := srv.FileClient(models.ClassPC).Upload(t, text)
		picture := srv.PictureClient(models.ClassPC).Upload(t, png)
		alias := servertest.FileName(randomBytes(5))
		photo := append([]byte("\xff\xd8\xff"), randomBytes(5000)...)
		srv.PictureClient(models.ClassAndroid).UploadAs(t, alias, photo)

		info, err := srv.Blobs().Area(blob.File).Stat(t.Context(), picture)
		if want := (blob.Info{MD5: picture, Size: int64(len(png)), Area: blob.Image, Type: "image/png", Verified: true}); err != nil || info != want {
			t.Errorf("the picture is %+v (%v), want %+v", info, err, want)
		}
		srv.Stop(t)
		st := openDatabase(t, srv.Config)
		for _, want := range []models.File{
			{MD5: file, Size: int64(len(text)), Type: "text/plain; charset=utf-8"},
			{MD5: picture, Size: int64(len(png)), Type: "image/png", Picture: true},
			{MD5: servertest.FileName(photo), Size: int64(len(photo)), Type: "image/jpeg", Picture: true},
		} {
			got, err := st.File(t.Context(), want.MD5)
			if err != nil {
				t.Errorf("file %s: %v", want.MD5, err)
				continue
			}
			if want.CreatedAt = got.CreatedAt; *got != want || time.Since(got.CreatedAt).Abs() > time.Minute {
				t.Errorf("got %+v, want %+v, of now", got, want)
			}
		}
		if got, err := st.File(t.Context(), alias); err == nil {
			t.Errorf("the announced name has the row %+v, want none: there are no such bytes", got)
		}
	})
}

// openDatabase opens the database of a server that is stopped.
func openDatabase(t *testing.T, cfg config.Config) *store.Store {
	t.Helper()
	db, err := config.ParseDatabase(cfg.Database, cfg.Data)
	if err != nil {
		t.Fatal(err)
	}
	o := store.Options{Driver: string(db.Driver), SQLitePath: db.Path}
	if db.Driver == config.MySQL {
		o.MySQL = mysql.NewConfig()
		o.MySQL.Net, o.MySQL.Addr = "tcp", db.Addr
		o.MySQL.User, o.MySQL.Passwd, o.MySQL.DBName = db.User, db.Password, db.Name
	}
	st, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func TestUploadsBeyondTheLimitsAreRefused(t *testing.T) {
	t.Run("size", func(t *testing.T) {
		srv := servertest.Start(t, func(c *config.Config) { c.MaxFileSize = 1000 })
		pc := srv.FileClient(models.ClassPC)
		pc.Upload(t, randomBytes(1000))
		if err := pc.TryUpload(servertest.FileName(nil), randomBytes(1001)); !isClosed(err) {
			t.Errorf("one byte more: got %v, want the connection closed", err)
		}
	})
	t.Run("disk", func(t *testing.T) {
		srv := servertest.Start(t, func(c *config.Config) { c.MinFreeDisk = 1 << 60 })
		pc := srv.FileClient(models.ClassPC)
		if err := pc.TryUpload(servertest.FileName(nil), randomBytes(1)); !isClosed(err) {
			t.Errorf("with no space to spare: got %v, want the connection closed", err)
		}
		if left := files(t, filepath.Join(srv.Config.Data, "filecache", ".partial")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestS15DeclaredSizesAreNotTrusted(t *testing.T) {
	srv := servertest.Start(t)
	// A package of 50 MiB that has one byte, and an upload of 2 GiB that has none.
	x := onFiles(t, srv)
	p := wire.AppendFileRequest(nil, wire.FileRequest{Cmd: wire.FileUpload, Name: servertest.FileName(nil), Size: 1<<31 - 1}, nil)
	p = append(p[:len(p)-1], 0x80, 0x80, 0x80, 0x18, 'x') // a chunk of 48 MiB
	copy(p, []byte{0, 0, 0x20, 3, 0, 0, 0, 0})
	if _, err := x.Write(p); err != nil {
		t.Fatal(err)
	}
	x.Close()
	y := onFiles(t, srv)
	y.put(servertest.FileName(nil), 0, 1<<31-1, nil, wire.FileInProgress)
	y.closeWrite()
	y.closed()
	srv.Stop(t)
	if left := files(t, filepath.Join(srv.Config.Data, "filecache", ".partial")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func (x transfer) closeWrite() {
	x.t.Helper()
	if err := x.Conn.(*net.TCPConn).CloseWrite(); err != nil {
		x.t.Fatal(err)
	}
}

func TestConnectionsAreLimited(t *testing.T) {
	for name, limit := range map[string]servertest.Option{
		"in all":      func(c *config.Config) { c.MaxConnections = 2 },
		"per address": func(c *config.Config) { c.MaxConnectionsPerAddress = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			srv := servertest.Start(t, limit)
			absent := servertest.FileName(nil)
			a, b := onFiles(t, srv), onFiles(t, srv)
			a.get(absent, wire.NetBroadband, wire.FileAbsent)
			b.get(absent, wire.NetBroadband, wire.FileAbsent)
			c := onFiles(t, srv)
			c.closed()
			onPictures(t, srv).get(absent, wire.NetBroadband, wire.FileAbsent) // a port of its own

			// Whoever leaves makes room. That the server has noticed shows when it closes, too.
			a.closeWrite()
			a.closed()
			for deadline := time.Now().Add(patience); ; {
				x := onFiles(t, srv)
				x.SendDownload(absent, wire.NetBroadband)
				if _, err := x.Answer(); err == nil {
					break
				}
				if time.Now().After(deadline) {
					t.Fatal("no room after one has left")
				}
			}
		})
	}
}

// isClosed reports whether a transfer failed because the server closed.
func isClosed(err error) bool {
	if err == nil {
		return false
	}
	e, isNet := err.(net.Error)
	return ended(err) || isNet && !e.Timeout()
}

// TestDirectoriesOfAnOriginalServerAreServed starts on what an original left
// behind. Its damaged files count as absent, and can be uploaded anew.
func TestDirectoriesOfAnOriginalServerAreServed(t *testing.T) {
	data := t.TempDir()
	if err := os.CopyFS(data, os.DirFS("testdata/original")); err != nil {
		t.Fatal(err)
	}
	damaged := []string{"134854c00c42a747cc7fc843d4f5aad7", "706c2c10f1adca890fb698de3444836d"}
	srv := servertest.Start(t, func(c *config.Config) { c.Data = data })
	clients := map[string]*servertest.FileClient{"filecache": srv.FileClient(models.ClassPC), "imgcache": srv.PictureClient(models.ClassAndroid)}
	served := 0
	for dir, client := range clients {
		for _, name := range files(t, filepath.Join("testdata/original", dir)) {
			want, err := os.ReadFile(filepath.Join("testdata/original", dir, name))
			if err != nil {
				t.Fatal(err)
			}
			got, err := client.TryDownload(name)
			if slices.Contains(damaged, name) {
				if err != servertest.ErrAbsent {
					t.Errorf("damaged %s: got %d bytes, %v; want it absent", name, len(got), err)
				}
				continue
			}
			served++
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: got %d bytes, %v; want the %d that are there", name, len(got), err, len(want))
			}
			if err := onFiles(t, srv).SendChunk(name, 0, int64(len(want)), nil); err != nil {
				t.Error(err)
			}
		}
	}
	if served != 7 {
		t.Errorf("%d files are served, want 7", served)
	}
	// A later upload is announced with the name of a damaged file, once by mistake
	// and once rightly: but for the content of that md5 the name is free.
	x := onFiles(t, srv)
	x.put(damaged[1], 0, 5, []byte("other"), wire.FileComplete)
	if got := clients["filecache"].Download(t, damaged[1]); string(got) != "other" {
		t.Errorf("got %q, want what was announced with the name", got)
	}

	srv.Stop(t)
	st := openDatabase(t, srv.Config)
	for _, name := range files(t, "testdata/original/imgcache") {
		f, err := st.File(context.Background(), name)
		if err != nil || !f.Picture {
			t.Errorf("picture %s: got row %+v, %v", name, f, err)
		}
	}
	for _, name := range damaged {
		if f, err := st.File(context.Background(), name); err == nil {
			t.Errorf("damaged %s has the row %+v", name, f)
		}
	}
}

func TestGracefulStopLetsTransfersEnd(t *testing.T) {
	srv := servertest.Start(t)
	pc := srv.FileClient(models.ClassPC)
	stored, content := randomBytes(100_000), randomBytes(2000)
	name := pc.Upload(t, stored)
	up, down, idle, between := onFiles(t, srv), onFiles(t, srv), onFiles(t, srv), onFiles(t, srv)
	up.put(servertest.FileName(content), 0, 2000, content[:1000], wire.FileInProgress)
	down.get(name, wire.NetCellular, wire.FileInProgress)
	idle.get(servertest.FileName(nil), wire.NetCellular, wire.FileAbsent)
	between.get(name, wire.NetBroadband, wire.FileComplete)

	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		srv.Stop(t)
	}()
	idle.closed()
	between.closed()
	down.get(name, wire.NetCellular, wire.FileComplete)
	down.closed()
	up.put(servertest.FileName(content), 1000, 2000, content[1000:], wire.FileComplete)
	up.closed()
	<-stopped
	if _, err := os.Stat(filepath.Join(srv.Config.Data, "filecache", servertest.FileName(content))); err != nil {
		t.Errorf("what was uploaded during the stop: %v", err)
	}
	if _, err := io.ReadAll(up); err != nil && !isClosed(err) {
		t.Error(err)
	}
}
