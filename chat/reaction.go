package chat

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"flamingo/models"
)

// Bounds of reactions. Twenty different emoji are a row that still fits under
// a message on a phone; a handful is what one person has to say about it.
const (
	MaxReactions       = 20 // different emoji on one message
	MaxReactionsOfUser = 5  // of one user on one message
	// MaxEmoji is the length of an emoji in bytes: a couple of two skin tones
	// has 35, a flag of a region 28.
	MaxEmoji = 48
)

// React puts an emoji of the actor on a message, or takes it away, and returns
// all that are on it then. Doing it once more does nothing.
func (s *Service) React(ctx context.Context, a Actor, c models.ConversationID, seq int64, emoji string, on bool) ([]ReactionCount, error) {
	if !isEmoji(emoji) {
		return nil, Invalid("emoji", "is not one emoji")
	}
	if err := s.mayWrite(ctx, a, c); err != nil {
		return nil, err
	}
	var all []ReactionCount
	_, err := s.changeMessage(ctx, a, c, seq, func(tx Store, m *models.Message) (*Change, error) {
		if err := notGone(m); err != nil {
			return nil, err
		}
		r := &models.Reaction{ConversationID: c, Seq: seq, UserID: a.UserID, Emoji: emoji, CreatedAt: s.now()}
		put := tx.DeleteReaction
		if on {
			put = tx.InsertReaction
		}
		changed, err := put(ctx, r)
		if err != nil {
			return nil, err
		}
		counts, err := tx.ReactionCounts(ctx, []MessageRef{refOf(m)})
		if err != nil {
			return nil, err
		}
		if all = counts[refOf(m)]; !changed {
			return nil, nil
		}
		if on {
			if err := fewReactions(ctx, tx, r, all); err != nil {
				return nil, err
			}
		}
		return &Change{Kind: ChangeReact, Data: ChangeData{Reactions: all}}, nil
	})
	return all, err
}

// fewReactions refuses the last one when there are too many with it.
func fewReactions(ctx context.Context, tx Store, r *models.Reaction, all []ReactionCount) error {
	if len(all) > MaxReactions {
		return Errorf(CodeConflict, "a message has at most %d different reactions", MaxReactions)
	}
	mine, err := tx.ReactionsOf(ctx, r.UserID, r.ConversationID, r.Seq)
	if err != nil {
		return err
	}
	if len(mine) > MaxReactionsOfUser {
		return Errorf(CodeConflict, "you put at most %d reactions on a message", MaxReactionsOfUser)
	}
	return nil
}

// emojiRunes are digits and signs that a keycap, or the emoji form, makes emoji.
const emojiRunes = "0123456789#*‼⁉〰〽©®"

// isEmoji reports whether s is one emoji: a single character as people count
// them, made of symbols, and not of letters with a hundred accents.
func isEmoji(s string) bool {
	if len(s) == 0 || len(s) > MaxEmoji || !utf8.ValidString(s) || uniseg.GraphemeClusterCount(s) != 1 {
		return false
	}
	symbols, plain := 0, 0
	for _, r := range s {
		switch {
		case r > 0x2000 && unicode.In(r, unicode.So, unicode.Sm), r >= 0x1F3FB && r <= 0x1F3FF: // the latter are skin tones
			symbols++
		case strings.ContainsRune(emojiRunes, r):
			plain++
		case r == '\uFE0F' || r == '\u20E3': // emoji form, keycap
			symbols += plain
		case r == '\u200D' || r >= 0xE0020 && r <= 0xE007F: // joiner, tags of flags
		default:
			return false
		}
	}
	return symbols > 0
}
