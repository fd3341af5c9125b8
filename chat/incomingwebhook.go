package chat

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strings"

	"flamingo/content"
	"flamingo/models"
)

// An incoming webhook is an address at which a program posts messages into one
// conversation and does nothing else: whoever has the address may write there,
// and reads nothing. A message comes from a bot, so that every client shows it
// like that of anybody else. In a group, owner and admins make webhooks, each
// with a bot of its own unless they name one of theirs; one writes directly in
// the conversation between a bot and its owner.

const (
	// MaxIncomingWebhooks is how many a conversation has.
	MaxIncomingWebhooks = 20
	// MaxWebhookName is the length of a name in characters, that of a nickname:
	// the bot is called so.
	MaxWebhookName = MaxNickname

	// What one webhook may post: more than a person reads, less than a program
	// in a loop makes.
	webhookPostsPerSecond = 2
	webhookPostBurst      = 30
)

// IncomingWebhookParams are a webhook to make.
type IncomingWebhookParams struct {
	Name string
	Bot  int64 // a bot of the actor's to post as; 0: one is made
}

// IncomingWebhookView is a webhook with the bot that posts for it.
type IncomingWebhookView struct {
	models.IncomingWebhook
	Bot *models.User
}

// CreateIncomingWebhook makes an address to post messages into a conversation.
// Its token is returned this once. CodeForbidden for a group that the actor
// does not administer, and for a direct conversation with anybody but a bot of
// theirs; CodeConflict when there are MaxIncomingWebhooks already.
func (s *Service) CreateIncomingWebhook(ctx context.Context, a Actor, c models.ConversationID, p IncomingWebhookParams) (*IncomingWebhookView, string, error) {
	if err := name("name", p.Name, MaxWebhookName); err != nil {
		return nil, "", err
	}
	token, hash := newRefreshToken(newID())
	v := &IncomingWebhookView{IncomingWebhook: models.IncomingWebhook{ID: refreshSession(token), ConversationID: c, ByID: a.UserID,
		Name: p.Name, TokenHash: hash, CreatedAt: s.now()}}
	var err error
	if c.IsGroup() {
		err = s.changeGroup(ctx, a, c.Group(), func(gc *groupChange) error {
			if err := gc.need(models.RoleAdmin); err != nil {
				return err
			}
			return gc.addWebhook(v, p)
		})
	} else {
		err = s.store.InTx(ctx, func(tx Store) (err error) {
			if v.Bot, err = webhookBot(ctx, tx, a, c); err != nil {
				return err
			}
			if p.Bot != 0 && p.Bot != v.Bot.ID {
				return Invalid("bot", "is not in this conversation")
			}
			return insertWebhook(ctx, tx, v)
		})
	}
	if err != nil {
		return nil, "", fmt.Errorf("create incoming webhook: %w", err)
	}
	return v, token, nil
}

// webhookBot returns the bot of the actor's with whom c is.
func webhookBot(ctx context.Context, tx Store, a Actor, c models.ConversationID) (*models.User, error) {
	var err error = Errorf(CodeNotFound, "you are not in this conversation")
	var bot *models.User
	if c.HasUser(a.UserID) {
		bot, err = ownBot(ctx, tx, a, c.Peer(a.UserID))
	}
	if IsCode(err, CodeNotFound) {
		err = Errorf(CodeForbidden, "an incoming webhook is for a group that you administer, or for your conversation with a bot of yours")
	}
	return bot, err
}

// addWebhook makes a webhook of a group, and its bot a member.
func (c *groupChange) addWebhook(v *IncomingWebhookView, p IncomingWebhookParams) (err error) {
	if v.MadeBot = p.Bot == 0; v.MadeBot {
		v.Bot, err = c.s.insertBot(c.ctx, c.tx, c.a, BotParams{Username: "webhook-" + v.ID, Nickname: p.Name})
	} else {
		v.Bot, err = ownBot(c.ctx, c.tx, c.a, p.Bot)
	}
	if err != nil {
		return err
	}
	member, err := memberOrNil(c.ctx, c.tx, c.g.ID, v.Bot.ID)
	if err != nil {
		return err
	}
	if member == nil {
		if err := notBanned(c.ctx, c.tx, c.g.ID, v.Bot.ID); err != nil {
			return err
		}
		if err := c.add(v.Bot.ID); err != nil {
			return err
		}
	}
	return insertWebhook(c.ctx, c.tx, v)
}

