package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"flamingo/models"
)

// Settings are what a user decided about themselves. They are stored as JSON
// with the user; what is missing there has its default.
type Settings struct {
	Discovery    Discovery     `json:"discovery"`
	Write        Who           `json:"write"`         // who may begin or go on writing to the user directly: everyone or friends
	AddToGroups  Who           `json:"add_to_groups"` // who may make the user a member of a group without asking: friends or nobody
	LastSeen     Who           `json:"last_seen"`     // who sees when the user was last connected: everyone, friends or nobody
	ReadReceipts bool          `json:"read_receipts"` // tell others how far the user has read, and be told by them
	PushContent  PushContent   `json:"push_content"`  // what of a message leaves the server in a push
	AutoReply    AutoReply     `json:"auto_reply"`
	Client       ClientOptions `json:"client"`
}

// Discovery says by what a user who is no friend finds the user.
type Discovery struct {
	Account  bool `json:"account"`
	Nickname bool `json:"nickname"`
	Number   bool `json:"number"`
}

// hidden reports whether only friends find the user, who then is not there for
// anybody else.
func (d Discovery) hidden() bool { return d == Discovery{} }

// Who names a circle of people.
type Who string

// Circles.
const (
	WhoEveryone Who = "everyone"
	WhoFriends  Who = "friends"
	WhoNobody   Who = "nobody"
)

// PushContent says what a push shows.
type PushContent string

// Contents of a push.
const (
	PushFull PushContent = "full" // name and text
	PushName PushContent = "name" // who wrote
	PushNone PushContent = "none" // that somebody wrote
)

// AutoReply is the answer the server gives to direct messages while the user is
// away or not connected.
type AutoReply struct {
	On   bool   `json:"on"`
	Text string `json:"text"`
}

// ClientOptions is a JSON object that clients keep here to share what they show
// and how between a user's devices. The server does not look into it.
type ClientOptions json.RawMessage

// MarshalJSON writes the object, an empty one when there is none.
func (o ClientOptions) MarshalJSON() ([]byte, error) {
	if len(o) == 0 {
		return []byte("{}"), nil
	}
	return o, nil
}

// UnmarshalJSON keeps the object in compact form.
func (o *ClientOptions) UnmarshalJSON(b []byte) error {
	var compact bytes.Buffer
	if err := json.Compact(&compact, b); err != nil {
		return err
	}
	*o = compact.Bytes()
	return nil
}

// Bounds of settings.
const (
	// MaxAutoReply is the length of an automatic answer in characters.
	MaxAutoReply = 500
	// MaxClientOptions is the size of the clients' own object in bytes: it goes
	// to every device with every change.
	MaxClientOptions = 16 << 10
)

// defaultSettings are what a user has who changed nothing. They are as open as
// the original server was.
func defaultSettings() Settings {
	return Settings{Discovery: Discovery{Account: true, Nickname: true, Number: true}, Write: WhoEveryone, AddToGroups: WhoFriends,
		LastSeen: WhoFriends, ReadReceipts: true, PushContent: PushFull}
}

// settingsOf returns the settings of u. What cannot be read counts as not set.
func settingsOf(u *models.User) Settings {
	s := defaultSettings()
	if len(u.Settings) == 0 || json.Unmarshal(u.Settings, &s) != nil {
		return defaultSettings()
	}
	return s
}

// SettingsChange holds the settings to change; nil leaves one as it is.
type SettingsChange struct {
	DiscoverByAccount, DiscoverByNickname, DiscoverByNumber *bool
	Write, AddToGroups, LastSeen                            *Who
	ReadReceipts                                            *bool
	PushContent                                             *PushContent
	AutoReplyOn                                             *bool
	AutoReplyText                                           *string
	Client                                                  json.RawMessage // replaces the object as a whole
}

func (c SettingsChange) check() error {
	err := firstError(
		oneOf("write", c.Write, WhoEveryone, WhoFriends),
		oneOf("add_to_groups", c.AddToGroups, WhoFriends, WhoNobody),
		oneOf("last_seen", c.LastSeen, WhoEveryone, WhoFriends, WhoNobody),
		oneOf("push_content", c.PushContent, PushFull, PushName, PushNone))
	if err != nil {
		return err
	}
	if c.AutoReplyText != nil {
		if err := text("auto_reply.text", *c.AutoReplyText, MaxAutoReply); err != nil {
			return err
		}
	}
	if c.Client == nil {
		return nil
	}
	if len(c.Client) > MaxClientOptions {
		e := tooLong("client", MaxClientOptions, "bytes")
		e.Code = CodeTooLarge
		return e
	}
	if object := bytes.TrimSpace(c.Client); len(object) == 0 || object[0] != '{' || !json.Valid(object) {
		return Invalid("client", "must be a JSON object")
	}
	return nil
}

func oneOf[T ~string](field string, value *T, allowed ...T) error {
	if value == nil {
		return nil
	}
	for _, a := range allowed {
		if *value == a {
			return nil
		}
	}
	return Invalid(field, "must be one of %v", allowed)
}

func (c SettingsChange) apply(s *Settings) {
	set(&s.Discovery.Account, c.DiscoverByAccount)
	set(&s.Discovery.Nickname, c.DiscoverByNickname)
	set(&s.Discovery.Number, c.DiscoverByNumber)
	set(&s.Write, c.Write)
	set(&s.AddToGroups, c.AddToGroups)
	set(&s.LastSeen, c.LastSeen)
	set(&s.ReadReceipts, c.ReadReceipts)
	set(&s.PushContent, c.PushContent)
	set(&s.AutoReply.On, c.AutoReplyOn)
	set(&s.AutoReply.Text, c.AutoReplyText)
	if c.Client != nil {
		s.Client = ClientOptions(c.Client)
	}
}

// Settings returns the actor's settings.
func (s *Service) Settings(ctx context.Context, a Actor) (*Settings, error) {
	u, err := s.store.User(ctx, a.UserID)
	if err != nil {
		return nil, err
	}
	settings := settingsOf(u)
	return &settings, nil
}

// UpdateSettings changes the actor's settings and tells their other devices.
func (s *Service) UpdateSettings(ctx context.Context, a Actor, c SettingsChange) (*Settings, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	var settings Settings
	ev := UserEvent{UserID: a.UserID, Kind: KindSettings, Action: ActionChanged, By: a.UserID, At: s.now()}
	err := s.store.InTx(ctx, func(tx Store) error {
		u, err := tx.User(ctx, a.UserID)
		if err != nil {
			return err
		}
		settings = settingsOf(u)
		c.apply(&settings)
		if settings.AutoReply.On && settings.AutoReply.Text == "" {
			return Invalid("auto_reply.text", "is empty")
		}
		data, err := json.Marshal(settings)
		if err != nil {
			return fmt.Errorf("encode settings: %w", err)
		}
		if err := tx.SetSettings(ctx, a.UserID, data); err != nil {
			return err
		}
		ev.Settings = &settings
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return nil, fmt.Errorf("update settings of user %d: %w", a.UserID, err)
	}
	if c.Write != nil {
		s.access.dropWriters()
	}
	s.announce(ev)
	return &settings, nil
}
