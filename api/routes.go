package api

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/cors"

	"flamingo/chat"
)

// route is one operation of openapi.yaml.
type route struct {
	method, path string
	access       access
	handle       fiber.Handler
}

// access is who may call an operation.
type access struct {
	open  bool       // anybody, without a token
	scope chat.Scope // what an API token needs; empty: no API token may
}

var (
	open     = access{open: true}
	session  = access{} // a person who logged in
	read     = access{scope: chat.ScopeRead}
	messages = access{scope: chat.ScopeMessages}
	manage   = access{scope: chat.ScopeManage}
)

// routes lists all operations in the order of openapi.yaml.
func (a *API) routes() []route {
	return []route{
		{fiber.MethodPost, "/auth/register", open, a.register},
		{fiber.MethodPost, "/auth/login", open, a.logIn},
		{fiber.MethodPost, "/auth/link", open, a.logInByLink},
		{fiber.MethodPost, "/auth/refresh", open, a.refresh},
		{fiber.MethodPost, "/auth/logout", session, a.logOut},

		{fiber.MethodGet, "/me", read, a.me},
		{fiber.MethodPatch, "/me", manage, a.updateMe},
		{fiber.MethodDelete, "/me", session, a.deleteMe},
		{fiber.MethodPut, "/me/password", session, a.changePassword},
		{fiber.MethodPut, "/me/avatar", manage, a.setAvatar},
		{fiber.MethodDelete, "/me/avatar", manage, a.deleteAvatar},
		{fiber.MethodGet, "/me/second-factor", session, a.secondFactor},
		{fiber.MethodPost, "/me/second-factor", session, a.beginSecondFactor},
		{fiber.MethodPost, "/me/second-factor/confirm", session, a.confirmSecondFactor},
		{fiber.MethodPost, "/me/second-factor/remove", session, a.removeSecondFactor},
		{fiber.MethodPost, "/me/recovery-codes", session, a.renewRecoveryCodes},
		{fiber.MethodPost, "/me/app-password", session, a.renewAppPassword},
		{fiber.MethodDelete, "/me/app-password", session, a.removeAppPassword},
		{fiber.MethodGet, "/sessions", session, a.listSessions},
		{fiber.MethodDelete, "/sessions/:id", session, a.revokeSession},
		{fiber.MethodGet, "/api-tokens", session, a.listAPITokens},
		{fiber.MethodPost, "/api-tokens", session, a.createAPIToken},
		{fiber.MethodDelete, "/api-tokens/:id", session, a.revokeAPIToken},

		{fiber.MethodGet, "/users", read, a.findUser},
		{fiber.MethodGet, "/me/settings", read, a.settings},
		{fiber.MethodPatch, "/me/settings", manage, a.updateSettings},
		{fiber.MethodGet, "/users/:id", read, with("id", a.user)},
		{fiber.MethodGet, "/presence", read, a.presence},
		{fiber.MethodGet, "/friends", read, tagged(a.listFriends)},
		{fiber.MethodPatch, "/friends/:id", manage, with("id", a.updateFriend)},
		{fiber.MethodDelete, "/friends/:id", manage, with("id", a.deleteFriend)},
		{fiber.MethodGet, "/friend-requests", read, a.listFriendRequests},
		{fiber.MethodPost, "/friend-requests", manage, a.requestFriend},
		{fiber.MethodPost, "/friend-requests/:user/accept", manage, with("user", a.acceptFriend)},
		{fiber.MethodPost, "/friend-requests/:user/refuse", manage, with("user", a.refuseFriend)},
		{fiber.MethodDelete, "/friend-requests/:user", manage, with("user", a.withdrawRequest)},
		{fiber.MethodPost, "/teams", manage, a.addTeam},
		{fiber.MethodPatch, "/teams/:name", manage, a.renameTeam},
		{fiber.MethodDelete, "/teams/:name", manage, a.deleteTeam},
		{fiber.MethodGet, "/blocks", read, a.listBlocks},
		{fiber.MethodPut, "/blocks/:user", manage, with("user", a.block)},
		{fiber.MethodDelete, "/blocks/:user", manage, with("user", a.unblock)},
		{fiber.MethodPost, "/reports", manage, a.report},
		{fiber.MethodPost, "/error-reports", manage, a.reportError},
		{fiber.MethodGet, "/groups", read, tagged(a.listGroups)},
		{fiber.MethodPost, "/groups", manage, a.createGroup},
		{fiber.MethodGet, "/groups/:id", read, with("id", a.group)},
		{fiber.MethodPatch, "/groups/:id", manage, with("id", a.editGroup)},
		{fiber.MethodDelete, "/groups/:id", manage, with("id", a.dissolveGroup)},
		{fiber.MethodPut, "/groups/:id/picture", manage, with("id", a.setGroupPicture)},
		{fiber.MethodDelete, "/groups/:id/picture", manage, with("id", a.deleteGroupPicture)},
		{fiber.MethodPost, "/groups/:id/join", manage, with("id", a.joinGroup)},
		{fiber.MethodPost, "/groups/:id/leave", manage, with("id", a.leaveGroup)},
		{fiber.MethodPost, "/groups/:id/transfer", manage, with("id", a.transferGroup)},
		{fiber.MethodGet, "/groups/:id/members", read, with("id", a.listMembers)},
		{fiber.MethodPost, "/groups/:id/members", manage, with("id", a.inviteMembers)},
		{fiber.MethodPatch, "/groups/:id/members/:user", manage, inGroup(a.editMember)},
		{fiber.MethodDelete, "/groups/:id/members/:user", manage, inGroup(a.removeMember)},
		{fiber.MethodGet, "/groups/:id/bans", read, with("id", a.listBans)},
		{fiber.MethodDelete, "/groups/:id/bans/:user", manage, inGroup(a.unban)},
		{fiber.MethodGet, "/groups/:id/requests", read, with("id", a.listGroupRequests)},
		{fiber.MethodPost, "/groups/:id/requests/:user/accept", manage, inGroup(a.acceptGroupRequest)},
		{fiber.MethodPost, "/groups/:id/requests/:user/refuse", manage, inGroup(a.refuseGroupRequest)},
		{fiber.MethodGet, "/groups/:id/invitations", read, with("id", a.listInvitations)},
		{fiber.MethodPost, "/groups/:id/invitations", manage, with("id", a.invite)},
		{fiber.MethodDelete, "/groups/:id/invitations/:invitation", manage, with("id", a.revokeInvitation)},
		{fiber.MethodGet, "/invitations/:token", read, a.previewInvitation},
		{fiber.MethodPost, "/invitations/:token/accept", manage, a.acceptInvitation},

		{fiber.MethodGet, "/conversations", read, tagged(a.listConversations)},
		{fiber.MethodGet, "/conversations/:id", read, a.getConversation},
		{fiber.MethodPatch, "/conversations/:id", messages, a.updateConversation},
		{fiber.MethodPost, "/conversations/:id/clear", messages, a.clearConversation},
		{fiber.MethodPut, "/conversations/:id/read", messages, a.markRead},
		{fiber.MethodGet, "/conversations/:id/changes", read, a.listChanges},
		{fiber.MethodGet, "/conversations/:id/pins", read, a.listPins},
		{fiber.MethodGet, "/conversations/:id/messages/:seq", read, a.getMessage},
		{fiber.MethodPatch, "/conversations/:id/messages/:seq", messages, a.editMessage},
		{fiber.MethodDelete, "/conversations/:id/messages/:seq", messages, a.atPlace(a.hideMessage)},
		{fiber.MethodPost, "/conversations/:id/messages/:seq/recall", messages, a.atPlace(a.recallMessage)},
		{fiber.MethodPut, "/conversations/:id/messages/:seq/pin", messages, a.atPlace(a.pin)},
		{fiber.MethodDelete, "/conversations/:id/messages/:seq/pin", messages, a.atPlace(a.unpin)},
		{fiber.MethodPut, "/conversations/:id/messages/:seq/reactions/:emoji", messages, a.react},
		{fiber.MethodDelete, "/conversations/:id/messages/:seq/reactions/:emoji", messages, a.react},
		{fiber.MethodGet, "/conversations/:id/messages/:seq/readers", read, a.listReaders},
		{fiber.MethodPost, "/forwards", messages, a.forward},
		{fiber.MethodPost, "/mass-messages", messages, a.sendToMany},
		{fiber.MethodGet, "/conversations/:id/messages", read, a.listMessages},
		{fiber.MethodPost, "/conversations/:id/messages", messages, a.sendMessage},

		{fiber.MethodGet, "/conversations/:id/export", read, slow(a.exportConversation)},

		{fiber.MethodGet, "/search", read, a.search},

		{fiber.MethodPost, "/sync", read, slow(a.sync)},

		{fiber.MethodGet, "/server", session, a.server},

		{fiber.MethodGet, "/push/key", session, a.pushKey},
		{fiber.MethodPut, "/push/subscription", session, a.subscribePush},
		{fiber.MethodDelete, "/push/subscription", session, a.unsubscribePush},
		{fiber.MethodGet, "/push/gateway", session, a.pushGateway},
		{fiber.MethodPut, "/push/gateway", session, a.setPushGateway},
		{fiber.MethodDelete, "/push/gateway", session, a.deletePushGateway},

		{fiber.MethodPost, "/files", manage, slow(a.uploadFile)},
		{fiber.MethodPost, "/files/instant", manage, a.claimFile},
		{fiber.MethodGet, "/files/:file", open, slow(a.file)}, // a link will do
		{fiber.MethodHead, "/files/:file", open, slow(a.file)},
		{fiber.MethodGet, "/files/:file/thumbnail", open, slow(a.thumbnail)},
		{fiber.MethodHead, "/files/:file/thumbnail", open, slow(a.thumbnail)},
		{fiber.MethodPost, "/files/:file/link", read, a.linkFile},
		{fiber.MethodOptions, "/uploads", open, a.describeUploads},
		{fiber.MethodPost, "/uploads", manage, tus(a.createUpload)},
		{fiber.MethodGet, "/uploads/:id", manage, a.upload},
		{fiber.MethodHead, "/uploads/:id", manage, tus(a.headUpload)},
		{fiber.MethodPatch, "/uploads/:id", manage, slow(tus(a.writeUpload))},
		{fiber.MethodDelete, "/uploads/:id", manage, tus(a.deleteUpload)},

		{fiber.MethodGet, "/bots", session, a.listBots},
		{fiber.MethodPost, "/bots", session, a.createBot},
		{fiber.MethodPatch, "/bots/:id", session, with("id", a.renameBot)},
		{fiber.MethodDelete, "/bots/:id", session, with("id", a.deleteBot)},
		{fiber.MethodPost, "/bots/:id/token", session, with("id", a.renewBotToken)},
		{fiber.MethodGet, "/conversations/:id/incoming-webhooks", manage, a.listIncomingWebhooks},
		{fiber.MethodPost, "/conversations/:id/incoming-webhooks", manage, a.createIncomingWebhook},
		{fiber.MethodDelete, "/conversations/:id/incoming-webhooks/:webhook", manage, a.deleteIncomingWebhook},
		{fiber.MethodPost, "/hooks/:token", open, a.postToWebhook},
		{fiber.MethodGet, "/webhooks", manage, a.listWebhooks},
		{fiber.MethodPost, "/webhooks", manage, a.createWebhook},
		{fiber.MethodGet, "/webhooks/:id", manage, a.webhook},
		{fiber.MethodPatch, "/webhooks/:id", manage, a.editWebhook},
		{fiber.MethodDelete, "/webhooks/:id", manage, a.deleteWebhook},
		{fiber.MethodPost, "/webhooks/:id/secret", manage, a.renewWebhookSecret},
		{fiber.MethodPost, "/webhooks/:id/ping", manage, a.pingWebhook},
		{fiber.MethodGet, "/webhooks/:id/deliveries", manage, a.listWebhookDeliveries},
		{fiber.MethodPost, "/webhooks/:id/deliveries/:delivery/redeliver", manage, a.redeliver},

		{fiber.MethodPost, "/admin/setup", open, a.setUp}, // the token of the start will do
		{fiber.MethodGet, "/admin/stats", session, a.stats},
		{fiber.MethodGet, "/admin/storage", session, a.storage},
		{fiber.MethodGet, "/admin/settings", session, a.serverSettings},
		{fiber.MethodGet, "/admin/audit", session, a.listAudit},
		{fiber.MethodGet, "/admin/users", session, a.listAccounts},
		{fiber.MethodPost, "/admin/users", session, a.createAccount},
		{fiber.MethodGet, "/admin/users/:id", session, with("id", a.account)},
		{fiber.MethodPatch, "/admin/users/:id", session, with("id", a.editAccount)},
		{fiber.MethodPost, "/admin/users/:id/password", session, with("id", a.resetPassword)},
		{fiber.MethodDelete, "/admin/users/:id/second-factor", session, with("id", a.dropSecondFactor)},
		{fiber.MethodGet, "/admin/users/:id/sessions", session, with("id", a.listSessionsOf)},
		{fiber.MethodDelete, "/admin/users/:id/sessions", session, with("id", a.endSessionsOf)},
		{fiber.MethodDelete, "/admin/users/:id/sessions/:session", session, with("id", a.endSessionOf)},
		{fiber.MethodGet, "/admin/groups", session, a.listAllGroups},
		{fiber.MethodDelete, "/admin/groups/:id", session, with("id", a.endGroup)},
		{fiber.MethodGet, "/admin/reports", session, a.listReports},
		{fiber.MethodPost, "/admin/reports/:report/resolve", session, a.resolveReport},
	}
}

