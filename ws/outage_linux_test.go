package ws_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"flamingo/api/apitype"
	"flamingo/config"
	"flamingo/server/servertest"
	"flamingo/ws/wsclient"
)

// smallDisk mounts a disk of some MiB of its own.
func smallDisk(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("NOT TESTED on a full disk: mounting one takes the rights of root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
	return dir
}

// fill writes until nothing fits any more.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// The disk is full: sends say so, what is there can be read, and all heals by
// itself when there is room again.
func TestFullDiskLosesNothing(t *testing.T) {
	disk := smallDisk(t)
	srv := servertest.Start(t, func(c *config.Config) { c.Data = disk })
	alice, bob := srv.RESTClient(t, "alice"), srv.RESTClient(t, "bob")
	c := alice.ConversationWith(bob.ID)
	socket := srv.Connected(t, alice)
	var sent []apitype.Sent
	for i := range 20 {
		var s apitype.Sent
		answered(t, socket.Request(t, "send", map[string]any{"c": c, "cid": fmt.Sprint("before ", i), "body": wsclient.Text("before")}), &s)
		sent = append(sent, s)
	}
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	// The pages of the write-ahead log that are there already may take some more.
	refused := false
	for i := 0; i < 5000 && !refused; i++ {
		f := socket.Request(t, "send", map[string]any{"c": c, "cid": fmt.Sprint("full ", i), "body": wsclient.Text(strings.Repeat("full ", 500))})
		if refused = f.Err != nil; refused && f.Err.Code != "unavailable" {
			t.Errorf("on a full disk a send is answered %s, want unavailable", f.Raw)
		}
		if !refused {
			var s apitype.Sent
			answered(t, f, &s)
			sent = append(sent, s)
		}
	}
	if !refused {
		t.Fatal("the disk is full, and everything is still stored")
	}
	a := alice.Do(t, http.MethodPost, "/api/v1/conversations/"+c+"/messages", map[string]any{"cid": "refused", "body": wsclient.Text("refused")})
	a.Problem(t, http.StatusServiceUnavailable, "unavailable")
	if all := log(t, bob, c); len(all) != len(sent) {
		t.Errorf("on a full disk the log has %d messages, want the %d that were answered", len(all), len(sent))
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	afterOutage(t, srv, alice, bob, c, "refused", sent)
}
