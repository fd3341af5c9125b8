package chat

import (
	"context"
	"fmt"
	"time"

	"flamingo/models"
)

// A bot is the account of a program. It belongs to a user, has no password, and
// comes in by its API token alone. To others it is a user like any other, with
// a mark, but for what only people do: it owns no group, asks nobody to be a
// friend, joins no group unless somebody brings it in, and writes to nobody
// directly who is not its owner or a friend and has not written to it.

// MaxBots is how many bots a user owns, those of incoming webhooks among them.
const MaxBots = 50

// BotView is a bot as its owner sees it.
type BotView struct {
	User      *models.User
	CreatedAt time.Time
	UsedAt    *time.Time // when its token was used last; nil without a token
}

// BotParams are what a new bot starts with.
type BotParams struct {
	Username string // nobody logs in with it; one finds the bot by it
	Nickname string // empty means the user name
}

// CreateBot makes a bot of the actor's and its token, which is returned this
// once. The two are friends, so that old clients can write to it and the actor
// can add it to groups. CodeConflict when the name is taken, or there are
// MaxBots already.
func (s *Service) CreateBot(ctx context.Context, a Actor, p BotParams) (*BotView, string, error) {
	if p.Nickname == "" {
		p.Nickname = p.Username
	}
	if err := firstError(username(p.Username), name("nickname", p.Nickname, MaxNickname)); err != nil {
		return nil, "", err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, "", err
	}
	var u *models.User
	var events []UserEvent
	token, sess := s.newBotToken()
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if u, err = s.insertBot(ctx, tx, a, p); err != nil {
			return err
		}
		owner, err := tx.User(ctx, a.UserID)
		if err != nil {
			return err
		}
		if events, err = s.acceptRequest(ctx, tx, a, owner, u); err != nil {
			return err
		}
		sess.UserID = u.ID
		began, err := s.insertBotToken(ctx, tx, a, sess)
		events = append(events, began)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("create bot of user %d: %w", a.UserID, err)
	}
	s.befriended(a, u.ID, events)
	return &BotView{User: u, CreatedAt: u.RegisteredAt, UsedAt: &sess.LastSeenAt}, token, nil
}

// insertBot makes a bot of the actor's, without a token.
func (s *Service) insertBot(ctx context.Context, tx Store, a Actor, p BotParams) (*models.User, error) {
	owner, err := tx.User(ctx, a.UserID)
	if err != nil {
		return nil, err
	}
	if err := reachable(owner); err != nil {
		return nil, err
	}
	if err := onlyPeople(owner); err != nil {
		return nil, err
	}
	list, err := tx.BotsOf(ctx, a.UserID)
	if err != nil {
		return nil, err
	}
	if len(list) >= MaxBots {
		return nil, Errorf(CodeConflict, "you have %d bots already", MaxBots)
	}
	u := &models.User{Username: p.Username, Nickname: p.Nickname, Bot: true, Birthday: models.DefaultBirthday, RegisteredAt: s.now()}
	if err := tx.InsertUser(ctx, u); err != nil {
		if IsCode(err, CodeConflict) {
			err = errNameTaken()
		}
		return nil, err
	}
	if err := tx.InsertBot(ctx, &models.Bot{UserID: u.ID, OwnerID: a.UserID, CreatedAt: u.RegisteredAt}); err != nil {
		return nil, err
	}
	return u, nil
}

// onlyPeople refuses what bots may not do.
func onlyPeople(u *models.User) error {
	if u.Bot {
		return Errorf(CodeForbidden, "a bot may not do this")
	}
	return nil
}

// isPerson is onlyPeople for callers that have no row of the actor.
func (s *Service) isPerson(ctx context.Context, tx Store, a Actor) error {
	u, err := tx.User(ctx, a.UserID)
	if err != nil {
		return err
	}
	return onlyPeople(u)
}

// botScopes are what the token of a bot is good for: everything but what
// protects an account, which is its owner's business.
var botScopes = []Scope{ScopeRead, ScopeMessages, ScopeManage}

const botTokenName = "bot"

func (s *Service) newBotToken() (string, *models.Session) {
	scopes, err := joinScopes(botScopes)
	if err != nil {
		panic(err) // they are of our own making
	}
	token, sess := newAPIToken()
	now := s.now()
	sess.Name, sess.Scopes, sess.CreatedAt, sess.LastSeenAt = botTokenName, scopes, now, now
	return token, sess
}

// insertBotToken writes the token that the actor made for a bot, which reads in
// its own log that it began.
func (s *Service) insertBotToken(ctx context.Context, tx Store, a Actor, sess *models.Session) (UserEvent, error) {
	ev := s.sessionStarted(sess)
	ev.By = a.UserID
	if err := tx.InsertSession(ctx, sess); err != nil {
		return ev, err
	}
	return ev, s.record(ctx, tx, &ev)
}

