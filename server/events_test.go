package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"flamingo/api/apitest"
	"flamingo/api/apitype"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/ws/wsclient"
)

// State before + events = state after: somebody who applied the events of every
// operation has what somebody has who loads it all.

// unfollowed are the operations that no event tells of, and why. An operation
// that is neither here nor in the steps below fails the test.
var unfollowed = map[string]string{
	"look": `getMe getSecondFactor listSessions listApiTokens findUsers settings user presence friends friendRequests blocks groups group members
		bans groupRequests invitations previewInvitation listConversations getConversation listChanges listPins getMessage listReaders listMessages
		exportConversation search sync getPushKey getServer getPushGateway getFile headFile getThumbnail headThumbnail linkFile describeUploads getUpload headUpload
		listBots listIncomingWebhooks listWebhooks listWebhookDeliveries getWebhook getBot
		stats storage serverSettings listAudit listAccounts account listSessionsOf listAllGroups listReports`,
	"messages, which TestEventsLeadToTheStateThatLoadingGives follows": `sendMessage editMessage recallMessage pinMessage unpinMessage addReaction
		removeReaction forwardMessages sendToMany postToWebhook`,
	"read where it is changed: what only that screen shows": `beginSecondFactor confirmSecondFactor removeSecondFactor renewRecoveryCodes
		renewAppPassword removeAppPassword createBot renameBot deleteBot renewBotToken createIncomingWebhook deleteIncomingWebhook createWebhook
		updateWebhook deleteWebhook renewWebhookSecret pingWebhook redeliver unban invite revokeInvitation subscribePush unsubscribePush setPushGateway deletePushGateway hideMessage
		createAccount editAccount resolveReport`,
	"changes nothing that clients keep":                       `refresh report reportError uploadFile claimFile createUpload writeUpload deleteUpload setUp`,
	"other operations with the same events, by somebody else": `resetPassword dropSecondFactor endSessionsOf endSessionOf endGroup`,
}

// follower is somebody whose state is followed by events.
type follower struct {
	*servertest.RESTClient
	mirror *wsclient.Mirror
	news   chan struct{} // has an element when an event was applied
}

func (r *follower) get(t *testing.T) func(context.Context, string, any) error {
	return func(_ context.Context, path string, v any) error {
		a := r.Do(t, http.MethodGet, "/api/v1"+path, nil)
		if a.Status != http.StatusOK {
			return fmt.Errorf("GET %s: %d %s", path, a.Status, a.Body)
		}
		return json.Unmarshal(a.Body, v)
	}
}

func follow(t *testing.T, srv *servertest.Server, name string) *follower {
	f := &follower{RESTClient: srv.RESTClient(t, name), news: make(chan struct{}, 1)}
	f.mirror = &wsclient.Mirror{Get: f.get(t)}
	if err := f.mirror.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	queue := make(chan wsclient.Event, 1000)
	_, err := wsclient.Dial(t.Context(), "ws://"+srv.HTTPAddr()+"/ws", wsclient.Options{Token: f.Access,
		Device: apitype.Device{ID: f.Session}, OnEvent: func(ev wsclient.Event) { queue <- ev }})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for ev := range queue {
			// What could not be read is gone already, as a later event will say.
			_ = f.mirror.Apply(context.Background(), ev)
			select {
			case f.news <- struct{}{}:
			default:
			}
		}
	}()
	return f
}

// settled waits until the events led to what loading gives.
func (f *follower) settled(t *testing.T, after string) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		fresh := &wsclient.Mirror{Get: f.get(t)}
		if err := fresh.Load(t.Context()); err != nil {
			t.Fatalf("after %s: %v", after, err)
		}
		diff := cmp.Diff(plain(t, fresh.State()), plain(t, f.mirror.State()))
		if diff == "" {
			return
		}
		select {
		case <-f.news:
		case <-late:
			t.Fatalf("after %s, %s (-loaded +followed):\n%s", after, f.Name, diff)
		}
	}
}