// Register adds the routes to app.
func (a *API) Register(app *fiber.App) {
	app.Get("/openapi.yaml", serveSpec)
	group := app.Group(Prefix, a.prepare)
	if len(a.origins) > 0 {
		group.Use(a.crossOrigin())
	}
	group.Use(a.limitTime)
	for _, r := range a.routes() {
		group.Add(r.method, r.path, a.chain(r)...)
	}
	for _, r := range a.routes() {
		if r.method == fiber.MethodGet { // behind those that have a HEAD of their own
			group.Add(fiber.MethodHead, r.path, a.chain(r)...)
		}
	}
	group.Use(a.limitAddress, a.otherwise)
}

// chain is what a request goes through on its way to the handler of r.
func (a *API) chain(r route) []fiber.Handler {
	if r.access.open {
		if strings.HasPrefix(r.path, "/files/") {
			return []fiber.Handler{a.limitLinks, r.handle}
		}
		return []fiber.Handler{a.limitAddress, r.handle}
	}
	handlers := []fiber.Handler{a.authenticate, a.allow(r.access.scope)}
	if r.named() {
		handlers = append(handlers, a.idempotent)
	}
	return append(handlers, r.handle)
}

// otherwise answers what is no operation: 204 to OPTIONS, 405 to a method that
// a path does not have, both with those that it has, and 404.
func (a *API) otherwise(c *fiber.Ctx) error {
	path := strings.TrimPrefix(c.Path(), Prefix)
	var methods []string
	add := func(m string) {
		if !slices.Contains(methods, m) {
			methods = append(methods, m)
		}
	}
	for _, r := range a.routes() {
		if fiber.RoutePatternMatch(path, r.path, fiber.Config{CaseSensitive: true, StrictRouting: true}) {
			add(r.method)
			if r.method == fiber.MethodGet {
				add(fiber.MethodHead)
			}
		}
	}
	if len(methods) == 0 {
		return fiber.ErrNotFound
	}
	add(fiber.MethodOptions)
	c.Set(fiber.HeaderAllow, strings.Join(methods, ", "))
	if c.Method() == fiber.MethodOptions {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return fiber.ErrMethodNotAllowed
}

// preflightLife is how long, in seconds, a browser may remember what a page of
// another origin is allowed.
const preflightLife = 600

// crossOrigin lets pages of the configured origins use the API. They bear a
// token like everybody else: there are no cookies to send along.
func (a *API) crossOrigin() fiber.Handler {
	return cors.New(cors.Config{
		AllowOrigins: strings.Join(a.origins, ","),
		AllowMethods: "GET,HEAD,POST,PUT,PATCH,DELETE",
		AllowHeaders: "Authorization,Content-Type,Idempotency-Key,If-None-Match,Range,Tus-Resumable,Upload-Length,Upload-Offset,Upload-Metadata,Upload-Checksum",
		ExposeHeaders: "ETag,Location,Retry-After,RateLimit,RateLimit-Policy,Idempotency-Replayed,Content-Disposition,Content-Range," +
			"Tus-Resumable,Upload-Offset,Upload-Length,Upload-Expires",
		MaxAge: preflightLife,
	})
}

// Operation is a route in the words of openapi.yaml.
type Operation struct {
	Method, Path string // "/conversations/{id}"
	Open         bool   // anybody, without a token
	Scope        chat.Scope
	Named        bool // takes an Idempotency-Key
}

// Operations lists all routes.
func Operations() []Operation {
	var list []Operation
	for _, r := range new(API).routes() {
		parts := strings.Split(r.path, "/")
		for i, p := range parts {
			if name, ok := strings.CutPrefix(p, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		list = append(list, Operation{r.method, strings.Join(parts, "/"), r.access.open, r.access.scope, r.named()})
	}
	return list
}
