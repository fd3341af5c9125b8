package chat

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"flamingo/content"
	"flamingo/models"
)

// ChangeKind says what of a conversation changed (REALTIME.md, ev chg).
type ChangeKind string

// Kinds of changes.
const (
	ChangeEdit     ChangeKind = "edit"
	ChangeRecall   ChangeKind = "recall"
	ChangeReact    ChangeKind = "react"
	ChangePin      ChangeKind = "pin"
	ChangeMembers  ChangeKind = "members"
	ChangeSettings ChangeKind = "settings"

	// ChangeSkipped stands for a change of a message that the reader may not
	// see: only its number matters.
	ChangeSkipped ChangeKind = "skip"
)

// Change is an entry of a conversation's change log. Its payload says how the
// thing is now, not what was done to it, so that applying it twice does no harm.
type Change struct {
	Conversation models.ConversationID
	Rev          int64 // position in the change log, gapless from 1
	Kind         ChangeKind
	Seq          int64 // of the message concerned, 0 when it is about none
	By           int64 // who caused it
	At           time.Time
	Data         ChangeData
}

// ChangeData is the payload of a change; a kind uses its own fields. What a
// message says and what is on it is not stored with the change but read with
// it: a recalled text would otherwise live on in the log of changes.
type ChangeData struct {
	Body      json.RawMessage `json:"body,omitempty"`      // edit: the canonical body
	Edited    time.Time       `json:"edited,omitzero"`     // edit: when
	Reactions []ReactionCount `json:"reactions,omitempty"` // react: all of the message's
	Pinned    bool            `json:"pinned,omitempty"`    // pin
	Action    MemberAction    `json:"action,omitempty"`    // members
	User      int64           `json:"user,omitempty"`      // members: whom it is about
	Member    *ChangedMember  `json:"member,omitempty"`    // members: as they are now, nil when they are none
	Members   int             `json:"members,omitempty"`   // members and settings: how many there are now
	Group     *models.Group   `json:"group,omitempty"`     // settings: nil when the group is dissolved
}

// ChangedMember is a member of a group after a change.
type ChangedMember struct {
	// User is read when the change is: others may know a newer profile.
	User       *models.User `json:"-"`
	Role       models.Role  `json:"role"`
	Card       string       `json:"card,omitempty"`
	MutedUntil *time.Time   `json:"muted_until,omitempty"`
	JoinedAt   time.Time    `json:"joined_at"`
}

// ReactionCount is how often one emoji stands under a message, and by whom:
// the first MaxReactionUsers of them.
type ReactionCount struct {
	Emoji string  `json:"emoji"`
	Users []int64 `json:"users"`
	N     int     `json:"n"`
}

// MaxReactionUsers bounds the users named with a reaction: as many as a tooltip shows.
const MaxReactionUsers = 20

// MemberAction says what happened to a member of a group.
type MemberAction string

// Actions on members.
const (
	MemberJoined  MemberAction = "joined"
	MemberLeft    MemberAction = "left"
	MemberRemoved MemberAction = "removed"
	MemberRole    MemberAction = "role"    // the role is another one
	MemberCard    MemberAction = "card"    // the name in the group is another one
	MemberMuted   MemberAction = "muted"   // may not write for a time
	MemberUnmuted MemberAction = "unmuted" // may write again
)

// recordChange numbers c and writes it to its conversation's log, in the
// transaction of the change itself. Announce it after the commit.
func (s *Service) recordChange(ctx context.Context, tx Store, c *Change) error {
	kept := c.Data
	kept.Body, kept.Reactions, kept.Pinned = nil, nil, false
	data, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("encode change: %w", err)
	}
	row := &models.Change{ConversationID: c.Conversation, Kind: string(c.Kind), Seq: c.Seq, ByID: c.By, Data: data, CreatedAt: c.At}
	if err := tx.AppendChange(ctx, row); err != nil {
		return err
	}
	c.Rev = row.Rev
	return s.webhooks.noteChange(ctx, tx, c)
}

