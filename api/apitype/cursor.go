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

// EncodeKey writes a place in a list that is ordered by a number; 0 is the end.
func EncodeKey(key int64) string {
	if key == 0 {
		return ""
	}
	return "k" + strconv.FormatInt(key, 36)
}

// DecodeKey reads what EncodeKey writes, and nothing else.
func DecodeKey(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	rest, ok := strings.CutPrefix(s, "k")
	key, err := strconv.ParseInt(rest, 36, 64)
	if !ok || err != nil || key <= 0 || EncodeKey(key) != s {
		return 0, chat.Invalid("cursor", "is not one that this server gave")
	}
	return key, nil
}
