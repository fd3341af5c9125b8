package store

import (
	"fmt"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// TestFilesOfOldMessagesAreForThoseWhoWereSentThem: what an original server
// stored has no grants; the first start makes them, and goes on where it was.
func TestFilesOfOldMessagesAreForThoseWhoWereSentThem(t *testing.T) {
	eachDatabase(t, func(t *testing.T, o Options) {
		s := openStore(t, o)
		ctx := t.Context()
		var users []int64
		for i := range 3 {
			u := &models.User{Username: fmt.Sprint("old", i), Nickname: "n", Password: "h", Birthday: models.DefaultBirthday, RegisteredAt: time.Now().UTC()}
			if err := s.InsertUser(ctx, u); err != nil {
				t.Fatal(err)
			}
			users = append(users, u.ID)
		}
		c := models.DirectConversation(users[0], users[1])
		file := func(n int) string { return fmt.Sprintf("%032x", n) }
		var batch []*chat.Append
		for i := range grantBatch + 5 { // more than one transaction takes
			body := fmt.Sprintf(`{"msgType":1,"content":[{"pic":["a.png","%s.png",0,1,1]}]}`, file(i))
			batch = append(batch, &chat.Append{Message: &models.Message{ConversationID: c, SenderID: users[0], TargetID: users[1], Content: []byte(body), SentAt: time.Now().UTC()}})
		}
		if err := s.AppendMessages(ctx, batch); err != nil {
			t.Fatal(err)
		}
		if err := s.SetMeta(ctx, metaFileGrants, ""); err != nil {
			t.Fatal(err)
		}
		again := openStore(t, o)
		for _, n := range []int{0, grantBatch - 1, grantBatch, grantBatch + 4} {
			for i, want := range []bool{true, true, false} {
				if may, err := again.MayReadFile(ctx, users[i], file(n)); err != nil || may != want {
					t.Errorf("user %d, file %d: got %v, %v, want %v", i, n, may, err, want)
				}
			}
		}
		if v, err := again.Meta(ctx, metaFileGrants); err != nil || v != filesDone {
			t.Errorf("got %q, %v, want %q", v, err, filesDone)
		}
	})
}
