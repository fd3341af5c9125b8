package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"flamingo/api"
	"flamingo/chat"
	"flamingo/models"
	"flamingo/server/servertest"
)

type object = map[string]any

// Parts of rules that many have in common.
var (
	bytesHeader = map[string]string{"Content-Type": "application/octet-stream"}
	tusHeader   = map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": "0", "Content-Type": ""}
)

// with is a body that is the same for everybody.
func with(body any) func(*stage, *person) any {
	return func(*stage, *person) any { return body }
}

func say(s *stage, _ *person) any {
	s.request++
	return object{"cid": fmt.Sprint("said ", s.request), "body": object{"text": "hi"}}
}

func password(_ *stage, p *person) any { return object{"password": servertest.Password(p.Name)} }

// ofTheFriend is the conversation of target and friend, and the message in it.
func ofTheFriend(s *stage, _ *person) map[string]string {
	return map[string]string{"id": models.DirectConversation(s.target.ID, s.who["friend"].ID).String(), "seq": "1"}
}

func ownMessage(s *stage, p *person) map[string]string {
	if seq := s.own[p.role]; seq != 0 {
		return map[string]string{"seq": fmt.Sprint(seq)}
	}
	return nil
}

func ofSecond(s *stage, _ *person) map[string]string {
	return map[string]string{"seq": fmt.Sprint(s.ofSecond)}
}

func user(id func(*stage, *person) int64) func(*stage, *person) map[string]string {
	return func(s *stage, p *person) map[string]string { return map[string]string{"user": fmt.Sprint(id(s, p))} }
}

// targetAsks lets the target ask somebody to be a friend; who is blocked is not asked.
func targetAsks(s *stage, p *person) {
	if p.role != "friend" {
		s.ok(s.srv.Chat().RequestFriend(s.Context(), actorOf(s.target), p.ID, ""))
	}
}

func withTeam(s *stage, p *person) {
	if err := s.srv.Chat().AddTeam(s.Context(), actorOf(p.RESTClient), "work"); err != nil && !chat.IsCode(err, chat.CodeConflict) {
		s.Fatal(err)
	}
}

func pinned(s *stage) {
	s.ok(s.srv.Chat().PinMessage(s.Context(), s.actor("owner"), models.GroupConversation(s.group), s.firstSeq, true))
}

// targetWrites sets who may write to the target.
func friendsOnly(s *stage) {
	who := chat.WhoFriends
	_, err := s.srv.Chat().UpdateSettings(s.Context(), actorOf(s.target), chat.SettingsChange{Write: &who})
	s.ok(err)
}