func insertWebhook(ctx context.Context, tx Store, v *IncomingWebhookView) error {
	list, err := tx.IncomingWebhooks(ctx, v.ConversationID)
	if err != nil {
		return err
	}
	if len(list) >= MaxIncomingWebhooks {
		return Errorf(CodeConflict, "this conversation has %d webhooks already", MaxIncomingWebhooks)
	}
	v.BotID = v.Bot.ID
	return tx.InsertIncomingWebhook(ctx, &v.IncomingWebhook)
}

// mayManageWebhooks refuses those who could not make a webhook in c.
func (s *Service) mayManageWebhooks(ctx context.Context, a Actor, c models.ConversationID) error {
	if c.IsGroup() {
		return s.needRole(ctx, a, c.Group(), models.RoleAdmin)
	}
	_, err := webhookBot(ctx, s.store, a, c)
	return err
}

// IncomingWebhooks lists the webhooks of a conversation, oldest first, for
// those who may make one there.
func (s *Service) IncomingWebhooks(ctx context.Context, a Actor, c models.ConversationID) ([]IncomingWebhookView, error) {
	if err := s.mayManageWebhooks(ctx, a, c); err != nil {
		return nil, err
	}
	rows, err := s.store.IncomingWebhooks(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("list incoming webhooks of %s: %w", c, err)
	}
	ids := make([]int64, len(rows))
	for i, h := range rows {
		ids[i] = h.BotID
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]IncomingWebhookView, 0, len(rows))
	for _, h := range rows {
		if u := users[h.BotID]; u != nil {
			list = append(list, IncomingWebhookView{h, u})
		}
	}
	return list, nil
}

// DeleteIncomingWebhook makes an address worth nothing, for those who may make
// one there. A bot that was made for it goes with it.
func (s *Service) DeleteIncomingWebhook(ctx context.Context, a Actor, c models.ConversationID, id string) error {
	if err := s.mayManageWebhooks(ctx, a, c); err != nil {
		return err
	}
	h, err := s.store.IncomingWebhook(ctx, id)
	if err == nil && h.ConversationID != c {
		err = errNoWebhook
	}
	if err != nil {
		return err
	}
	if h.MadeBot {
		return s.closeAccount(ctx, h.BotID)
	}
	return s.store.DeleteIncomingWebhook(ctx, id)
}

var errNoWebhook = Errorf(CodeNotFound, "no such webhook")

// WebhookPost is what a program posts.
type WebhookPost struct {
	Text     string
	Name     string // on whose behalf, put before the text; may be empty
	ClientID string // makes a repeat harmless; may be empty
}

// PostToWebhook sends a message for whoever has the token of an incoming
// webhook. CodeNotFound for a bad token, CodeForbidden when the bot may not
// write there any more.
func (s *Service) PostToWebhook(ctx context.Context, token string, p WebhookPost) (*Sent, error) {
	h, err := s.store.IncomingWebhook(ctx, refreshSession(token))
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(h.TokenHash, hashRefresh(token)) != 1 {
		return nil, errNoWebhook
	}
	if err := s.hookPosts.take(h.BotID); err != nil {
		return nil, err
	}
	if err := s.botWorks(ctx, h.BotID); err != nil {
		return nil, err
	}
	if strings.TrimSpace(p.Text) == "" {
		return nil, Invalid("text", "is empty")
	}
	if err := text("text", p.Text, content.MaxText-MaxWebhookName-2); err != nil { // with the name and what joins them
		return nil, err
	}
	if p.Name != "" {
		if err := line("name", p.Name, MaxWebhookName); err != nil {
			return nil, err
		}
		p.Text = p.Name + ": " + p.Text
	}
	if p.ClientID == "" {
		p.ClientID = newID()
	}
	sent, err := s.SendMessage(ctx, Actor{UserID: h.BotID, Class: models.ClassAPI}, SendParams{Conversation: h.ConversationID,
		ClientID: p.ClientID, Format: content.Canonical, Content: content.NewText(p.Text).JSON()})
	if err != nil {
		return nil, err
	}
	if now := s.now(); h.UsedAt == nil || now.Sub(*h.UsedAt) >= touchPeriod {
		if err := s.store.TouchIncomingWebhook(context.WithoutCancel(ctx), h.ID, now); err != nil {
			s.log.Warn("use of a webhook not recorded", "webhook", h.ID, "err", err)
		}
	}
	return sent, nil
}

// botWorks refuses to act for a bot when it, or its owner, was shut out (S-13).
func (s *Service) botWorks(ctx context.Context, bot int64) error {
	b, err := s.store.Bot(ctx, bot)
	if err != nil {
		return err
	}
	for _, id := range []int64{bot, b.OwnerID} {
		if err := s.isOpen(ctx, s.store, id); err != nil {
			return err
		}
	}
	return nil
}