// plain is a state without its types: times and empty lists compare as JSON does.
func plain(t *testing.T, p wsclient.People) (v any) {
	data, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEventsOfEveryOperationLeadToWhatLoadingGives(t *testing.T) {
	srv := servertest.Start(t)
	alice, bob := follow(t, srv, "alice"), follow(t, srv, "bob")
	carl, dora := srv.RESTClient(t, "carl"), srv.RESTClient(t, "dora")
	done := map[string]bool{}
	// step makes one operation and compares both.
	step := func(operation string, c *servertest.RESTClient, request string, body ...any) servertest.Answer {
		t.Helper()
		method, path, _ := strings.Cut(request, " ")
		var b any
		if len(body) > 0 {
			b = body[0]
		}
		a := c.Do(t, method, "/api/v1"+path, b)
		if a.Status/100 != 2 {
			t.Fatalf("%s is answered %d %s", operation, a.Status, a.Body)
		}
		done[operation] = true
		alice.settled(t, operation)
		bob.settled(t, operation)
		return a
	}
	id := func(c *servertest.RESTClient) string { return fmt.Sprint(c.ID) }
	a, b := alice.RESTClient, bob.RESTClient
	type object = map[string]any

	// Friends, requests, teams, blocks.
	step("requestFriend", a, "POST /friend-requests", object{"user": id(b), "greeting": "it's me"})
	step("withdrawFriendRequest", a, "DELETE /friend-requests/"+id(b))
	step("requestFriend", a, "POST /friend-requests", object{"user": id(b)})
	step("refuseFriendRequest", b, "POST /friend-requests/"+id(a)+"/refuse")
	step("requestFriend", a, "POST /friend-requests", object{"user": id(b)})
	step("acceptFriendRequest", b, "POST /friend-requests/"+id(a)+"/accept")
	step("addTeam", a, "POST /teams", object{"name": "Work"})
	step("updateFriend", a, "PATCH /friends/"+id(b), object{"team": "Work", "remark": "Bobby"})
	step("renameTeam", a, "PATCH /teams/Work", object{"name": "Office"})
	step("deleteTeam", a, "DELETE /teams/Office")
	step("updateMe", b, "PATCH /me", object{"nickname": "Robert", "signature": "hello", "phone": "1"})
	step("updateSettings", a, "PATCH /me/settings", object{"last_seen": "nobody", "client": object{"colour": "red"}})
	step("deleteFriend", a, "DELETE /friends/"+id(b))
	step("requestFriend", b, "POST /friend-requests", object{"user": id(a), "greeting": "again"})
	step("block", a, "PUT /blocks/"+id(b)) // which refuses the request
	step("unblock", a, "DELETE /blocks/"+id(b))
	step("requestFriend", b, "POST /friend-requests", object{"user": id(a)})
	step("requestFriend", a, "POST /friend-requests", object{"user": id(b)}) // which accepts
	picture := func(operation string, path string) {
		t.Helper()
		res := a.DoWith(t, http.MethodPut, "/api/v1"+path, pngOf(t, 64, 64), map[string]string{"Content-Type": "application/octet-stream"})
		if res.Status/100 != 2 {
			t.Fatalf("%s is answered %d %s", operation, res.Status, res.Body)
		}
		done[operation] = true
		alice.settled(t, operation)
		bob.settled(t, operation)
	}
	picture("setAvatar", "/me/avatar")
	step("deleteAvatar", a, "DELETE /me/avatar")

	// Groups and their members.
	var g, other struct{ ID string }
	step("createGroup", a, "POST /groups", object{"name": "Choir", "users": []string{id(b)}}).Into(t, &g)
	group := "/groups/" + g.ID
	step("editGroup", a, "PATCH "+group, object{"notice": "be kind", "join_policy": "approval", "name": "The choir"})
	picture("setGroupPicture", group+"/picture")
	step("deleteGroupPicture", a, "DELETE "+group+"/picture")
	step("joinGroup", carl, "POST "+group+"/join", object{"greeting": "let me in"})
	step("refuseGroupRequest", a, "POST "+group+"/requests/"+id(carl)+"/refuse")
	step("joinGroup", carl, "POST "+group+"/join", object{})
	step("acceptGroupRequest", a, "POST "+group+"/requests/"+id(carl)+"/accept")
	step("editMember", a, "PATCH "+group+"/members/"+id(b), object{"role": "admin"})
	step("joinGroup", dora, "POST "+group+"/join", object{"greeting": "me too"}) // bob sees it now
	step("acceptGroupRequest", b, "POST "+group+"/requests/"+id(dora)+"/accept")
	step("editMember", a, "PATCH "+group+"/members/"+id(carl), object{"muted_until": time.Now().Add(time.Hour)})
	step("editMember", b, "PATCH "+group+"/members/"+id(b), object{"card": "the bass"})
	step("removeMember", a, "DELETE "+group+"/members/"+id(carl)+"?ban=true")
	step("transferGroup", a, "POST "+group+"/transfer", object{"user": id(b)})
	step("leaveGroup", a, "POST "+group+"/leave")
	step("inviteMembers", b, "POST "+group+"/members", object{"users": []string{id(a)}})
	var invitation struct{ Token string }
	b.Do(t, http.MethodPost, "/api/v1"+group+"/invitations", object{}).Into(t, &invitation)
	step("leaveGroup", a, "POST "+group+"/leave")
	step("acceptInvitation", a, "POST /invitations/"+invitation.Token+"/accept")
	step("removeMember", b, "DELETE "+group+"/members/"+id(a))
	step("createGroup", b, "POST /groups", object{"name": "Short-lived", "users": []string{id(a)}}).Into(t, &other)
	step("dissolveGroup", b, "DELETE /groups/"+other.ID)

	// Conversations.
	sent := b.SendChat(t, a.ID, "hello")
	c := "/conversations/" + sent.Conversation
	step("updateConversation", a, "PATCH "+c, object{"pinned": true, "mute": "count", "draft": "I was"})
	step("markRead", a, "PUT "+c+"/read", object{"seq": 1})
	step("clearConversation", a, "POST "+c+"/clear", object{})
	step("updateConversation", a, "PATCH "+c, object{"archived": true, "pinned": false})

	// Sessions.
	var phone *servertest.RESTClient
	in := step("logIn", srv.Stranger(), "POST /auth/login", object{"username": "alice", "password": servertest.Password("alice"), "device": object{"name": "Phone"}})
	phone = srv.Stranger()
	phone.Take(t, in)
	step("logOut", phone, "POST /auth/logout")
	phone = srv.RESTClient(t, "alice")
	link, err := srv.Chat().SignInLink(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	step("logInByLink", srv.Stranger(), "POST /auth/link", object{"token": link, "device": object{"name": "Laptop"}})
	step("revokeSession", a, "DELETE /sessions/"+phone.Session)
	var token struct{ ID string }
	step("createApiToken", a, "POST /api-tokens", object{"name": "backup", "scopes": []string{"read"}}).Into(t, &token)
	step("revokeApiToken", a, "DELETE /api-tokens/"+token.ID)
	srv.RESTClient(t, "alice")
	step("changePassword", a, "PUT /me/password", object{"old_password": servertest.Password("alice"), "new_password": "another one"})

	// Accounts come and go.
	step("register", srv.Stranger(), "POST /auth/register", object{"username": "eve", "nickname": "Eve", "password": "secret word"})
	step("requestFriend", dora, "POST /friend-requests", object{"user": id(b)})
	step("acceptFriendRequest", b, "POST /friend-requests/"+id(dora)+"/accept")
	step("deleteMe", dora, "DELETE /me", object{"password": servertest.Password("dora")})

	known := map[string]bool{}
	for _, list := range unfollowed {
		for _, operation := range strings.Fields(list) {
			known[operation] = true
		}
	}
	contract, err := apitest.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range contract.Operations() {
		if !done[o.OperationID] && !known[o.OperationID] {
			t.Errorf("%s is an operation that nothing here follows, or says why not", o.OperationID)
		}
	}
}

// startedSession is what an event says of a session that began.
type startedSession struct{ Action, Session, Name, Class, Maker, By string }

// nextStarted waits for the next session that began.
func nextStarted(t *testing.T, c *servertest.Socket) startedSession {
	t.Helper()
	for {
		var d startedSession
		f := c.NextEvent(t, "u")
		if err := json.Unmarshal(f.D, &d); err != nil {
			t.Fatal(err)
		}
		if d.Action == "started" {
			return d
		}
	}
}

func TestASessionThatBeginsSaysItsClass(t *testing.T) {
	srv := servertest.Start(t)
	alice := srv.WebClient(t, "alice")
	see := func(how, class, name, maker string) {
		t.Helper()
		d := nextStarted(t, alice.Socket)
		if d.Class != class || d.Name != name || d.Maker != maker || d.Session == "" || d.By != fmt.Sprint(alice.ID) {
			t.Errorf("%s: got %+v, want class %q, name %q and maker %q", how, d, class, name, maker)
		}
		var list apitype.SessionList
		alice.Do(t, http.MethodGet, "/api/v1/sessions", nil).Into(t, &list)
		if i := slices.IndexFunc(list.Sessions, func(s apitype.LoggedInDevice) bool { return s.ID == d.Session }); i < 0 || list.Sessions[i].Class != d.Class {
			t.Errorf("%s: the list of sessions does not have %+v: %+v", how, d, list.Sessions)
		}
	}
	type object = map[string]any
	log := object{"username": "alice", "password": servertest.Password("alice"), "device": object{"name": "Phone"}}
	srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/login", log)
	see("a browser that logs in", "web", "Phone", "")
	srv.LegacyClient(t, "alice", models.ClassPC)
	see("an old PC", "pc", "pc", "")
	srv.LegacyClient(t, "alice", models.ClassAndroid)
	see("an old phone", "android", "android", "")
	link, err := srv.Chat().SignInLink(t.Context(), alice.ID)
	if err != nil {
		t.Fatal(err)
	}
	srv.Stranger().Do(t, http.MethodPost, "/api/v1/auth/link", object{"token": link, "device": object{"name": "Laptop"}})
	see("a sign-in link", "web", "Laptop", "")
	other := srv.RESTClient(t, "alice")
	see("another browser", "web", "web", "")
	other.Do(t, http.MethodPost, "/api/v1/api-tokens", object{"name": "backup", "scopes": []string{"read"}})
	see("an API token", "api", "backup", other.Session)

	// A bot reads it in a log of its own; who owns it is told of no session.
	robot := newBot(t, srv, alice.RESTClient, "robot")
	var before, after apitype.Sync
	robot.Do(t, http.MethodPost, "/api/v1/sync", object{}).Into(t, &before)
	var renewed struct{ Token string }
	alice.Do(t, http.MethodPost, fmt.Sprintf("/api/v1/bots/%d/token", robot.ID), nil).Into(t, &renewed)
	robot.Access = renewed.Token
	robot.Do(t, http.MethodPost, "/api/v1/sync", object{"resume": object{"epoch": before.Epoch, "u": before.U}}).Into(t, &after)
	var told []startedSession
	for _, ev := range after.Events {
		told = append(told, startedSession{Action: ev.D.Action, Class: ev.D.Class, Maker: ev.D.Maker, By: ev.D.By})
	}
	want := []startedSession{{Action: "ended", By: fmt.Sprint(robot.ID)}, {Action: "started", Class: "api", By: fmt.Sprint(alice.ID)}}
	if !slices.Equal(told, want) {
		t.Errorf("a bot whose token was renewed reads %+v, want %+v", told, want)
	}
}