// announceChanges tells the members of the conversations of committed changes,
// never before they were told of the message that a change is about.
func (s *Service) announceChanges(changes ...Change) {
	s.appender.inOrder(func() {
		for _, c := range changes {
			s.notifier.Notify(membersOf(c.Conversation), ConversationChanged{c})
		}
		s.webhooks.signal()
	})
}

// Changes returns what follows position after in a conversation's change log,
// oldest first, for those who take part in it. Changes of messages say what is
// so now; those of messages that the actor may not see are ChangeSkipped.
func (s *Service) Changes(ctx context.Context, a Actor, c models.ConversationID, after int64, limit int) ([]Change, error) {
	v, err := s.Sight(ctx, a, c)
	if err != nil {
		return nil, err
	}
	rows, err := s.store.Changes(ctx, c, after, clampPage(limit))
	if err != nil {
		return nil, fmt.Errorf("read changes of conversation %s: %w", c, err)
	}
	return s.changesFromRows(ctx, a.UserID, map[models.ConversationID]*Sight{c: v}, rows)
}

// changesFromRows reads changes of several conversations of one user.
func (s *Service) changesFromRows(ctx context.Context, user int64, sights map[models.ConversationID]*Sight, rows []models.Change) ([]Change, error) {
	changes := make([]Change, len(rows))
	for i, r := range rows {
		changes[i] = Change{Conversation: r.ConversationID, Rev: r.Rev, Kind: ChangeKind(r.Kind), Seq: r.Seq, By: r.ByID, At: r.CreatedAt}
		if err := json.Unmarshal(r.Data, &changes[i].Data); err != nil {
			return nil, fmt.Errorf("decode change %d of conversation %s: %w", r.Rev, r.ConversationID, err)
		}
	}
	if err := s.readChanges(ctx, user, sights, changes); err != nil {
		return nil, err
	}
	return changes, s.nameMembers(ctx, changes)
}

// readChanges fills in how the messages are that changes are about.
func (s *Service) readChanges(ctx context.Context, user int64, sights map[models.ConversationID]*Sight, changes []Change) error {
	seqs := map[models.ConversationID][]int64{}
	for _, c := range changes {
		if c.Seq != 0 {
			seqs[c.Conversation] = append(seqs[c.Conversation], c.Seq)
		}
	}
	var rows []models.Message
	for _, c := range slices.Sorted(maps.Keys(seqs)) {
		list, err := s.store.Messages(ctx, c, seqs[c])
		if err != nil {
			return fmt.Errorf("read changed messages of %s: %w", c, err)
		}
		rows = append(rows, list...)
	}
	rows, err := s.visibleIn(ctx, user, sights, rows)
	if err != nil {
		return err
	}
	views, err := s.viewMessages(ctx, rows)
	if err != nil {
		return err
	}
	byRef := make(map[MessageRef]*MessageView, len(views))
	for i := range views {
		byRef[refOf(&views[i].Message)] = &views[i]
	}
	for i := range changes {
		switch c, m := &changes[i], byRef[MessageRef{changes[i].Conversation, changes[i].Seq}]; {
		case c.Seq == 0:
		case m == nil:
			*c = Change{Conversation: c.Conversation, Rev: c.Rev, Kind: ChangeSkipped, At: c.At}
		default:
			c.fill(m)
		}
	}
	return nil
}

// fill sets the payload of a change of message m.
func (c *Change) fill(m *MessageView) {
	switch c.Kind {
	case ChangeEdit:
		if m.RecalledAt != nil { // what it said is gone
			c.Kind = ChangeRecall
			return
		}
		c.Data.Body = content.Decode(content.Format(m.Format), m.Content).JSON()
		if m.EditedAt != nil {
			c.Data.Edited = *m.EditedAt
		}
	case ChangeReact:
		c.Data.Reactions = m.Reactions
	case ChangePin:
		c.Data.Pinned = m.Pinned
	}
}

// nameMembers fills in the users of changed members.
func (s *Service) nameMembers(ctx context.Context, changes []Change) error {
	var ids []int64
	for _, c := range changes {
		if c.Data.Member != nil {
			ids = append(ids, c.Data.User)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.Data.Member != nil {
			c.Data.Member.User = users[c.Data.User]
		}
	}
	return nil
}
