package apitype

import "flamingo/chat"

// NewBot makes a bot.
type NewBot struct {
	Username string `json:"username"`
	Nickname string `json:"nickname"` // empty means the user name
}

// BotEdit is the body of PATCH /bots/{id}.
type BotEdit struct {
	Nickname string `json:"nickname"`
}

// Bot is a bot as its owner sees it. Token is there once, in the answer that made it.
type Bot struct {
	User       Profile `json:"user"`
	Token      string  `json:"token,omitempty"`
	CreatedAt  Time    `json:"created_at"`
	LastUsedAt *Time   `json:"last_used_at,omitempty"` // absent: it has no token
}

// BotList is all bots of a user.
type BotList struct {
	Bots []Bot `json:"bots"`
}

// BotToken is the answer to the making of a new token.
type BotToken struct {
	Token string `json:"token"`
}

// FromBot returns a bot, with its token where it is known.
func FromBot(b *chat.BotView, token string) Bot {
	return Bot{User: FromProfile(b.User), Token: token, CreatedAt: Time(b.CreatedAt), LastUsedAt: (*Time)(b.UsedAt)}
}

// FromBots lists bots.
func FromBots(list []chat.BotView) BotList {
	out := BotList{Bots: make([]Bot, len(list))}
	for i := range list {
		out.Bots[i] = FromBot(&list[i], "")
	}
	return out
}
