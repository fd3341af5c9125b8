package tcpcompat_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"flamingo/chat"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/wire"
)

// room is what a PC has for a text: bytes of UTF-8, UTF-16 units; 0 is no limit.
type room struct{ bytes, chars int }

// Section 8 of CLIENTS.md, as a client has it.
var (
	roomInLogin = map[string]room{"username": {31, 0}, "nickname": {31, 0}, "signature": {255, 0}, "address": {511, 0},
		"phonenumber": {63, 0}, "mail": {255, 0}, "customface": {63, 0}}
	roomInList = map[string]room{"username": {31, 0}, "nickname": {63, 31}, "markname": {63, 31}, "signature": {255, 0}, "address": {0, 63},
		"phonenumber": {63, 31}, "mail": {63, 31}, "customface": {63, 0}, "teamname": {0, 15}}
	roomInMembers = map[string]room{"username": {31, 0}, "nickname": {63, 31}, "signature": {255, 0}, "address": {51224, 0},
		"phonenumber": {63, 31}, "mail": {63, 31}, "customface": {63, 0}}
	roomInUpdate = map[string]room{"nickname": {63, 0}, "signature": {511, 0}, "address": {63, 0}, "phonenumber": {31, 0},
		"mail": {47, 0}, "customface": {259, 0}}
	roomInFind    = map[string]room{"username": {63, 28}, "nickname": {63, 27}}
	roomInOperate = map[string]room{"username": {63, 31}}
)

// checkRoom walks through an answer: every text fits its buffer and is valid
// UTF-8, and nothing is null.
func checkRoom(t *testing.T, what, data string, limits map[string]room) {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(data), &v); err != nil {
		t.Fatalf("%s: %v in %s", what, err, data)
	}
	found := map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case nil:
			t.Errorf("%s has a null: %s", what, data)
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for key, e := range v {
				text, isText := e.(string)
				limit, limited := limits[key]
				if limited && !isText {
					t.Errorf("%s: %s is %v, want a string", what, key, e)
				}
				if limited && isText {
					found[key] = true
					if n := len(text); limit.bytes > 0 && n > limit.bytes {
						t.Errorf("%s: %s has %d bytes, a PC takes %d", what, key, n, limit.bytes)
					}
					if n := len(utf16.Encode([]rune(text))); limit.chars > 0 && n > limit.chars {
						t.Errorf("%s: %s has %d characters, a PC takes %d", what, key, n, limit.chars)
					}
					if strings.ContainsRune(text, utf8.RuneError) {
						t.Errorf("%s: %s is cut within a character: %q", what, key, text)
					}
				}
				walk(e)
			}
		}
	}
	walk(v)
	for key := range limits {
		if !found[key] {
			t.Errorf("%s has no %s: %s", what, key, data)
		}
	}
}

// A longer text than its buffer ends the process of a PC (section 1, rule 5).
// Who has the longest of everything is shown to one everywhere.
func TestEveryFieldFitsAPC(t *testing.T) {
	srv := servertest.Start(t)
	longName := strings.Repeat("名", 64)
	register := dial(t, srv)
	wantCode(t, register.ask(wire.CmdRegister, fmt.Sprintf(`{"username": "%s", "nickname": "%[1]s", "password": "secret"}`, longName)), wire.CodeOK)
	long := dial(t, srv)
	f := long.ask(wire.CmdLogin, loginData(longName, "secret", models.ClassPC))
	var answer struct{ UserID int64 }
	if err := json.Unmarshal([]byte(f.data), &answer); err != nil {
		t.Fatal(err)
	}
	long.id = answer.UserID
	text := func(n int) *string { s := strings.Repeat("长😀", n/2); return &s }
	face := srv.PictureClient(models.ClassPC).Upload(t, []byte("a face"))
	actor := chat.Actor{UserID: long.id, SessionID: "x", Class: models.ClassPC}
	_, err := srv.Chat().UpdateProfile(t.Context(), actor, chat.ProfileChange{Signature: text(256), Address: text(256), Phone: text(64), Mail: text(256), CustomFace: &face})
	if err != nil {
		t.Fatal(err)
	}
	again := dial(t, srv)
	checkRoom(t, "1002", again.ask(wire.CmdLogin, loginData(longName, "secret", models.ClassPC)).data, roomInLogin)
	again.id = long.id
	again.ask(wire.CmdFriendList, "")

	pc := logIn(t, srv, "pc", models.ClassPC)
	again.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, pc.id))
	checkRoom(t, "1005", pc.next(wire.CmdOperateFriend).data, roomInOperate)
	pc.request(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 3, "accept": 1}`, long.id))
	checkRoom(t, "1005", pc.next(wire.CmdOperateFriend).data, roomInOperate)
	by := chat.Actor{UserID: pc.id, SessionID: "x", Class: models.ClassWeb}
	longest := strings.Repeat("组", 32)
	for _, err := range []error{srv.Chat().AddTeam(t.Context(), by, longest), srv.Chat().MoveFriend(t.Context(), by, long.id, longest, chat.DefaultTeam),
		srv.Chat().SetRemark(t.Context(), by, long.id, longest)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	checkRoom(t, "1003", pc.ask(wire.CmdFriendList, "").data, roomInList)
	checkRoom(t, "1004", pc.ask(wire.CmdFind, `{"type": 1, "username": "`+longName+`"}`).data, roomInFind)

	group := again.createGroup(longName)
	pc.ask(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, group))
	checkRoom(t, "1010", pc.ask(wire.CmdGroupMembers, fmt.Sprintf(`{"groupid": %d}`, group)).data, roomInMembers)
	checkRoom(t, "1003", pc.ask(wire.CmdFriendList, "").data, roomInList)
	data := fmt.Sprintf(`{"nickname": "%s", "facetype": 0, "customface": "%s", "gender": 0, "birthday": 19900101, "signature": "%s", "address": "%s", "phonenumber": "%s", "mail": "%s"}`,
		longName, face, *text(256), *text(256), *text(64), *text(256))
	checkRoom(t, "1007", again.ask(wire.CmdUpdateProfile, data).data, roomInUpdate)
	checkRoom(t, "1009", again.ask(wire.CmdCreateGroup, `{"groupname": "`+longName+`", "type": 0}`).data, map[string]room{"groupname": {63, 0}})
}

// One of Android's screens ends on a list of members that it did not ask for
// (1010).
func TestMembersAreNeverSentUnasked(t *testing.T) {
	srv := servertest.Start(t)
	phone, pc := logIn(t, srv, "phone", models.ClassAndroid), logIn(t, srv, "pc", models.ClassPC)
	phone.befriend(pc)
	group := phone.createGroup("g")
	pc.ask(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 1}`, group))
	pc.ask(wire.CmdUpdateProfile, profile("new", ""))
	pc.chat(group, "hello")
	phone.next(wire.CmdChat)
	pc.ask(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 4}`, group))
	pc.ask(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 4}`, phone.id))
	phone.alive(wire.CmdGroupMembers)
}

