package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// AppendMessages commits the batch as one transaction. It is the one path that
// avoids GORM: statements of many rows, prepared once, are several times faster.
//
// On SQLite the one writer orders everybody. On MySQL the rows of the
// conversations do, locked in ascending order, so that several nodes may append
// at once. The unique indexes on (conversation, seq) and (conversation, sender,
// client id) hold even if all of this were wrong.
//
// It begins and commits by itself and does not join a transaction.
func (s *Store) AppendMessages(ctx context.Context, batch []*chat.Append) error {
	if s.inTx {
		return errors.New("append messages: not within another transaction")
	}
	if len(batch) == 0 {
		return nil
	}
	// A direct conversation has two members: twice as many rows at most, unless
	// a message refers to more files. Statements grow with what is in a piece.
	most := 2 * len(batch)
	for _, b := range batch {
		most = max(most, len(b.Files))
	}
	if err := s.statements.ready(ctx, most); err != nil {
		return fmt.Errorf("append %d messages: %w", len(batch), err)
	}
	var outcomes []outcome
	err := retry(ctx, func() error {
		tx, err := s.writer.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() // after a commit it does nothing
		a := &appending{store: s, tx: tx, statements: s.statements, batch: batch, outcomes: make([]outcome, len(batch))}
		if err := a.run(ctx); err != nil {
			return err
		}
		outcomes = a.outcomes
		return tx.Commit()
	})
	if err != nil {
		return fmt.Errorf("append %d messages: %w", len(batch), err)
	}
	for i, o := range outcomes {
		a := batch[i]
		a.Dup, a.Err = o.dup, o.err
		if o.err == nil {
			*a.Message = *o.stored
		}
	}
	return nil
}

// outcome is what became of one message of a batch. It is handed out after the
// commit: a batch that is tried again starts from where it began.
type outcome struct {
	stored *models.Message
	dup    bool
	err    error
}

// appending is a batch within its transaction.
type appending struct {
	store      *Store
	tx         *sql.Tx
	statements *appendStatements
	batch      []*chat.Append
	outcomes   []outcome

	heads map[models.ConversationID]*logHead
	known map[clientKey]*models.Message // by client id: stored before, or earlier in the batch
	rows  []*models.Message             // to insert
	files []fileGrants                  // of those rows that refer to files
}

// fileGrants are the files that a new message refers to.
type fileGrants struct {
	row   *models.Message
	files []string
}

// logHead is the end of a log, locked.
type logHead struct {
	id       models.ConversationID
	lastSeq  int64
	lastTime time.Time
	grown    bool
}

// clientKey is what makes a message the same when it is sent again.
type clientKey struct {
	conversation models.ConversationID
	sender       int64
	clientID     string
}

func (a *appending) run(ctx context.Context) error {
	if err := a.lockHeads(ctx); err != nil {
		return err
	}
	if err := a.findRepeats(ctx); err != nil {
		return err
	}
	a.number()
	if len(a.rows) == 0 {
		return nil
	}
	if err := a.insertRows(ctx); err != nil {
		return err
	}
	if err := a.grantFiles(ctx); err != nil {
		return err
	}
	return a.moveHeads(ctx)
}

