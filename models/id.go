package models

import (
	"fmt"
	"strconv"
	"strings"
)

// Numbers of the original (WIRE.md section 5): both kinds share one int32 space
// and old clients tell them apart by this boundary alone.
const (
	GroupBoundary = 0x0FFFFFFF // an id at or above it is a group
	FirstGroupID  = 0x10000000
	MaxID         = 1<<31 - 1 // old clients print ids with %d
)

// IsGroupID reports whether id names a group rather than a user.
func IsGroupID(id int64) bool { return id >= GroupBoundary }

// ConversationID names the log of a group or of two people. For a group it is
// the group id, for a direct conversation low<<32 | high of the two user ids,
// so that anyone who knows the ids can write it down.
type ConversationID int64

// DirectConversation returns the conversation of two users; a and b may be the same.
func DirectConversation(a, b int64) ConversationID {
	return ConversationID(min(a, b)<<32 | max(a, b))
}

// GroupConversation returns the conversation of a group.
func GroupConversation(group int64) ConversationID { return ConversationID(group) }

// ConversationWith returns the conversation in which user reaches target, a
// user or a group id as the old clients use them.
func ConversationWith(user, target int64) ConversationID {
	if IsGroupID(target) {
		return GroupConversation(target)
	}
	return DirectConversation(user, target)
}

// IsGroup reports whether c belongs to a group.
func (c ConversationID) IsGroup() bool { return c <= MaxID }

// Group returns the group of a group conversation.
func (c ConversationID) Group() int64 { return int64(c) }

// Users returns the two users of a direct conversation, the smaller id first.
func (c ConversationID) Users() (low, high int64) { return int64(c >> 32), int64(c & 0xFFFFFFFF) }

// HasUser reports whether user is one of the two of a direct conversation.
func (c ConversationID) HasUser(user int64) bool {
	low, high := c.Users()
	return !c.IsGroup() && (user == low || user == high)
}

// Peer returns whom user talks to in c: the other user, or the group.
func (c ConversationID) Peer(user int64) int64 {
	if c.IsGroup() {
		return c.Group()
	}
	low, high := c.Users()
	if user == low {
		return high
	}
	return low
}

// String returns the public form: d<low>-<high> or g<group id> (REALTIME.md "Positions").
func (c ConversationID) String() string {
	if c.IsGroup() {
		return "g" + strconv.FormatInt(c.Group(), 10)
	}
	low, high := c.Users()
	return fmt.Sprintf("d%d-%d", low, high)
}

// ParseConversationID reads what String writes. Only the canonical form is
// accepted: one conversation has one name.
func ParseConversationID(s string) (ConversationID, error) {
	var c ConversationID
	if rest, ok := strings.CutPrefix(s, "g"); ok {
		n, _ := strconv.ParseInt(rest, 10, 32)
		c = GroupConversation(n)
		if !IsGroupID(n) {
			c = 0
		}
	} else if rest, ok := strings.CutPrefix(s, "d"); ok {
		a, b, _ := strings.Cut(rest, "-")
		low, _ := strconv.ParseInt(a, 10, 32)
		high, _ := strconv.ParseInt(b, 10, 32)
		if low > 0 && !IsGroupID(low) && !IsGroupID(high) {
			c = DirectConversation(low, high)
		}
	}
	if c == 0 || c.String() != s {
		return 0, fmt.Errorf("%.40q is not a conversation id", s)
	}
	return c, nil
}