// ownBot returns a bot of the actor's. Of those of others one learns nothing.
func ownBot(ctx context.Context, tx Store, a Actor, id int64) (*models.User, error) {
	b, err := tx.Bot(ctx, id)
	if err == nil && b.OwnerID != a.UserID {
		err = Errorf(CodeNotFound, "no such bot")
	}
	if err != nil {
		return nil, err
	}
	u, err := tx.User(ctx, id)
	if err == nil && u.DeletedAt != nil {
		err = Errorf(CodeNotFound, "no such bot")
	}
	return u, err
}

// Bots lists the actor's bots in the order they were made.
func (s *Service) Bots(ctx context.Context, a Actor) ([]BotView, error) {
	rows, err := s.store.BotsOf(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list bots of user %d: %w", a.UserID, err)
	}
	ids := make([]int64, len(rows))
	for i, b := range rows {
		ids[i] = b.UserID
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]BotView, 0, len(rows))
	for _, b := range rows {
		u := users[b.UserID]
		if u == nil || u.DeletedAt != nil {
			continue
		}
		v, err := s.viewBot(ctx, u, b.CreatedAt)
		if err != nil {
			return nil, err
		}
		list = append(list, *v)
	}
	return list, nil
}

func (s *Service) viewBot(ctx context.Context, u *models.User, created time.Time) (*BotView, error) {
	v := &BotView{User: u, CreatedAt: created}
	sessions, err := s.store.Sessions(ctx, u.ID)
	if err != nil {
		return nil, fmt.Errorf("list tokens of bot %d: %w", u.ID, err)
	}
	if len(sessions) > 0 {
		v.UsedAt = &sessions[0].LastSeenAt
	}
	return v, nil
}

// RenameBot changes the nickname of a bot of the actor's.
func (s *Service) RenameBot(ctx context.Context, a Actor, id int64, nickname string) (*BotView, error) {
	if _, err := ownBot(ctx, s.store, a, id); err != nil {
		return nil, err
	}
	u, err := s.UpdateProfile(ctx, Actor{UserID: id, Class: models.ClassAPI}, ProfileChange{Nickname: &nickname})
	if err != nil {
		return nil, err
	}
	return s.viewBot(ctx, u, u.RegisteredAt)
}

// RenewBotToken replaces the token of a bot of the actor's and returns the new
// one, this once. What is connected with the old one is out.
func (s *Service) RenewBotToken(ctx context.Context, a Actor, id int64) (string, error) {
	var ended []string
	var events []UserEvent
	token, sess := s.newBotToken()
	err := s.store.InTx(ctx, func(tx Store) error {
		u, err := ownBot(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := s.isOpen(ctx, tx, u.ID); err != nil {
			return err
		}
		if ended, err = s.revokeAll(ctx, tx, id, ""); err != nil {
			return err
		}
		if events, err = s.recordEnds(ctx, tx, id, ended...); err != nil {
			return err
		}
		sess.UserID = id
		began, err := s.insertBotToken(ctx, tx, a, sess)
		events = append(events, began)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("renew token of bot %d: %w", id, err)
	}
	s.notifier.End(End{Reason: EndRevoked}, ended...)
	s.announce(events...)
	return token, nil
}

// DeleteBot deletes a bot of the actor's, as the account of a person is deleted.
func (s *Service) DeleteBot(ctx context.Context, a Actor, id int64) error {
	if _, err := ownBot(ctx, s.store, a, id); err != nil {
		return err
	}
	return s.closeAccount(ctx, id)
}

// mayBegin refuses a bot that would write to somebody out of the blue.
func (s *Service) mayBegin(ctx context.Context, bot, peer int64) error {
	b, err := s.store.Bot(ctx, bot)
	if err != nil {
		return err
	}
	if b.OwnerID == peer {
		return nil
	}
	if friends, err := areFriends(ctx, s.store, bot, peer); err != nil || friends {
		return err
	}
	// As a bot begins none, the other one has begun this.
	_, err = s.store.Conversation(ctx, models.DirectConversation(bot, peer))
	begun, err := there(err)
	if err == nil && !begun {
		err = Errorf(CodeForbidden, "a bot does not begin a conversation")
	}
	return err
}

// botsOf returns the ids of a user's bots.
func botsOf(ctx context.Context, tx Store, user int64) ([]int64, error) {
	list, err := tx.BotsOf(ctx, user)
	ids := make([]int64, len(list))
	for i, b := range list {
		ids[i] = b.UserID
	}
	return ids, err
}