// Away and busy have no number that every client shows right, and a browser is
// a PC to them (section 4).
func TestBrowsersAreOnlineForOldClients(t *testing.T) {
	srv := servertest.Start(t)
	web := srv.WebClient(t, "web")
	by := chat.Actor{UserID: web.ID, SessionID: web.Session, Class: models.ClassWeb}
	for _, class := range []models.Class{models.ClassPC, models.ClassAndroid} {
		p := logIn(t, srv, "friend-"+class.String(), class)
		if err := srv.Chat().RequestFriend(t.Context(), by, p.id, ""); err != nil {
			t.Fatal(err)
		}
		p.next(wire.CmdOperateFriend)
		p.ask(wire.CmdOperateFriend, fmt.Sprintf(`{"userid": %d, "type": 3, "accept": 1}`, web.ID))
		for _, tt := range []struct {
			status             chat.Status
			clientType, number int
		}{{chat.StatusOnline, 1, 1}, {chat.StatusAway, 1, 1}, {chat.StatusBusy, 1, 1}, {chat.StatusInvisible, 0, 0}} {
			if err := srv.Chat().SetStatus(t.Context(), by, tt.status, 0); err != nil {
				t.Fatal(err)
			}
			list := p.ask(wire.CmdFriendList, "").data
			if !strings.Contains(list, fmt.Sprintf(`"clienttype":%d,`, tt.clientType)) || !strings.Contains(list, fmt.Sprintf(`"status":%d,`, tt.number)) {
				t.Errorf("%s sees a browser that is %v as %s, want client type %d and status %d", class, tt.status, list, tt.clientType, tt.number)
			}
		}
	}
	// Mobile data and Wi-Fi of a phone are passed on.
	phone, pc := dial(t, srv), logIn(t, srv, "pc", models.ClassPC)
	phone.register("phone")
	for _, status := range []int{3, 4} {
		phone.request(wire.CmdLogin, fmt.Sprintf(`{"username": "phone", "password": "%s", "clienttype": 2, "status": %d}`, servertest.Password("phone"), status))
		phone.next(wire.CmdLogin)
		if status == 3 {
			phone.id = 0
			f := pc.ask(wire.CmdFind, `{"type": 1, "username": "phone"}`)
			var found struct{ UserInfo []member }
			if err := json.Unmarshal([]byte(f.data), &found); err != nil || len(found.UserInfo) != 1 {
				t.Fatal(f.data)
			}
			phone.id = found.UserInfo[0].UserID
			phone.ask(wire.CmdFriendList, "")
			phone.befriend(pc)
		}
		if list := pc.ask(wire.CmdFriendList, "").data; !strings.Contains(list, `"clienttype":2,`) || !strings.Contains(list, fmt.Sprintf(`"status":%d,`, status)) {
			t.Errorf("a phone with status %d is shown as %s", status, list)
		}
	}
}
