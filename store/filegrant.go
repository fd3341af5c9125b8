package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm/clause"

	"flamingo/chat"
	"flamingo/models"
)

// metaFileGrants says up to which message grantOldFiles has come.
const metaFileGrants = "file_grants"

// filesDone is its value when there is nothing left to do.
const filesDone = "done"

// grantBatch is the number of messages with files in one transaction.
const grantBatch = 1000

// grantOldFiles opens the files of messages that an original server stored to
// their conversations. Messages of ours do that when they are stored, so that it
// is done once, at the first start; interrupted, it goes on from there.
func (s *Store) grantOldFiles(ctx context.Context) error {
	value, err := s.Meta(ctx, metaFileGrants)
	if err != nil && !chat.IsCode(err, chat.CodeNotFound) {
		return err
	}
	for value != filesDone {
		after, _ := strconv.ParseInt(value, 10, 64) // 0 when there is none
		if value, err = s.grantSomeFiles(ctx, after); err != nil {
			return fmt.Errorf("open files of old messages: %w", err)
		}
	}
	return nil
}

func (s *Store) grantSomeFiles(ctx context.Context, after int64) (value string, err error) {
	err = s.inTransaction(ctx, func(tx *Store) error {
		var list []models.Message
		err := tx.reads(ctx).Where("f_id > ? AND f_conversation_id <> 0 AND f_format = 0 AND (INSTR(f_msgcontent, ?) > 0 OR INSTR(f_msgcontent, ?) > 0)",
			after, []byte(`"pic"`), []byte(`"file"`)).Order("f_id").Limit(grantBatch).Find(&list).Error
		if err != nil {
			return err
		}
		var rows []models.FileGrant
		for i := range list {
			for _, f := range chat.FilesOf(&list[i]) {
				rows = append(rows, models.FileGrant{File: f, ConversationID: list[i].ConversationID, Seq: list[i].Seq})
			}
		}
		if len(rows) > 0 {
			if err := tx.writes(ctx).Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, grantBatch).Error; err != nil {
				return err
			}
		}
		value = filesDone
		if len(list) == grantBatch {
			value = strconv.FormatInt(list[len(list)-1].ID, 10)
		}
		return tx.SetMeta(ctx, metaFileGrants, value)
	})
	return value, err
}
