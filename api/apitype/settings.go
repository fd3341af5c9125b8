package apitype

import (
	"encoding/json"

	"flamingo/chat"
)

// SettingsChange is the body of PATCH /me/settings: what is absent stays.
type SettingsChange struct {
	Discovery struct {
		Account  *bool `json:"account"`
		Nickname *bool `json:"nickname"`
		Number   *bool `json:"number"`
	} `json:"discovery"`
	Write        *chat.Who         `json:"write"`
	AddToGroups  *chat.Who         `json:"add_to_groups"`
	LastSeen     *chat.Who         `json:"last_seen"`
	ReadReceipts *bool             `json:"read_receipts"`
	PushContent  *chat.PushContent `json:"push_content"`
	AutoReply    struct {
		On   *bool   `json:"on"`
		Text *string `json:"text"`
	} `json:"auto_reply"`
	Client json.RawMessage `json:"client"`
}

// Params returns c for the rules.
func (c SettingsChange) Params() chat.SettingsChange {
	return chat.SettingsChange{DiscoverByAccount: c.Discovery.Account, DiscoverByNickname: c.Discovery.Nickname,
		DiscoverByNumber: c.Discovery.Number, Write: c.Write, AddToGroups: c.AddToGroups, LastSeen: c.LastSeen,
		ReadReceipts: c.ReadReceipts, PushContent: c.PushContent, AutoReplyOn: c.AutoReply.On, AutoReplyText: c.AutoReply.Text,
		Client: c.Client}
}
