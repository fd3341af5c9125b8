package chat

import (
	"context"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// Store is the durable state, as the rules need it. A row that is not there is
// an *Error with CodeNotFound, a broken uniqueness one with CodeConflict.
// Methods that change several rows rely on the transaction of InTx.
type Store interface {
	// InTx runs fn in one transaction. What fn's Store reads, it may rely on
	// until the commit. fn may run again when the database asks for a retry.
	InTx(ctx context.Context, fn func(tx Store) error) error

	UserStore
	SessionStore
	SecondFactorStore
	FriendStore
	BlockStore
	ReportStore
	AdminStore
	GroupStore
	InvitationStore
	MessageStore
	MarkStore
	ChangeStore
	DeliveryStore
	SearchStore
	FileStore
	IdempotencyStore
	BotStore
	DeletionStore
	IncomingWebhookStore
	WebhookStore
	PushStore
}

// GroupStore keeps groups and memberships.
type GroupStore interface {
	// InsertGroup gives g the next free id.
	InsertGroup(ctx context.Context, g *models.Group) error
	Group(ctx context.Context, id int64) (*models.Group, error)
	// Groups returns those of ids that exist, by ascending id.
	Groups(ctx context.Context, ids []int64) ([]models.Group, error)
	GroupMember(ctx context.Context, group, user int64) (*models.GroupMember, error)
	// CountGroupMembers returns the number of members, and counts to limit at most.
	CountGroupMembers(ctx context.Context, group int64, limit int) (int, error)
	// GroupMembers returns the members in joining order.
	GroupMembers(ctx context.Context, group int64) ([]models.GroupMember, error)
	// Memberships returns the groups a user is in, in joining order.
	Memberships(ctx context.Context, user int64) ([]models.GroupMember, error)
	// InGroupWith returns those of others that are in a group with user, ascending.
	InGroupWith(ctx context.Context, user int64, others []int64) ([]int64, error)
	// InsertGroupMember also opens the conversation to the user, from its
	// present end on. CodeConflict when they are a member already.
	InsertGroupMember(ctx context.Context, m *models.GroupMember) error
	// UpdateGroupMember writes role, team, remark name, card and mute.
	UpdateGroupMember(ctx context.Context, m *models.GroupMember) error
	// DeleteGroupMember also closes the conversation to the user.
	DeleteGroupMember(ctx context.Context, group, user int64) error

	// UpdateGroup writes everything but number and time.
	UpdateGroup(ctx context.Context, g *models.Group) error
	// DeleteGroup removes a group with members, bans, requests and invitations,
	// and closes the conversation to all. Its messages stay in the log.
	DeleteGroup(ctx context.Context, id int64) error
	// GroupSizes returns the number of members of each group.
	GroupSizes(ctx context.Context, ids []int64) (map[int64]int, error)
	// ListGroupMembers and ListMemberships page through the same lists as above
	// by ascending id of the membership.
	ListGroupMembers(ctx context.Context, group, after int64, limit int) ([]models.GroupMember, error)
	ListMemberships(ctx context.Context, user, after int64, limit int) ([]models.GroupMember, error)
	// GroupAdmins returns owner and admins, by ascending id.
	GroupAdmins(ctx context.Context, group int64) ([]int64, error)

	// SaveGroupBan inserts, or leaves what is there.
	SaveGroupBan(ctx context.Context, b *models.GroupBan) error
	GroupBan(ctx context.Context, group, user int64) (*models.GroupBan, error)
	DeleteGroupBan(ctx context.Context, group, user int64) error
	// GroupBans returns the bans of a group by ascending user from after on.
	GroupBans(ctx context.Context, group, after int64, limit int) ([]models.GroupBan, error)

	// SaveGroupRequest inserts or replaces.
	SaveGroupRequest(ctx context.Context, r *models.GroupRequest) error
	GroupRequest(ctx context.Context, group, user int64) (*models.GroupRequest, error)
	// DeleteGroupRequest removes a request; one that is not there is gone already.
	DeleteGroupRequest(ctx context.Context, group, user int64) error
	// GroupRequests returns those waiting by ascending user from after on.
	GroupRequests(ctx context.Context, group, after int64, limit int) ([]models.GroupRequest, error)
}

// InvitationStore keeps links into groups.
type InvitationStore interface {
	InsertInvitation(ctx context.Context, i *models.Invitation) error
	Invitation(ctx context.Context, id string) (*models.Invitation, error)
	// Invitations returns the links of a group, oldest first.
	Invitations(ctx context.Context, group int64) ([]models.Invitation, error)
	// UseInvitation takes one use of a link that has a number of them.
	UseInvitation(ctx context.Context, id string) error
	DeleteInvitation(ctx context.Context, id string) error
}

// Append is one message on its way into the log.
type Append struct {
	Message *models.Message // ID, Seq and, for a repeat, all of the stored row are filled in
	Files   []string        // that the message refers to, each once; members may read them from the commit on
	Dup     bool            // the client id was stored before: Message is the stored row
	Err     error           // why this one was refused, such as CodeConflict
}

// Head is a conversation as one user sees it.
type Head struct {
	Conversation models.Conversation
	Member       models.ConversationMember
	OwnUnread    int64           // of the UnreadDepth messages behind the read position, those that never count: the user's own, system notes, and what is not theirs to see
	Last         *models.Message // nil when nothing is visible to the user
}

// UnreadDepth is how many messages behind a read position are looked at one by
// one to count those that are unread. Further ones all count: whoever is a
// thousand behind is shown "999+", and a list of conversations does not take
// seconds because there is a million of them.
const UnreadDepth = 1000

// Unread derives the number of unread messages (REALTIME.md rule 7).
func (h Head) Unread() int64 {
	seen := max(h.Member.ReadSeq, h.Member.JoinedSeq, h.Member.ClearedSeq)
	return max(0, h.Conversation.LastSeq-seen-h.OwnUnread)
}

// HeadCursor is a place in a user's list of conversations, newest activity first.
type HeadCursor struct {
	LastTime time.Time
	ID       models.ConversationID
}

// MessageStore keeps the logs.
type MessageStore interface {
	// AppendMessages commits the batch as one transaction: conversations that
	// do not exist are created (with both members of a direct one), each
	// message gets the next seq of its conversation in the order of the batch,
	// repeats are resolved to the stored row. An error means that nothing was
	// committed; a single refused message has its own Err.
	AppendMessages(ctx context.Context, batch []*Append) error
	// Message returns one entry of a log. In a transaction it stays as it is
	// until the commit.
	Message(ctx context.Context, c models.ConversationID, seq int64) (*models.Message, error)
	// Messages returns those of seqs that exist, ascending.
	Messages(ctx context.Context, c models.ConversationID, seqs []int64) ([]models.Message, error)
	// MessageByClientID returns the message to which sender gave that client id.
	MessageByClientID(ctx context.Context, c models.ConversationID, sender int64, clientID string) (*models.Message, error)
	// UpdateMessage writes format, content, and the times of edit and recall.
	UpdateMessage(ctx context.Context, m *models.Message) error
	// Expired returns messages that expired in (after, until] and still have
	// their content, the earliest first.
	Expired(ctx context.Context, after, until time.Time, limit int) ([]models.Message, error)
	// MessagesAfter returns messages with seq > after, ascending;
	// MessagesBefore those with seq < before, the latest limit of them, ascending.
	MessagesAfter(ctx context.Context, c models.ConversationID, after int64, limit int) ([]models.Message, error)
	MessagesBefore(ctx context.Context, c models.ConversationID, before int64, limit int) ([]models.Message, error)

	Conversation(ctx context.Context, c models.ConversationID) (*models.Conversation, error)
	ConversationMember(ctx context.Context, user int64, c models.ConversationID) (*models.ConversationMember, error)
	// Heads lists a user's conversations, newest activity first, from cursor on (nil: from the top).
	Heads(ctx context.Context, user int64, from *HeadCursor, limit int) ([]Head, error)
	// HeadsOf returns those of the conversations that the user is in, newest activity first.
	HeadsOf(ctx context.Context, user int64, conversations []models.ConversationID) ([]Head, error)
	// MessagesIn returns the messages of several pieces of logs, ascending by
	// conversation and seq.
	MessagesIn(ctx context.Context, spans []Span) ([]models.Message, error)
	// UpdateConversationMember writes what a user decides about a conversation:
	// pinned, mute, archived, hidden and cleared positions, draft.
	UpdateConversationMember(ctx context.Context, m *models.ConversationMember) error
	// ReadersOf returns the members who have read up to seq, by ascending id.
	ReadersOf(ctx context.Context, c models.ConversationID, seq int64, limit int) ([]int64, error)
	// HasOldClient reports whether a member has ever used an old client.
	HasOldClient(ctx context.Context, c models.ConversationID) (bool, error)
	// AdvanceRead moves a read position forward, never back, and returns it.
	AdvanceRead(ctx context.Context, user int64, c models.ConversationID, seq int64) (int64, error)
}

// MessageRef names an entry of a log.
type MessageRef struct {
	Conversation models.ConversationID
	Seq          int64
}

func refOf(m *models.Message) MessageRef { return MessageRef{m.ConversationID, m.Seq} }

// MarkStore keeps what people put on messages, for all or for themselves.
type MarkStore interface {
	// ReactionCounts sums up the reactions by message, each emoji in the order
	// in which the first of it came, with the first MaxReactionUsers users.
	ReactionCounts(ctx context.Context, refs []MessageRef) (map[MessageRef][]ReactionCount, error)
	// InsertReaction and DeleteReaction report whether that changed anything.
	InsertReaction(ctx context.Context, r *models.Reaction) (bool, error)
	DeleteReaction(ctx context.Context, r *models.Reaction) (bool, error)
	// DeleteMarks removes reactions and pins of messages.
	DeleteMarks(ctx context.Context, c models.ConversationID, seqs []int64) error
	// ReactionsOf returns the emoji that a user put on a message.
	ReactionsOf(ctx context.Context, user int64, c models.ConversationID, seq int64) ([]string, error)

	// Pins returns the pinned messages of a conversation, the latest pin first.
	Pins(ctx context.Context, c models.ConversationID) ([]models.Pin, error)
	// PinnedIn returns which of some messages are pinned.
	PinnedIn(ctx context.Context, refs []MessageRef) ([]MessageRef, error)
	// InsertPin and DeletePin report whether that changed anything.
	InsertPin(ctx context.Context, p *models.Pin) (bool, error)
	DeletePin(ctx context.Context, c models.ConversationID, seq int64) (bool, error)

	// HideMessage removes a message from the view of one user, and reports
	// whether that changed anything.
	HideMessage(ctx context.Context, h *models.HiddenMessage) (bool, error)
	// HiddenIn returns what a user hid within pieces of logs.
	HiddenIn(ctx context.Context, user int64, spans []Span) ([]MessageRef, error)
}

// ChangeStore keeps the change logs of conversations.
type ChangeStore interface {
	// AppendChange gives c the next number of its conversation. CodeNotFound
	// without the conversation. Needs a transaction.
	AppendChange(ctx context.Context, c *models.Change) error
	// Changes returns what follows number after, oldest first.
	Changes(ctx context.Context, c models.ConversationID, after int64, limit int) ([]models.Change, error)
	// ChangesIn returns the changes of several pieces of change logs, ascending
	// by conversation and number.
	ChangesIn(ctx context.Context, spans []Span) ([]models.Change, error)
	// TrimChanges removes changes from before a moment, of at most limit
	// conversations, and returns of how many.
	TrimChanges(ctx context.Context, before time.Time, limit int) (int, error)
}

// SearchEntry is a message as the index of searches keeps it.
type SearchEntry struct {
	Message *models.Message
	Tokens  []string // none: it is not to be found
	Kinds   []content.Kind
}

// SearchQuery says which messages to look for; a zero field narrows nothing.
type SearchQuery struct {
	Terms        []content.SearchTerm
	Conversation models.ConversationID
	From         int64 // sender
	Kind         content.Kind
	Since, Until time.Time // sent at or after, and before
}

// SearchStore keeps the index of searches, which follows the log of messages.
type SearchStore interface {
	// SearchPosition returns the id of the newest message that is indexed.
	SearchPosition(ctx context.Context) (int64, error)
	// MessagesByID returns messages with an id above after, ascending.
	MessagesByID(ctx context.Context, after int64, limit int) ([]models.Message, error)
	// IndexMessages makes messages findable as they are now. position, unless
	// 0, is the new SearchPosition.
	IndexMessages(ctx context.Context, entries []SearchEntry, position int64) error
	// SearchMessages returns messages of the user's conversations that hold
	// every term, newest first, with an id below before unless that is 0.
	SearchMessages(ctx context.Context, user int64, q SearchQuery, before int64, limit int) ([]models.Message, error)
}

// PendingDelivery is a conversation in which an old client lags behind.
type PendingDelivery struct {
	ConversationID models.ConversationID
	After          int64 // delivered up to here
	LastSeq        int64
}

// DeliveryStore keeps how far old clients have got, per user and class.
type DeliveryStore interface {
	// StartDelivery returns the position in the user's events. The first call
	// for a class makes the class known: it starts at the user's read position
	// in each conversation, and at the beginning of the pending events.
	StartDelivery(ctx context.Context, user int64, class models.Class) (events int64, err error)
	// PendingDeliveries lists the conversations that are behind, oldest activity first.
	PendingDeliveries(ctx context.Context, user int64, class models.Class) ([]PendingDelivery, error)
	// SaveDeliveries moves positions forward, never back.
	SaveDeliveries(ctx context.Context, rows []models.Delivery) error
}

// FileStore keeps what is known of stored content, and who may read it.
type FileStore interface {
	// SaveFile inserts, or leaves what is there.
	SaveFile(ctx context.Context, f *models.File) error
	File(ctx context.Context, md5 string) (*models.File, error)

	// SaveFileOwner inserts or replaces.
	SaveFileOwner(ctx context.Context, o *models.FileOwner) error
	FileOwner(ctx context.Context, user int64, file string) (*models.FileOwner, error)
	// MayReadFile tells whether a user owns a file, may read a message that
	// refers to it, or it is an avatar.
	MayReadFile(ctx context.Context, user int64, file string) (bool, error)
	// SetFileGrants makes files those that a message refers to, in place of the
	// ones before: after an edit, or none after a recall.
	SetFileGrants(ctx context.Context, c models.ConversationID, seq int64, files []string) error

	// SaveAvatar inserts or replaces. Avatar finds it by either file.
	SaveAvatar(ctx context.Context, a *models.Avatar) error
	Avatar(ctx context.Context, file string) (*models.Avatar, error)

	InsertUpload(ctx context.Context, u *models.Upload) error
	Upload(ctx context.Context, id string) (*models.Upload, error)
	// UpdateUpload writes state, file and expiry.
	UpdateUpload(ctx context.Context, u *models.Upload) error
	DeleteUpload(ctx context.Context, id string) error
	// CountUploads counts the uploads of a user that are not finished.
	CountUploads(ctx context.Context, user int64) (int64, error)
	// ExpiredUploads returns some of those that expired before t.
	ExpiredUploads(ctx context.Context, t time.Time, limit int) ([]models.Upload, error)
}

// IdempotencyStore keeps which requests of a user were made under which name.
type IdempotencyStore interface {
	// InsertIdempotencyKey is CodeConflict when the user has used the key.
	InsertIdempotencyKey(ctx context.Context, k *models.IdempotencyKey) error
	IdempotencyKey(ctx context.Context, user int64, key []byte) (*models.IdempotencyKey, error)
	AnswerIdempotencyKey(ctx context.Context, user int64, key, answer []byte) error
	DeleteIdempotencyKey(ctx context.Context, user int64, key []byte) error
	// TrimIdempotencyKeys deletes those from before t, and the oldest beyond keep.
	TrimIdempotencyKeys(ctx context.Context, user int64, t time.Time, keep int) error
}

// BotStore keeps whose the accounts of programs are.
type BotStore interface {
	InsertBot(ctx context.Context, b *models.Bot) error
	Bot(ctx context.Context, user int64) (*models.Bot, error)
	// BotsOf returns the bots of a user in the order they were made.
	BotsOf(ctx context.Context, owner int64) ([]models.Bot, error)
}

// DeletionStore closes accounts for good.
type DeletionStore interface {
	// CloseUser empties an account but for number and account name, gives it
	// that nickname, and puts it on the list of Deletions.
	CloseUser(ctx context.Context, id int64, nickname string, at time.Time) error
	// Deletions returns closed accounts of which something is left, the oldest first.
	Deletions(ctx context.Context, limit int) ([]int64, error)
	// EraseUser removes what a closed account kept for itself, and takes it off
	// that list.
	EraseUser(ctx context.Context, id int64) error
	// GroupRequestsOf returns the groups that a user waits to be let into.
	GroupRequestsOf(ctx context.Context, user int64) ([]models.GroupRequest, error)
}

// IncomingWebhookStore keeps the addresses at which programs post messages.
type IncomingWebhookStore interface {
	InsertIncomingWebhook(ctx context.Context, h *models.IncomingWebhook) error
	IncomingWebhook(ctx context.Context, id string) (*models.IncomingWebhook, error)
	// IncomingWebhooks returns those of a conversation, oldest first.
	IncomingWebhooks(ctx context.Context, c models.ConversationID) ([]models.IncomingWebhook, error)
	TouchIncomingWebhook(ctx context.Context, id string, at time.Time) error
	DeleteIncomingWebhook(ctx context.Context, id string) error
	// DeleteIncomingWebhooksOf removes those that post as this bot.
	DeleteIncomingWebhooksOf(ctx context.Context, bot int64) error
}

// WebhookStore keeps the addresses that users want to be told of events at,
// and what is on its way there.
type WebhookStore interface {
	InsertWebhook(ctx context.Context, h *models.Webhook) error
	Webhook(ctx context.Context, id string) (*models.Webhook, error)
	// Webhooks returns those of a user, oldest first.
	Webhooks(ctx context.Context, user int64) ([]models.Webhook, error)
	// UpdateWebhook writes everything but user, time and Dropped.
	UpdateWebhook(ctx context.Context, h *models.Webhook) error
	// DropWebhookEvent adds n to Dropped.
	DropWebhookEvent(ctx context.Context, id string, n int) error
	// DeleteWebhook removes one with its deliveries.
	DeleteWebhook(ctx context.Context, id string) error
	// WebhookUsers returns who has a webhook that is not disabled.
	WebhookUsers(ctx context.Context) ([]int64, error)
	// WebhooksFor returns the webhooks that are not disabled of those who are in
	// a conversation now, when they are for it or for all, oldest first.
	WebhooksFor(ctx context.Context, c models.ConversationID) ([]models.Webhook, error)

	InsertWebhookDeliveries(ctx context.Context, list []models.WebhookDelivery) error
	// CountWebhookDeliveries returns how many wait, and counts to limit at most.
	CountWebhookDeliveries(ctx context.Context, webhook string, limit int) (int, error)
	// NextWebhookDelivery returns the one that waits to be sent first.
	NextWebhookDelivery(ctx context.Context, webhook string) (*models.WebhookDelivery, error)
	// WaitingWebhooks returns the ids of webhooks for which something waits.
	WaitingWebhooks(ctx context.Context) ([]string, error)
	WebhookDelivery(ctx context.Context, webhook, id string) (*models.WebhookDelivery, error)
	// WebhookDeliveries returns those that wait, or that were given up, newest
	// first, with an id below before unless that is empty.
	WebhookDeliveries(ctx context.Context, webhook string, dead bool, before string, limit int) ([]models.WebhookDelivery, error)
	// UpdateWebhookDelivery writes state, attempts, next time and last answer.
	UpdateWebhookDelivery(ctx context.Context, d *models.WebhookDelivery) error
	// NewWebhookEvents returns events of which nobody has looked who wants them,
	// in the order of their ids.
	NewWebhookEvents(ctx context.Context, limit int) ([]models.WebhookDelivery, error)
	// DeleteWebhookDeliveries removes those that are there.
	DeleteWebhookDeliveries(ctx context.Context, ids []string) error
	// BuryWebhookDeliveries gives up all that wait for a webhook.
	BuryWebhookDeliveries(ctx context.Context, webhook string) error
	// TrimWebhookDeliveries removes what was given up and is from before t.
	TrimWebhookDeliveries(ctx context.Context, t time.Time) error
	// LastMessageID returns the id of the newest message, 0 without any.
	LastMessageID(ctx context.Context) (int64, error)
}

// PushStore keeps where users want to be notified while nobody looks.
type PushStore interface {
	// SavePushSubscription inserts or replaces that of the session, and removes
	// the one of another session with the same endpoint.
	SavePushSubscription(ctx context.Context, p *models.PushSubscription) error
	PushSubscription(ctx context.Context, session string) (*models.PushSubscription, error)
	// DeletePushSubscription removes that of a session, if it still has the
	// endpoint; an empty hash is any. One that is not there is gone already.
	DeletePushSubscription(ctx context.Context, session string, endpointHash []byte) error
	// PushSubscriptions returns those of users, of sessions that are not revoked.
	PushSubscriptions(ctx context.Context, users []int64) ([]models.PushSubscription, error)

	// SavePushGateway inserts or replaces.
	SavePushGateway(ctx context.Context, g *models.PushGateway) error
	// PushGateways returns those of users, by ascending user.
	PushGateways(ctx context.Context, users []int64) ([]models.PushGateway, error)
	// DeletePushGateway reports whether there was one.
	DeletePushGateway(ctx context.Context, user int64) (bool, error)

	// PushMembers returns the members of a conversation who have either and did
	// not mute it, by ascending id from after on.
	PushMembers(ctx context.Context, c models.ConversationID, after int64, limit int) ([]models.ConversationMember, error)
	// HasPush reports whether anybody has either.
	HasPush(ctx context.Context) (bool, error)
}