// lockHeads reads the conversations of the batch and makes those direct ones
// that do not exist.
func (a *appending) lockHeads(ctx context.Context) error {
	var ids []models.ConversationID
	for _, m := range a.batch {
		ids = append(ids, m.Message.ConversationID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	a.heads = make(map[models.ConversationID]*logHead, len(ids))
	if err := a.readHeads(ctx, ids); err != nil {
		return err
	}
	missing := slices.DeleteFunc(ids, func(c models.ConversationID) bool { return c.IsGroup() || a.heads[c] != nil })
	if len(missing) == 0 {
		return nil
	}
	if err := a.createDirect(ctx, missing); err != nil {
		return err
	}
	return a.readHeads(ctx, missing)
}

func (a *appending) readHeads(ctx context.Context, ids []models.ConversationID) error {
	err := a.statements.query(ctx, a.tx, selectHeads, anys(ids), func(rows *sql.Rows) error {
		h := new(logHead)
		err := rows.Scan(&h.id, &h.lastSeq, &h.lastTime)
		a.heads[h.id] = h
		return err
	})
	if err != nil {
		return fmt.Errorf("lock conversations: %w", err)
	}
	return nil
}

// createDirect makes direct conversations and opens them to their users. Those
// that another node makes at the same moment are left as they are.
func (a *appending) createDirect(ctx context.Context, missing []models.ConversationID) error {
	var conversations, members []any
	begun := map[models.ConversationID]time.Time{}
	for _, m := range slices.Backward(a.batch) { // the first message of each counts
		begun[m.Message.ConversationID] = m.Message.SentAt
	}
	for _, c := range missing {
		conversations = append(conversations, c, begun[c], begun[c])
		low, high := c.Users()
		members = append(members, low, c)
		if high != low {
			members = append(members, high, c)
		}
	}
	if err := a.statements.exec(ctx, a.tx, insertHeads, conversations); err != nil {
		return fmt.Errorf("make conversations: %w", err)
	}
	if err := a.statements.exec(ctx, a.tx, insertMembers, members); err != nil {
		return fmt.Errorf("open conversations: %w", err)
	}
	return nil
}

func keyOf(m *models.Message) clientKey {
	return clientKey{m.ConversationID, m.SenderID, *m.ClientID}
}

// findRepeats looks up the client ids of the batch.
func (a *appending) findRepeats(ctx context.Context) error {
	a.known = make(map[clientKey]*models.Message)
	var args []any
	for _, m := range a.batch {
		if m := m.Message; m.ClientID != nil && a.heads[m.ConversationID] != nil {
			args = append(args, m.ConversationID, m.SenderID, *m.ClientID)
		}
	}
	if len(args) == 0 {
		return nil
	}
	err := a.statements.query(ctx, a.tx, selectByClientID, args, func(rows *sql.Rows) error {
		m := new(models.Message)
		err := rows.Scan(&m.ID, &m.ConversationID, &m.Seq, &m.SenderID, &m.TargetID, &m.ClientID, &m.Format, &m.Content,
			&m.ReplyTo, &m.Via, &m.ClientSeq, &m.SentAt, &m.System, &m.EditedAt, &m.RecalledAt, &m.ExpiresAt)
		if err == nil {
			a.known[keyOf(m)] = m
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("look up client ids: %w", err)
	}
	return nil
}

// number decides about each message and hands out the numbers, in the order of
// the batch.
func (a *appending) number() {
	for i, b := range a.batch {
		m, o := b.Message, &a.outcomes[i]
		head := a.heads[m.ConversationID]
		if head == nil {
			o.err = notFound("conversation")
			continue
		}
		if m.ClientID != nil {
			if first := a.known[keyOf(m)]; first != nil {
				// What was changed since cannot be compared; the id says enough.
				changed := first.EditedAt != nil || first.RecalledAt != nil
				if changed || first.Format == m.Format && first.ReplyTo == m.ReplyTo && bytes.Equal(first.Content, m.Content) {
					o.stored, o.dup = first, true
				} else {
					o.err = &chat.Error{Code: chat.CodeConflict, Field: "cid", Message: "cid was used for another message"}
				}
				continue
			}
		}
		row := *m
		head.lastSeq++
		head.grown = true
		if m.SentAt.After(head.lastTime) {
			head.lastTime = m.SentAt
		}
		row.Seq = head.lastSeq
		a.rows = append(a.rows, &row)
		if len(b.Files) > 0 {
			a.files = append(a.files, fileGrants{&row, b.Files})
		}
		o.stored = &row
		if m.ClientID != nil {
			a.known[keyOf(m)] = &row
		}
	}
}

// maxInsertBytes bounds the content of one statement: a server takes packets
// of 16 MiB, older ones of 4 MiB.
const maxInsertBytes = 1 << 20

// insertRows inserts the messages and reads off their ids: those of one
// statement follow each other.
func (a *appending) insertRows(ctx context.Context) error {
	for rest := a.rows; len(rest) > 0; {
		n, size := 0, 0
		for n < len(rest) && (n == 0 || size+len(rest[n].Content) <= maxInsertBytes) {
			size += len(rest[n].Content)
			n++
		}
		n = largestStep(n)
		args := make([]any, 0, n*messageWidth)
		for _, m := range rest[:n] {
			content := m.Content
			if content == nil {
				content = []byte{} // not NULL
			}
			args = append(args, m.ConversationID, m.Seq, m.SenderID, m.TargetID, m.ClientID, m.Format, content,
				m.ReplyTo, m.Via, m.ClientSeq, m.SentAt, m.System, m.EditedAt, m.RecalledAt, m.ExpiresAt)
		}
		first, err := a.statements.insert(ctx, a.tx, a.store.dialect, args, a.store.idStep)
		if err != nil {
			return fmt.Errorf("insert messages: %w", err)
		}
		for i, m := range rest[:n] {
			m.ID = first + int64(i)*a.store.idStep
		}
		rest = rest[n:]
	}
	return nil
}

// grantFiles opens the files of the batch to their conversations. A message
// without any, nearly every one, costs nothing.
func (a *appending) grantFiles(ctx context.Context) error {
	for _, g := range a.files {
		args := make([]any, 0, 3*len(g.files))
		for _, f := range g.files {
			args = append(args, f, g.row.ConversationID, g.row.Seq)
		}
		if err := a.statements.exec(ctx, a.tx, insertGrants, args); err != nil {
			return fmt.Errorf("open files to conversations: %w", err)
		}
	}
	return nil
}

// moveHeads writes the new ends of the logs.
func (a *appending) moveHeads(ctx context.Context) error {
	var args []any
	for _, id := range slices.Sorted(maps.Keys(a.heads)) {
		if h := a.heads[id]; h.grown {
			args = append(args, h.id, h.lastSeq, h.lastTime, h.lastTime)
		}
	}
	if err := a.statements.exec(ctx, a.tx, updateHeads, args); err != nil {
		return fmt.Errorf("move conversations forward: %w", err)
	}
	return nil
}
