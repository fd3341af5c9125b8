package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

func testFiles(t *testing.T, s *suite) {
	ctx := t.Context()
	f := &models.File{MD5: "d41d8cd98f00b204e9800998ecf8427e", Size: 5 << 40, Type: "image/png", Picture: true, CreatedAt: now()}
	must(t, s.store.SaveFile(ctx, f))
	other := *f
	other.Size = 7
	must(t, s.store.SaveFile(ctx, &other))
	equal(t, "file", ok(s.store.File(ctx, f.MD5))(t), f)
	for _, md5 := range []string{"", f.MD5 + " ", "D41D8CD98F00B204E9800998ECF8427E", "é", "\xff"} {
		_, err := s.store.File(ctx, md5)
		wantCode(t, "file "+md5, err, chat.CodeNotFound)
	}
}

// fileID returns the id of a file that no other test has.
func fileID() string { return fmt.Sprintf("%032x", names.Add(1)) }

func (s *suite) wantMayRead(t *testing.T, file string, want map[int64]bool) {
	t.Helper()
	for user, may := range want {
		equal(t, fmt.Sprintf("user %d may read %s", user, file), ok(s.store.MayReadFile(t.Context(), user, file))(t), may)
	}
}

// testFileGrants: a message opens its files to those who may read it.
func testFileGrants(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, c := s.pair(t)
	stranger := s.user(t).ID
	files := make([]string, 300) // more than one statement takes
	for i := range files {
		files[i] = fileID()
	}
	list := batch(message(c, a, "", "with files"), message(c, a, "", "without"))
	list[0].Files = files
	must(t, s.store.AppendMessages(ctx, list))
	for _, f := range []string{files[0], files[255], files[256], files[299]} {
		s.wantMayRead(t, f, map[int64]bool{a: true, b: true, stranger: false})
	}
	s.wantMayRead(t, fileID(), map[int64]bool{a: false})
	for _, odd := range []string{"", files[0] + " ", strings.ToUpper(files[10]) + "X", "é", "\xff", "' OR 1=1 --"} {
		s.wantMayRead(t, odd, map[int64]bool{a: false})
	}

	// A repeat is no second message, and a refused one opens nothing.
	other := fileID()
	cid := message(c, a, "files", "one")
	first := batch(cid)
	must(t, s.store.AppendMessages(ctx, first))
	again := batch(message(c, a, "files", "another"))
	again[0].Files = []string{other}
	must(t, s.store.AppendMessages(ctx, again))
	wantCode(t, "another message of that id", again[0].Err, chat.CodeConflict)
	s.wantMayRead(t, other, map[int64]bool{a: false, b: false})

	// An edit replaces, a recall takes away; another message keeps its own.
	twice := batch(message(c, b, "", "twice"))
	twice[0].Files = []string{files[0]}
	must(t, s.store.AppendMessages(ctx, twice))
	must(t, s.store.SetFileGrants(ctx, c, list[0].Message.Seq, []string{other}))
	s.wantMayRead(t, other, map[int64]bool{b: true})
	s.wantMayRead(t, files[1], map[int64]bool{a: false, b: false})
	s.wantMayRead(t, files[0], map[int64]bool{a: true, b: true})
	must(t, s.store.SetFileGrants(ctx, c, twice[0].Message.Seq, nil))
	s.wantMayRead(t, files[0], map[int64]bool{a: false, b: false})

	// In a group: members from the message on, until they leave.
	g := s.group(t, a, b)
	in := batch(message(models.GroupConversation(g.ID), a, "", "to the group"))
	in[0].Files = []string{files[5]}
	must(t, s.store.AppendMessages(ctx, in))
	s.join(t, g.ID, stranger)
	s.wantMayRead(t, files[5], map[int64]bool{a: true, b: true, stranger: false})
	s.leave(t, g.ID, b)
	s.wantMayRead(t, files[5], map[int64]bool{a: true, b: false})
}

func testFileOwners(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, _ := s.pair(t)
	o := &models.FileOwner{UserID: a, File: fileID(), Name: "文件.txt", CreatedAt: now()}
	must(t, s.store.SaveFileOwner(ctx, o))
	o.Name = "renamed.txt"
	must(t, s.store.SaveFileOwner(ctx, o))
	equal(t, "owner", ok(s.store.FileOwner(ctx, a, o.File))(t), o)
	_, err := s.store.FileOwner(ctx, b, o.File)
	wantCode(t, "owner that is none", err, chat.CodeNotFound)
	s.wantMayRead(t, o.File, map[int64]bool{a: true, b: false})

	face := &models.Avatar{File: fileID(), Large: fileID(), CreatedAt: now()}
	must(t, s.store.SaveAvatar(ctx, face))
	for _, f := range []string{face.File, face.Large} {
		equal(t, "avatar", ok(s.store.Avatar(ctx, f))(t), face)
		s.wantMayRead(t, f, map[int64]bool{a: true, b: true})
	}
	must(t, s.store.SaveAvatar(ctx, &models.Avatar{File: fileID(), CreatedAt: now()}))
	_, err = s.store.Avatar(ctx, "")
	wantCode(t, "avatar without a name", err, chat.CodeNotFound)
}

func testUploads(t *testing.T, s *suite) {
	ctx := t.Context()
	a, b, _ := s.pair(t)
	u := &models.Upload{ID: name("UPLOAD"), UserID: a, Name: "n", Metadata: "filename bg==", Size: 5 << 40, State: []byte{0, 1}, CreatedAt: now(), ExpiresAt: now().Add(time.Hour)}
	must(t, s.store.InsertUpload(ctx, u))
	equal(t, "upload", ok(s.store.Upload(ctx, u.ID))(t), u)
	equal(t, "unfinished of a", ok(s.store.CountUploads(ctx, a))(t), 1)
	equal(t, "unfinished of b", ok(s.store.CountUploads(ctx, b))(t), 0)
	u.State, u.File, u.ExpiresAt = nil, fileID(), now().Add(-time.Hour)
	must(t, s.store.UpdateUpload(ctx, u))
	must(t, s.store.UpdateUpload(ctx, u)) // nothing changes
	equal(t, "finished upload", ok(s.store.Upload(ctx, u.ID))(t), u)
	equal(t, "unfinished of a", ok(s.store.CountUploads(ctx, a))(t), 0)
	equal(t, "expired", ok(s.store.ExpiredUploads(ctx, now(), 10))(t), []models.Upload{*u})
	must(t, s.store.DeleteUpload(ctx, u.ID))
	wantCode(t, "delete again", s.store.DeleteUpload(ctx, u.ID), chat.CodeNotFound)
	_, err := s.store.Upload(ctx, u.ID)
	wantCode(t, "deleted upload", err, chat.CodeNotFound)
}
