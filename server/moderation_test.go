package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// TestOldClientsLiveWithWhatTheyDoNotKnow: a browser renames a group, edits,
// recalls, mutes and removes, and each old client is told in its own words.
func TestOldClientsLiveWithWhatTheyDoNotKnow(t *testing.T) {
	srv := servertest.Start(t)
	web := srv.RESTClient(t, "owner")
	g, err := srv.Chat().CreateGroup(t.Context(), actorOf(web), "group")
	if err != nil {
		t.Fatal(err)
	}
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		t.Run(class.String(), func(t *testing.T) {
			name := "member" + class.String()
			old := srv.LegacyClient(t, name, class)
			old.Operate(t, g.ID, 1, 0)
			old.Next(t, wire.CmdOperateFriend)

			renamed := "new " + class.String()
			if _, err := srv.Chat().EditGroup(t.Context(), actorOf(web), g.ID, chat.GroupEdit{Name: &renamed}); err != nil {
				t.Fatal(err)
			}
			for { // those of people who come and go have another type
				if f := old.Next(t, wire.CmdStatus); strings.Contains(strings.ReplaceAll(f.Data, " ", ""), `"type":3`) && int64(f.Int32(0)) == g.ID {
					break
				}
			}

			c := models.GroupConversation(g.ID)
			sent := web.SendChat(t, g.ID, "first")
			if m := old.NextChat(t); !strings.Contains(m.Text, "first") {
				t.Errorf("got %q, want the message", m.Text)
			}
			if _, err := srv.Chat().EditMessage(t.Context(), actorOf(web), c, sent.Seq, []byte(`{"text":"second"}`)); err != nil {
				t.Fatal(err)
			}
			if m := old.NextChat(t); !strings.Contains(m.Text, "[edited] second") {
				t.Errorf("got %q, want the note of an edit", m.Text)
			}
			if err := srv.Chat().RecallMessage(t.Context(), actorOf(web), c, sent.Seq); err != nil {
				t.Fatal(err)
			}
			if m := old.NextChat(t); !strings.Contains(m.Text, "recalled") {
				t.Errorf("got %q, want the note of a recall", m.Text)
			}

			until := time.Now().Add(time.Hour)
			if _, err := srv.Chat().EditMember(t.Context(), actorOf(web), g.ID, old.ID, chat.MemberEdit{MutedUntil: &until}); err != nil {
				t.Fatal(err)
			}
			old.SendChat(t, g.ID, "unheard")
			old.FriendList(t) // answered after the send was handled
			web.SendChat(t, g.ID, "last")
			if m := old.NextChat(t); !strings.Contains(m.Text, "last") {
				t.Errorf("got %q, want nothing of the note a second time, nor of the refusal", m.Text)
			}

			if err := srv.Chat().RemoveMember(t.Context(), actorOf(web), g.ID, old.ID, false); err != nil {
				t.Fatal(err)
			}
			if f, want := old.Next(t, wire.CmdOperateFriend), fmt.Sprintf(`"userid":%d, "type":5`, g.ID); !strings.Contains(f.Data, want) {
				t.Errorf("who was removed gets %s, want %s", f.Data, want)
			}
			page, err := srv.Chat().MessagesAfter(t.Context(), actorOf(web), c, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range page.Messages {
				if strings.Contains(string(m.Content), "unheard") {
					t.Error("the group got what a muted member wrote")
				}
			}
		})
	}
}
