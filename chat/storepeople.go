package chat

import (
	"context"
	"time"

	"flamingo/models"
)

// What of Store is about people: their accounts, sessions and each other.

// UserStore keeps accounts and each user's own log.
type UserStore interface {
	// InsertUser gives u the next free id. CodeConflict when the name is taken.
	InsertUser(ctx context.Context, u *models.User) error
	User(ctx context.Context, id int64) (*models.User, error)
	UserByName(ctx context.Context, username string) (*models.User, error)
	// Users returns those of ids that exist, by ascending id.
	Users(ctx context.Context, ids []int64) ([]models.User, error)
	// ListUsers pages through all users by ascending id.
	ListUsers(ctx context.Context, after int64, limit int) ([]models.User, error)
	// UpdateProfile writes nickname, pictures, gender, birthday, signature, address, phone and mail.
	UpdateProfile(ctx context.Context, u *models.User) error
	SetPassword(ctx context.Context, id int64, hash string) error
	SetDisabled(ctx context.Context, id int64, disabled bool) error
	SetTeams(ctx context.Context, id int64, teams []byte) error
	SetSettings(ctx context.Context, id int64, settings []byte) error
	// FindUsers returns users whose account or nickname begins with one of
	// prefixes, or whose id is number (0: none), by ascending id from after on.
	// Accounts that are closed are left out.
	FindUsers(ctx context.Context, prefixes []string, number, after int64, limit int) ([]models.User, error)

	// AppendUserEvent gives e the next number of its user. Needs a transaction.
	AppendUserEvent(ctx context.Context, e *models.UserEvent) error
	// AppendUserEvents writes the same event to the logs of several users and
	// returns the number it got in each. Needs a transaction.
	AppendUserEvents(ctx context.Context, users []int64, e *models.UserEvent) (map[int64]int64, error)
	// UserEvents returns what follows number after, oldest first.
	UserEvents(ctx context.Context, user, after int64, limit int) ([]models.UserEvent, error)

	// TrimUserEvents removes entries from before a moment, but those of kind
	// keep, of at most limit users, and returns of how many.
	TrimUserEvents(ctx context.Context, before time.Time, keep string, limit int) (int, error)

	// SaveLastSeen inserts or replaces. LastSeen returns when those of users were
	// seen of whom that is known.
	SaveLastSeen(ctx context.Context, list []models.LastSeen) error
	LastSeen(ctx context.Context, users []int64) (map[int64]time.Time, error)

	// Meta returns a setting of the store; SetMeta writes it.
	Meta(ctx context.Context, name string) (string, error)
	SetMeta(ctx context.Context, name, value string) error
}

// SecondFactorStore keeps what users show besides their password.
type SecondFactorStore interface {
	SecondFactor(ctx context.Context, user int64) (*models.SecondFactor, error)
	// SaveSecondFactor inserts or replaces.
	SaveSecondFactor(ctx context.Context, f *models.SecondFactor) error
	// DeleteSecondFactor also deletes the recovery codes.
	DeleteSecondFactor(ctx context.Context, user int64) error
	// UseSecondFactor moves the counter forward; false when it is there already.
	UseSecondFactor(ctx context.Context, user, counter int64) (bool, error)
	SetAppPassword(ctx context.Context, user int64, hash string) error
	ReplaceRecoveryCodes(ctx context.Context, user int64, hashes [][]byte) error
	// UseRecoveryCode deletes a code and reports whether it was there.
	UseRecoveryCode(ctx context.Context, user int64, hash []byte) (bool, error)
	CountRecoveryCodes(ctx context.Context, user int64) (int, error)
}

// SessionStore keeps logged-in devices.
type SessionStore interface {
	InsertSession(ctx context.Context, s *models.Session) error
	Session(ctx context.Context, id string) (*models.Session, error)
	// Sessions returns the sessions of a user that are not revoked, newest first.
	Sessions(ctx context.Context, user int64) ([]models.Session, error)
	// RotateRefresh replaces the refresh hash and last seen time. False when
	// old is not the hash in force or the session is revoked.
	RotateRefresh(ctx context.Context, id string, old, new []byte, at time.Time) (bool, error)
	// TouchSessions sets the last seen time.
	TouchSessions(ctx context.Context, at time.Time, ids ...string) error
	// RevokeSessions marks those that are not yet revoked, and removes their
	// push subscriptions.
	RevokeSessions(ctx context.Context, at time.Time, ids ...string) error
	// RevokedSince returns the ids of the sessions revoked at or after t.
	RevokedSince(ctx context.Context, t time.Time) ([]string, error)
}