// rules is the table. In the letters: y may; u 401; s 403 because the token has
// another scope; f 403; n 404; c 409; i 400.
var rules = []rule{
	//                              nobody, half, disabled
	//                              |   reader, sender, manager (tokens of the owner)
	//                              |   |   stranger, friend, blocked (by the target)
	//                              |   |   |   member, muted, admin, owner, former, banned (of the group)
	//                              |   |   |   |      another device of the owner
	{operation: "register", may: "yyy yyy yyy yyyyyy y", body: func(s *stage, _ *person) any {
		s.request++
		return object{"username": fmt.Sprint("new ", s.request), "password": "x"}
	}},
	{operation: "logIn", may: "uuf yyy yyy yyyyyy y", body: func(_ *stage, p *person) any {
		return object{"username": p.Name, "password": servertest.Password(p.Name)}
	}},
	{operation: "logInByLink", may: "uuf yyy yyy yyyyyy y", body: func(s *stage, p *person) any {
		if p.ID == 0 {
			return object{"token": "made up"}
		}
		token, err := s.srv.Chat().SignInLink(s.Context(), p.ID)
		s.ok(err)
		return object{"token": token}
	}},
	{operation: "refresh", may: "uuu uuu yyy yyyyyy y", ends: true, body: func(_ *stage, p *person) any { return object{"refresh_token": p.Refresh} }},
	{operation: "logOut", may: "uuu sss yyy yyyyyy y", ends: true},

	{operation: "getMe", may: "uuu yss yyy yyyyyy y"},
	{operation: "updateMe", may: "uuu ssy yyy yyyyyy y", body: with(object{"signature": "hi"}), old: oldUpdateMe},
	{operation: "deleteMe", what: "without the password", may: "uuu sss fff ffffff f", body: with(object{"password": "guessed"})},
	{operation: "changePassword", may: "uuu sss yyy yyyyyy y", ends: true, body: func(_ *stage, p *person) any {
		return object{"old_password": servertest.Password(p.Name), "new_password": servertest.Password(p.Name)}
	}},
	{operation: "setAvatar", may: "uuu ssy yyy yyyyyy y", header: bytesHeader, body: func(s *stage, _ *person) any { return pngOf(s, 70, 70) }},
	{operation: "deleteAvatar", may: "uuu ssy yyy yyyyyy y"},
	{operation: "getSecondFactor", may: "uuu sss yyy yyyyyy y"},
	{operation: "beginSecondFactor", may: "uuu sss yyy yyyyyy y", ends: true, body: password},
	{operation: "confirmSecondFactor", what: "without having begun", may: "uuu sss nnn nnnnnn n", body: with(object{"code": "000000"})},
	{operation: "removeSecondFactor", may: "uuu sss yyy yyyyyy y", body: password},
	{operation: "renewRecoveryCodes", what: "without a second factor", may: "uuu sss ccc cccccc c", body: password},
	{operation: "renewAppPassword", what: "without a second factor", may: "uuu sss ccc cccccc c", body: password},
	{operation: "removeAppPassword", what: "without a second factor", may: "uuu sss ccc cccccc c"},
	{operation: "listSessions", may: "uuu sss yyy yyyyyy y"},
	{operation: "revokeSession", what: "of the owner", may: "uuu sss nnn nnnynn y", ends: true, put: func(s *stage, _ *person) map[string]string {
		return map[string]string{"id": s.who["owner"].Session}
	}},
	{operation: "listApiTokens", may: "uuu sss yyy yyyyyy y"},
	{operation: "createApiToken", may: "uuu sss yyy yyyyyy y", body: with(object{"name": "x", "scopes": []string{"read"}})},
	{operation: "revokeApiToken", what: "of the owner", may: "uuu sss nnn nnnynn y", ends: true, put: func(s *stage, _ *person) map[string]string {
		return map[string]string{"id": s.who["reader"].Session}
	}},

	{operation: "findUsers", may: "uuu yss yyy yyyyyy y", on: people, query: func(*stage, *person) string { return "q=tar" }},
	{operation: "settings", may: "uuu yss yyy yyyyyy y"},
	{operation: "updateSettings", may: "uuu ssy yyy yyyyyy y", body: with(object{"read_receipts": true})},
	{operation: "user", may: "uuu yss yyy yyyyyy y", on: people},
	{operation: "presence", may: "uuu yss yyy yyyyyy y", on: people, query: func(s *stage, _ *person) string { return fmt.Sprint("users=", s.target.ID) }},
	{operation: "friends", may: "uuu yss yyy yyyyyy y"},
	{operation: "updateFriend", may: "uuu ssn nyn nnnnnn n", on: people, body: with(object{"remark": "Tess"}), old: oldMarkName},
	{operation: "deleteFriend", may: "uuu ssn nyn nnnnnn n", on: people, once: true, old: oldDeleteFriend},
	{operation: "friendRequests", may: "uuu yss yyy yyyyyy y"},
	{operation: "requestFriend", may: "uuu ssy ycf yyyyyy y", on: people, once: true, old: oldRequestFriend,
		body: func(s *stage, _ *person) any { return object{"user": fmt.Sprint(s.target.ID)} }},
	{operation: "acceptFriendRequest", may: "uuu ssy yyn yyyyyy y", on: people, once: true, before: targetAsks, old: oldAnswerFriend(true)},
	{operation: "refuseFriendRequest", may: "uuu ssy ynn yyyyyy y", on: people, once: true, before: targetAsks, old: oldAnswerFriend(false)},
	{operation: "withdrawFriendRequest", may: "uuu ssy ynn yyyyyy y", on: people, once: true, before: func(s *stage, p *person) {
		s.ok(s.srv.Chat().RequestFriend(s.Context(), actorOf(p.RESTClient), s.target.ID, ""))
	}},
	{operation: "addTeam", may: "uuu ssy yyy yyyyyy y", body: func(s *stage, _ *person) any {
		s.request++
		return object{"name": fmt.Sprint("team ", s.request)}
	}, old: oldAddTeam},
	{operation: "renameTeam", may: "uuu ssy yyy yyyyyy y", before: withTeam, body: func(s *stage, _ *person) any {
		s.request++
		return object{"name": fmt.Sprint("team ", s.request)}
	}},
	{operation: "deleteTeam", may: "uuu ssy yyy yyyyyy y", before: withTeam},
	{operation: "blocks", may: "uuu yss yyy yyyyyy y"},
	{operation: "block", may: "uuu ssy yyy yyyyyy y", on: people},
	{operation: "unblock", may: "uuu ssy yyy yyyyyy y", on: people},
	{operation: "reportError", may: "uuu ssy yyy yyyyyy y", body: with(object{"message": "x is undefined"})},
	{operation: "report", what: "a person", may: "uuu ssy yyy yyyyyy y", on: people,
		body: func(s *stage, _ *person) any { return object{"user": fmt.Sprint(s.target.ID), "reason": "spam"} }},
	{operation: "report", what: "a message", may: "uuu ssy fff yyyyff y", on: inGroup, body: func(s *stage, _ *person) any {
		return object{"c": models.GroupConversation(s.group).String(), "seq": s.ofSecond, "reason": "spam"}
	}},

	{operation: "groups", may: "uuu yss yyy yyyyyy y"},
	{operation: "createGroup", may: "uuu ssy yyy yyyyyy y", body: with(object{"name": "new"}), old: oldCreateGroup},
	{operation: "group", may: "uuu yss yyy yyyyyf y", on: inGroup},
	{operation: "editGroup", may: "uuu ssy fff ffyyff y", on: inGroup, body: with(object{"notice": "be kind"})},
	{operation: "dissolveGroup", may: "uuu ssy fff fffyff y", on: inGroup, once: true},
	{operation: "setGroupPicture", may: "uuu ssy fff ffyyff y", on: inGroup, header: bytesHeader, body: func(s *stage, _ *person) any { return pngOf(s, 70, 70) }},
	{operation: "deleteGroupPicture", may: "uuu ssy fff ffyyff y", on: inGroup},
	{operation: "joinGroup", what: "where admins decide", may: "uuu ssc yyy ccccyf c", on: inGroup, once: true, body: with(object{})},
	{operation: "joinGroup", what: "open to all", may: "uuu ssc yyy ccccyf c", on: inGroup, once: true, body: with(object{}), set: joinBy(models.JoinOpen), old: oldJoin},
	{operation: "joinGroup", what: "by invitation alone", may: "uuu ssc fff ccccff c", on: inGroup, once: true, body: with(object{}), set: joinBy(models.JoinInvitation), old: oldJoin},
	{operation: "leaveGroup", may: "uuu ssy nnn yyyynn y", on: inGroup, once: true, old: oldLeave},
	{operation: "transferGroup", may: "uuu ssy fff fffyff y", on: inGroup, once: true, body: func(s *stage, _ *person) any { return object{"user": fmt.Sprint(s.second.ID)} }},
	{operation: "members", may: "uuu yss fff yyyyff y", on: inGroup, old: oldMembers},
	{operation: "inviteMembers", may: "uuu ssy fff ffyyff y", on: inGroup, once: true, body: func(s *stage, _ *person) any { return object{"users": []string{fmt.Sprint(s.helper.UserID)}} }},
	{operation: "editMember", what: "mute a member", may: "uuu ssy fff ffyyff y", on: inGroup, once: true, body: with(object{"muted_until": time.Now().Add(time.Hour)})},
	{operation: "editMember", what: "mute an admin", may: "uuu ssy fff fffyff y", on: inGroup, once: true, body: with(object{"muted_until": time.Now().Add(time.Hour)}),
		put: user(func(s *stage, _ *person) int64 { return s.who["admin"].ID })},
	{operation: "editMember", what: "make an admin", may: "uuu ssy fff fffyff y", on: inGroup, once: true, body: with(object{"role": "admin"})},
	{operation: "editMember", what: "own name in the group", may: "uuu ssy fff yyyyff y", on: inGroup, once: true, body: with(object{"card": "me"}),
		put: func(s *stage, p *person) map[string]string {
			return map[string]string{"user": fmt.Sprint(max(p.ID, 1))}
		}},
	{operation: "editMember", what: "let oneself write again", may: "uuu ssf fff ffffff f", on: inGroup, once: true, body: with(`{"muted_until":null}`),
		put: func(s *stage, p *person) map[string]string {
			return map[string]string{"user": fmt.Sprint(max(p.ID, 1))}
		}},
	{operation: "removeMember", may: "uuu ssy fff ffyyff y", on: inGroup, once: true},
	{operation: "removeMember", what: "the owner", may: "uuu ssi fff fffiff i", on: inGroup, once: true, put: user(func(s *stage, _ *person) int64 { return s.who["owner"].ID })},
	{operation: "removeMember", what: "with a ban", may: "uuu ssy fff ffyyff y", on: inGroup, once: true, query: func(*stage, *person) string { return "ban=true" }},
	{operation: "bans", may: "uuu yss fff ffyyff y", on: inGroup},
	{operation: "unban", may: "uuu ssy fff ffyyff y", on: inGroup, once: true, put: user(func(s *stage, _ *person) int64 { return s.who["banned"].ID })},
	{operation: "groupRequests", may: "uuu yss fff ffyyff y", on: inGroup},
	{operation: "acceptGroupRequest", may: "uuu ssy fff ffyyff y", on: inGroup, once: true, put: user(func(s *stage, _ *person) int64 { return s.other.ID })},
	{operation: "refuseGroupRequest", may: "uuu ssy fff ffyyff y", on: inGroup, once: true, put: user(func(s *stage, _ *person) int64 { return s.other.ID })},
	{operation: "invitations", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "invite", may: "uuu ssy fff ffyyff y", on: inGroup, body: with(object{})},
	{operation: "revokeInvitation", what: "of the owner", may: "uuu ssy fff ffyyff y", on: inGroup, once: true},
	{operation: "previewInvitation", may: "uuu yss yyy yyyyyf y", on: inGroup},
	{operation: "acceptInvitation", may: "uuu ssy yyy yyyyyf y", on: inGroup, once: true},

	{operation: "listConversations", may: "uuu yss yyy yyyyyy y"},
	{operation: "getConversation", what: "of the group", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "getConversation", what: "of others", may: "uuu fss fyf ffffff f", on: people, put: ofTheFriend},
	{operation: "updateConversation", may: "uuu sys fff yyyyff y", on: inGroup, body: with(object{"pinned": true})},
	{operation: "clearConversation", may: "uuu sys fff yyyyff y", on: inGroup, body: with(object{})},
	{operation: "markRead", may: "uuu sys fff yyyyff y", on: inGroup, body: with(object{"seq": 1}), socket: &socketRule{op: "read", tokens: "sxx",
		fields: func(s *stage, p *person) object { return object{"c": s.conversation(inGroup, p), "seq": 1} }}},
	{operation: "listChanges", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "listPins", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "getMessage", what: "of the group", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "getMessage", what: "of others", may: "uuu fss fyf ffffff f", on: people, put: ofTheFriend},
	{operation: "editMessage", what: "one's own", may: "uuu sys fff yfyyff y", on: inGroup, put: ownMessage, body: with(object{"body": object{"text": "better"}})},
	{operation: "editMessage", what: "another's", may: "uuu sfs fff ffffff f", on: inGroup, put: ofSecond, body: with(object{"body": object{"text": "better"}})},
	{operation: "hideMessage", may: "uuu sys fff yyyyff y", on: inGroup, once: true},
	{operation: "recallMessage", what: "one's own", may: "uuu sys fff yyyyff y", on: inGroup, once: true, put: ownMessage},
	{operation: "recallMessage", what: "another's", may: "uuu sys fff ffyyff y", on: inGroup, once: true, put: ofSecond},
	{operation: "pinMessage", may: "uuu sys fff ffyyff y", on: inGroup},
	{operation: "unpinMessage", may: "uuu sys fff ffyyff y", on: inGroup, set: pinned},
	{operation: "pinMessage", what: "in a direct conversation", may: "uuu sfs fyf ffffff f", on: people, put: ofTheFriend},
	{operation: "addReaction", may: "uuu sys fff yfyyff y", on: inGroup},
	{operation: "removeReaction", may: "uuu sys fff yfyyff y", on: inGroup},
	{operation: "listReaders", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "forwardMessages", what: "out of the group", may: "uuu sys fff yyyyff y", on: inGroup, body: func(s *stage, p *person) any {
		s.request++
		return object{"cid": fmt.Sprint("out ", s.request), "from": models.GroupConversation(s.group).String(), "seqs": []int64{s.ofSecond},
			"to": []string{models.DirectConversation(s.helper.UserID, max(p.ID, 1)).String()}}
	}},
	{operation: "forwardMessages", what: "into the group", may: "uuu sys fff yfyyff y", on: inGroup, body: func(s *stage, p *person) any {
		s.request++
		from := models.DirectConversation(s.helper.UserID, max(p.ID, 1))
		seq := int64(1)
		if p.ID != 0 {
			seq = s.say(s.helper, from, `{"text":"pass it on"}`)
		}
		return object{"cid": fmt.Sprint("in ", s.request), "from": from.String(), "seqs": []int64{seq}, "to": []string{models.GroupConversation(s.group).String()}}
	}},
	{operation: "sendToMany", what: "to the group", may: "uuu sys fff yfyyff y", on: inGroup, old: oldMassToGroup, body: func(s *stage, _ *person) any {
		s.request++
		return object{"cid": fmt.Sprint("mass ", s.request), "targets": []string{fmt.Sprint(s.group)}, "body": object{"text": "hi"}}
	}},
	{operation: "sendToMany", what: "to a person", may: "uuu sys yyf yyyyyy y", on: people, body: func(s *stage, _ *person) any {
		s.request++
		return object{"cid": fmt.Sprint("mass ", s.request), "targets": []string{fmt.Sprint(s.target.ID)}, "body": object{"text": "hi"}}
	}},
	{operation: "listMessages", what: "of the group", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "listMessages", what: "of others", may: "uuu fss fyf ffffff f", on: people, put: ofTheFriend},
	{operation: "sendMessage", what: "to the group", may: "uuu sys fff yfyyff y", on: inGroup, body: say, socket: sendOver(inGroup), old: oldSend(inGroup)},
	{operation: "sendMessage", what: "to a person", may: "uuu sys yyf yyyyyy y", on: people, body: say, socket: sendOver(people), old: oldSend(people)},
	{operation: "sendMessage", what: "to who hears friends only", may: "uuu sfs fyf ffffff f", on: people, body: say, set: friendsOnly,
		socket: sendOver(people), old: oldSend(people)},
	{operation: "sendMessage", what: "between others", may: "uuu sfs fyf ffffff f", on: people, body: say, put: ofTheFriend, socket: &socketRule{op: "send", tokens: "sxx",
		fields: func(s *stage, p *person) object {
			f := say(s, p).(object)
			f["c"] = ofTheFriend(s, p)["id"]
			return f
		}}},
	{operation: "exportConversation", may: "uuu yss fff yyyyff y", on: inGroup},
	{operation: "search", what: "everywhere", may: "uuu yss yyy yyyyyy y", query: func(*stage, *person) string { return "q=first" }},
	{operation: "search", what: "in the group", may: "uuu yss fff yyyyff y", on: inGroup, query: func(s *stage, _ *person) string {
		return "q=first&c=" + url.QueryEscape(models.GroupConversation(s.group).String())
	}},
	{operation: "sync", may: "uuu yss yyy yyyyyy y", body: with(object{"resume": object{}}), socket: &socketRule{op: "sync", tokens: "yxx",
		fields: func(*stage, *person) object { return object{"resume": object{}} }}},

	{operation: "uploadFile", may: "uuu ssy yyy yyyyyy y", header: bytesHeader, query: func(*stage, *person) string { return "name=a" }, body: with([]byte("x"))},
	{operation: "claimFile", may: "uuu ssy yyy yyyyyy y", body: with(object{"md5": "d41d8cd98f00b204e9800998ecf8427e", "size": 100})},
	{operation: "getFile", what: "of the group", may: "uuu yss nnn yyyynn y", on: inGroup},
	{operation: "getFile", what: "of others", may: "uuu nss nyn nnnnnn n", on: people},
	{operation: "headFile", may: "uuu yff nnn yyyynn y", on: inGroup},
	{operation: "getThumbnail", may: "uuu yss nnn yyyynn y", on: inGroup},
	{operation: "headThumbnail", may: "uuu yff nnn yyyynn y", on: inGroup},
	{operation: "linkFile", may: "uuu yss nnn yyyynn y", on: inGroup},
	{operation: "describeUploads", may: "yyy yyy yyy yyyyyy y"},
	{operation: "createUpload", may: "uuu ssy yyy yyyyyy y", header: tusHeader},
	{operation: "getUpload", what: "of the owner", may: "uuu ssy nnn nnnynn y", on: inGroup, set: begun},
	{operation: "headUpload", what: "of the owner", may: "uuu ffy nnn nnnynn y", on: inGroup, set: begun, header: tusHeader},
	{operation: "writeUpload", what: "of the owner", may: "uuu ssy nnn nnnynn y", on: inGroup, once: true, set: begun, body: with([]byte("0123456789")), header: map[string]string{
		"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}},
	{operation: "deleteUpload", what: "of the owner", may: "uuu ssy nnn nnnynn y", on: inGroup, once: true, set: begun, header: tusHeader},

	{operation: "getServer", may: "uuu sss yyy yyyyyy y"},
	{operation: "getPushKey", may: "uuu sss yyy yyyyyy y"},
	{operation: "subscribePush", may: "uuu sss yyy yyyyyy y", body: func(s *stage, _ *person) any { return servertest.NewBrowser(s).Subscription() }},
	{operation: "unsubscribePush", may: "uuu sss yyy yyyyyy y"},
	{operation: "getPushGateway", what: "without one", may: "uuu sss nnn nnnnnn n"},
	{operation: "setPushGateway", may: "uuu sss yyy yyyyyy y", body: with(object{"url": deafReceiver})},
	{operation: "deletePushGateway", may: "uuu sss yyy yyyyyy y", before: func(s *stage, p *person) {
		p.Do(s, http.MethodPut, api.Prefix+"/push/gateway", object{"url": deafReceiver})
	}},

	{operation: "listBots", may: "uuu sss yyy yyyyyy y"},
	{operation: "createBot", may: "uuu sss yyy yyyyyy y", body: func(s *stage, _ *person) any {
		s.request++
		return object{"username": fmt.Sprint("bot ", s.request)}
	}},
	{operation: "renameBot", what: "of the owner", may: "uuu sss nnn nnnynn y", set: hooked, put: ofTheBot, body: with(object{"nickname": "Robot"})},
	{operation: "renewBotToken", what: "of the owner", may: "uuu sss nnn nnnynn y", set: hooked, put: ofTheBot},
	{operation: "deleteBot", what: "of the owner", may: "uuu sss nnn nnnynn y", once: true, set: hooked, put: ofTheBot},
	{operation: "listIncomingWebhooks", may: "uuu ssy fff ffyyff y", on: inGroup},
	{operation: "createIncomingWebhook", may: "uuu ssy fff ffyyff y", on: inGroup, body: with(object{"name": "mail"})},
	{operation: "deleteIncomingWebhook", may: "uuu ssy fff ffyyff y", on: inGroup, once: true, set: hooked, put: ofTheHook},
	{operation: "postToWebhook", what: "with the token", may: "yyy yyy yyy yyyyyy y", on: inGroup, set: hooked, put: ofTheHook, body: with(object{"text": "hi"})},
	{operation: "postToWebhook", what: "without", may: "nnn nnn nnn nnnnnn n", on: inGroup, body: with(object{"text": "hi"})},
	{operation: "listWebhooks", may: "uuu ssy yyy yyyyyy y"},
	{operation: "createWebhook", what: "of the group", may: "uuu ssy fff yyyyff y", on: inGroup, body: func(s *stage, _ *person) any {
		return object{"url": deafReceiver, "events": []string{"message"}, "c": models.GroupConversation(s.group).String()}
	}},
	{operation: "getWebhook", what: "of the owner", may: "uuu ssy nnn nnnynn y", set: listening, put: ofTheWebhook},
	{operation: "updateWebhook", what: "of the owner", may: "uuu ssy nnn nnnynn y", set: listening, put: ofTheWebhook, body: with(object{"events": []string{"edit"}})},
	{operation: "renewWebhookSecret", what: "of the owner", may: "uuu ssy nnn nnnynn y", set: listening, put: ofTheWebhook},
	{operation: "pingWebhook", what: "of the owner", may: "uuu ssy nnn nnnynn y", set: listening, put: ofTheWebhook},
	{operation: "listWebhookDeliveries", what: "of the owner", may: "uuu ssy nnn nnnynn y", set: listening, put: ofTheWebhook},
	{operation: "redeliver", what: "of the owner", may: "uuu ssy nnn nnnynn y", set: listening, put: ofTheWebhook},
	{operation: "deleteWebhook", what: "of the owner", may: "uuu ssy nnn nnnynn y", once: true, set: listening, put: ofTheWebhook},

	// None of them is an administrator: of those see TestS28OnlyAdministratorsAdminister.
	{operation: "setUp", what: "with a token that is guessed", may: "fff fff fff ffffff f", body: func(_ *stage, p *person) any {
		return object{"token": "guessed", "username": p.Name, "password": servertest.Password(p.Name)}
	}},
	{operation: "stats", may: "uuu sss fff ffffff f"},
	{operation: "storage", may: "uuu sss fff ffffff f"},
	{operation: "serverSettings", may: "uuu sss fff ffffff f"},
	{operation: "listAudit", may: "uuu sss fff ffffff f"},
	{operation: "listAccounts", may: "uuu sss fff ffffff f"},
	{operation: "createAccount", may: "uuu sss fff ffffff f", body: with(object{"username": "made by nobody", "password": "x"})},
	{operation: "account", may: "uuu sss fff ffffff f", on: people},
	{operation: "editAccount", what: "disable another", may: "uuu sss fff ffffff f", on: people, body: with(object{"disabled": true})},
	{operation: "editAccount", what: "make oneself administrator", may: "uuu sss fff ffffff f", body: with(object{"admin": true}),
		put: func(s *stage, p *person) map[string]string { return map[string]string{"id": fmt.Sprint(max(p.ID, 1))} }},
	{operation: "resetPassword", may: "uuu sss fff ffffff f", on: people},
	{operation: "dropSecondFactor", may: "uuu sss fff ffffff f", on: people},
	{operation: "listSessionsOf", may: "uuu sss fff ffffff f", on: people},
	{operation: "endSessionsOf", may: "uuu sss fff ffffff f", on: people},
	{operation: "endSessionOf", may: "uuu sss fff ffffff f", on: people, put: func(s *stage, _ *person) map[string]string {
		return map[string]string{"session": s.target.Session}
	}},
	{operation: "listAllGroups", may: "uuu sss fff ffffff f"},
	{operation: "endGroup", what: "whoever owns it", may: "uuu sss fff ffffff f", on: inGroup},
	{operation: "listReports", may: "uuu sss fff ffffff f"},
	{operation: "resolveReport", may: "uuu sss fff ffffff f", body: with(object{"note": "fine"}), put: func(*stage, *person) map[string]string {
		return map[string]string{"report": "01JDP3V2Q8Y4ZC9T5B6R7N8M2K"}
	}},
}

func joinBy(p models.JoinPolicy) func(*stage) {
	return func(s *stage) {
		_, err := s.srv.Chat().EditGroup(s.Context(), s.actor("owner"), s.group, chat.GroupEdit{JoinPolicy: &p})
		s.ok(err)
	}
}

// hooked gives the owner a bot and, where there is a group, an incoming webhook
// for it. What the owner had of both goes first, as their numbers are limited.
func hooked(s *stage) {
	rules, owner := s.srv.Chat(), s.actor("owner")
	bots, err := rules.Bots(s.Context(), owner)
	s.ok(err)
	for _, b := range bots {
		s.ok(rules.DeleteBot(s.Context(), owner, b.User.ID))
	}
	bot, _, err := rules.CreateBot(s.Context(), owner, chat.BotParams{Username: fmt.Sprint("robot ", s.made)})
	s.ok(err)
	s.bot = bot.User.ID
	if _, err := rules.Group(s.Context(), owner, s.group); err != nil {
		return
	}
	hook, token, err := rules.CreateIncomingWebhook(s.Context(), owner, models.GroupConversation(s.group), chat.IncomingWebhookParams{Name: "build"})
	s.ok(err)
	s.hook, s.hookToken = hook.ID, token
}

func ofTheBot(s *stage, _ *person) map[string]string {
	return map[string]string{"id": fmt.Sprint(s.bot)}
}

func ofTheHook(s *stage, _ *person) map[string]string {
	return map[string]string{"webhook": s.hook, "token": s.hookToken}
}

// deafReceiver is called by nobody: webhooks reach no private network here.
const deafReceiver = "http://127.0.0.1:9/"

// listening gives the owner a webhook for which something waits.
func listening(s *stage) {
	rules, owner := s.srv.Chat(), s.actor("owner")
	old, err := rules.Webhooks(s.Context(), owner)
	s.ok(err)
	for _, h := range old {
		s.ok(rules.DeleteWebhook(s.Context(), owner, h.ID))
	}
	h, _, err := rules.CreateWebhook(s.Context(), owner, chat.WebhookParams{URL: deafReceiver, Events: chat.WebhookEvents()})
	s.ok(err)
	d, err := rules.PingWebhook(s.Context(), owner, h.ID)
	s.ok(err)
	s.hook, s.delivery = h.ID, d.ID
}

func ofTheWebhook(s *stage, _ *person) map[string]string {
	return map[string]string{"id": s.hook, "delivery": s.delivery}
}
