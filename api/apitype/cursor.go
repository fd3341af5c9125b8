package apitype

import (
	"strconv"
	"strings"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// EncodeCursor writes a place in a list, for a client to hand back as it is.
func EncodeCursor(c *chat.HeadCursor) string {
	return strconv.FormatInt(c.LastTime.UnixMilli(), 36) + "." + c.ID.String()
}

// DecodeCursor reads what EncodeCursor writes, and nothing else. An empty one
// is the top of the list.
func DecodeCursor(s string) (*chat.HeadCursor, error) {
	if s == "" {
		return nil, nil
	}
	ms, id, _ := strings.Cut(s, ".")
	at, err := strconv.ParseInt(ms, 36, 64)
	if err != nil {
		return nil, chat.Invalid("cursor", "is not one that this server gave")
	}
	c, err := models.ParseConversationID(id)
	if err != nil {
		return nil, chat.Invalid("cursor", "is not one that this server gave")
	}
	return &chat.HeadCursor{LastTime: time.UnixMilli(at).UTC(), ID: c}, nil
}