// FriendStore keeps friendships and pending requests.
type FriendStore interface {
	Friendship(ctx context.Context, a, b int64) (*models.Friendship, error)
	// Friendships returns those of a user in the order they were made.
	Friendships(ctx context.Context, user int64) ([]models.Friendship, error)
	FriendIDs(ctx context.Context, user int64) ([]int64, error)
	InsertFriendship(ctx context.Context, f *models.Friendship) error
	UpdateFriendship(ctx context.Context, f *models.Friendship) error
	DeleteFriendship(ctx context.Context, id int64) error

	FriendRequest(ctx context.Context, from, to int64) (*models.FriendRequest, error)
	// SaveFriendRequest inserts or replaces.
	SaveFriendRequest(ctx context.Context, r *models.FriendRequest) error
	DeleteFriendRequest(ctx context.Context, from, to int64) error
	// FriendRequestsTo returns those waiting for a user's answer, FriendRequestsFrom
	// those of a user that wait for others: the oldest limit of them, oldest first.
	FriendRequestsTo(ctx context.Context, user int64, limit int) ([]models.FriendRequest, error)
	FriendRequestsFrom(ctx context.Context, user int64, limit int) ([]models.FriendRequest, error)
}

// BlockStore keeps whom users keep away.
type BlockStore interface {
	// SaveBlock inserts, or leaves what is there, and reports whether it is new.
	SaveBlock(ctx context.Context, b *models.Block) (bool, error)
	// DeleteBlock reports whether there was one.
	DeleteBlock(ctx context.Context, user, blocked int64) (bool, error)
	// Blocks returns whom a user blocks, by ascending id from after on.
	Blocks(ctx context.Context, user, after int64, limit int) ([]models.Block, error)
	// BlockedIDs returns everybody a user blocks, BlockersOf everybody who blocks
	// the user, by ascending id.
	BlockedIDs(ctx context.Context, user int64) ([]int64, error)
	BlockersOf(ctx context.Context, user int64) ([]int64, error)
	// BlockBetween reports whether a blocks b, and whether b blocks a.
	BlockBetween(ctx context.Context, a, b int64) (ab, ba bool, err error)
}

// ReportStore keeps what users tell the administrators.
type ReportStore interface {
	InsertReport(ctx context.Context, r *models.Report) error
	Report(ctx context.Context, id string) (*models.Report, error)
	// Reports returns those that were dealt with, or those that were not, newest
	// first, with an id below before unless that is empty.
	Reports(ctx context.Context, handled bool, before string, limit int) ([]models.Report, error)
	// HandleReport writes when a report was dealt with, by whom, and the outcome.
	HandleReport(ctx context.Context, r *models.Report) error
	// CountOpenReports returns how many were not dealt with, and counts to limit at most.
	CountOpenReports(ctx context.Context, limit int) (int, error)
}

// AccountState narrows a list of accounts.
type AccountState string

// States; the empty one is any.
const (
	AccountActive   AccountState = "active"
	AccountDisabled AccountState = "disabled"
	AccountDeleted  AccountState = "deleted"
	AccountAdmin    AccountState = "admin"
)

// AccountFilter says which accounts to list; without Prefixes and Number, all
// of a state.
type AccountFilter struct {
	Prefixes []string // of account or nickname
	Number   int64
	State    AccountState
}

// FileUse is what the files of one media type take.
type FileUse struct {
	Type  string // media type, sniffed
	Count int64
	Size  int64 // in bytes
}

// StorageUse is what a database holds.
type StorageUse struct {
	Database      int64 // in bytes, with its indexes
	Users, Groups int64 // deleted accounts are not counted
	Files         []FileUse
}

// AdminStore is what administrators look at across all accounts, and the log
// of what they do.
type AdminStore interface {
	// ListAccounts pages through accounts by ascending id, closed ones too.
	ListAccounts(ctx context.Context, f AccountFilter, after int64, limit int) ([]models.User, error)
	SetAdmin(ctx context.Context, id int64, admin bool) error
	// Admins returns the administrators whose account is open, by ascending id.
	// In a transaction nobody becomes one or ceases to be one meanwhile.
	Admins(ctx context.Context) ([]int64, error)
	// UsersWithFactor returns those of users who have a second factor in force.
	UsersWithFactor(ctx context.Context, users []int64) (map[int64]bool, error)
	// ListGroups pages through groups whose name begins with one of prefixes, or
	// whose id is number (neither: all), by ascending id.
	ListGroups(ctx context.Context, prefixes []string, number, after int64, limit int) ([]models.Group, error)
	StorageUse(ctx context.Context) (*StorageUse, error)

	InsertAudit(ctx context.Context, a *models.Audit) error
	// AuditLog returns acts, newest first, with an id below before unless that is empty.
	AuditLog(ctx context.Context, before string, limit int) ([]models.Audit, error)
}
