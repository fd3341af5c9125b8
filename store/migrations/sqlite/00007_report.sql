-- +goose Up

CREATE TABLE t_report (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_by_id INTEGER NOT NULL,
	f_user_id INTEGER NOT NULL,
	f_conversation_id INTEGER NOT NULL,
	f_seq INTEGER NOT NULL,
	f_reason TEXT NOT NULL,
	f_text TEXT NOT NULL,
	f_content BLOB,
	f_format INTEGER NOT NULL,
	f_created_at DATETIME NOT NULL,
	f_handled_at DATETIME,
	f_handled_by INTEGER NOT NULL,
	f_outcome TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX i_report_handled ON t_report (f_handled_at, f_id);
