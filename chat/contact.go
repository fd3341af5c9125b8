package chat

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"flamingo/models"
)

// Contact is a user as another one sees them.
type Contact struct {
	User         *models.User
	Friend       bool      // of the one who asks, who keeps them in
	Team, Remark string    // this team, under this name
	Close        bool      // friends and the user themselves see more of the profile
	Blocked      bool      // by the one who asks
	LastSeen     time.Time // zero when not known, or not for the one who asks
}

// Contact returns a user. Everybody sees the public part of a profile.
func (s *Service) Contact(ctx context.Context, a Actor, id int64) (*Contact, error) {
	u, err := s.store.User(ctx, id)
	if err != nil {
		return nil, err
	}
	c := &Contact{User: u, Close: id == a.UserID}
	f, err := s.store.Friendship(ctx, a.UserID, id)
	friends, err := there(err)
	if err != nil {
		return nil, fmt.Errorf("load friendship with user %d: %w", id, err)
	}
	blocked, by, err := s.store.BlockBetween(ctx, a.UserID, id)
	if err != nil {
		return nil, fmt.Errorf("load blocks of user %d: %w", id, err)
	}
	c.Blocked = blocked
	if friends {
		side := sideOf(f, a.UserID)
		c.Friend, c.Team, c.Remark, c.Close = true, *side.team, *side.mark, !by
	}
	seen := map[int64]Presence{id: {}}
	err = s.addLastSeen(ctx, a.UserID, seen)
	c.LastSeen = seen[id].LastSeen
	return c, err
}

// Bounds of a search for users.
const (
	MinQuery = 1 // characters: one of Chinese may be a whole name
	MaxQuery = MaxUsername
	// findRounds is how often a page looks further when people who do not want
	// to be found were all there was: a page may be empty and still go on.
	findRounds = 5
)

// FindUsers looks for people by the beginning of their account or nickname, or
// by their number, and returns those who let themselves be found that way, by
// ascending id from after on, and where the next page begins, 0 at the end.
// Friends are always found. Small and capital letters are the same in the ways
// that people write names: as typed, all small, all capital, or capital first.
func (s *Service) FindUsers(ctx context.Context, a Actor, query string, after int64, limit int) ([]models.User, int64, error) {
	query = strings.TrimSpace(query)
	if utf8.RuneCountInString(query) < MinQuery {
		return nil, 0, Invalid("q", "is empty")
	}
	if err := line("q", query, MaxQuery); err != nil {
		return nil, 0, err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, 0, err
	}
	friends, err := s.store.FriendIDs(ctx, a.UserID)
	if err != nil {
		return nil, 0, fmt.Errorf("list friends of user %d: %w", a.UserID, err)
	}
	prefixes := spellings(query)
	number, err := strconv.ParseInt(query, 10, 64)
	if err != nil || number < 0 || models.IsGroupID(number) {
		number = 0
	}
	limit = clampPage(limit)
	var list []models.User
	for range findRounds {
		rows, err := s.store.FindUsers(ctx, prefixes, number, after, limit+1)
		if err != nil {
			return nil, 0, fmt.Errorf("find users: %w", err)
		}
		more := len(rows) > limit
		for _, u := range rows[:min(len(rows), limit)] {
			if u.ID == a.UserID || slices.Contains(friends, u.ID) || discoverable(&u, prefixes, number) {
				list = append(list, u)
			}
			after = u.ID
			if len(list) == limit {
				break
			}
		}
		if !more && (len(rows) == 0 || after == rows[len(rows)-1].ID) {
			return list, 0, nil
		}
		if len(list) == limit {
			return list, after, nil
		}
	}
	return list, after, nil
}

// spellings returns a word as people write names.
func spellings(word string) []string {
	lower := strings.ToLower(word)
	first, n := utf8.DecodeRuneInString(lower)
	list := []string{word, lower, strings.ToUpper(word), string(unicode.ToUpper(first)) + lower[n:]}
	slices.Sort(list)
	return slices.Compact(list)
}

// discoverable reports whether u may be found by what was asked for.
func discoverable(u *models.User, prefixes []string, number int64) bool {
	d := settingsOf(u).Discovery
	begins := func(s string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool {
			return len(s) >= len(p) && strings.EqualFold(s[:len(p)], p)
		})
	}
	return d.Number && u.ID == number || d.Account && begins(u.Username) || d.Nickname && begins(u.Nickname)
}

// MaxPresence is how many users one asks about at once.
const MaxPresence = 200

// PresenceOf returns what the actor may see of the devices of users: of
// friends, of themselves, and nothing of those who blocked them.
func (s *Service) PresenceOf(ctx context.Context, a Actor, users []int64) (map[int64]Presence, error) {
	if len(users) > MaxPresence {
		return nil, Invalid("users", "are more than %d", MaxPresence)
	}
	friends, err := s.store.FriendIDs(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list friends of user %d: %w", a.UserID, err)
	}
	blockers, err := s.store.BlockersOf(ctx, a.UserID)
	if err != nil {
		return nil, fmt.Errorf("list who blocks user %d: %w", a.UserID, err)
	}
	seen := make(map[int64]Presence, len(users))
	for _, id := range users {
		seen[id] = Presence{}
		if id == a.UserID || slices.Contains(friends, id) && !slices.Contains(blockers, id) {
			seen[id] = s.Presence(id)
		}
	}
	return seen, s.addLastSeen(ctx, a.UserID, seen)
}

// findGroupRows is how many of the actor's groups are read at once, and
// findRounds times that is what one page of a search looks through.
const findGroupRows = 200

// FindGroups looks through the actor's groups for those whose name holds the
// query, whatever the case, from membership after on in joining order, and
// returns where the next page begins, 0 at the end. The number of a group that
// the actor may see finds that one.
func (s *Service) FindGroups(ctx context.Context, a Actor, query string, after int64, limit int) ([]GroupView, int64, error) {
	query = strings.TrimSpace(query)
	if utf8.RuneCountInString(query) < MinQuery {
		return nil, 0, Invalid("q", "is empty")
	}
	if err := line("q", query, MaxQuery); err != nil {
		return nil, 0, err
	}
	if err := s.rates.take(a.UserID); err != nil {
		return nil, 0, err
	}
	number, err := strconv.ParseInt(query, 10, 64)
	if err != nil || !models.IsGroupID(number) {
		number = 0
	}
	if number != 0 {
		g, err := s.Group(ctx, a, number)
		if err == nil {
			return []GroupView{*g}, 0, nil
		}
		if !IsCode(err, CodeNotFound) && !IsCode(err, CodeForbidden) {
			return nil, 0, err
		}
	}
	var list []GroupView
	limit = clampPage(limit)
	word := strings.ToLower(query)
	for range findRounds {
		rows, err := s.store.ListMemberships(ctx, a.UserID, after, findGroupRows)
		if err != nil {
			return nil, 0, fmt.Errorf("list groups of user %d: %w", a.UserID, err)
		}
		views, err := s.viewGroups(ctx, rows)
		if err != nil {
			return nil, 0, err
		}
		for i := range views {
			if g := &views[i]; strings.Contains(strings.ToLower(g.Group.Name), word) {
				if len(list) == limit {
					return list, after, nil
				}
				list = append(list, *g)
			}
			after = views[i].Mine.ID
		}
		if len(rows) < findGroupRows {
			return list, 0, nil
		}
		after = rows[len(rows)-1].ID
	}
	return list, after, nil
}
