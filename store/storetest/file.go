package storetest

import (
	"testing"

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
