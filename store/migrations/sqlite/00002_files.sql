-- +goose Up

CREATE TABLE t_file_owner (
	f_user_id INTEGER NOT NULL,
	f_file TEXT NOT NULL,
	f_name TEXT NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_user_id, f_file)
) WITHOUT ROWID;

-- A row per file and message: what a message loses, the others keep.
CREATE TABLE t_file_grant (
	f_file TEXT NOT NULL,
	f_conversation_id INTEGER NOT NULL,
	f_seq INTEGER NOT NULL,
	PRIMARY KEY (f_file, f_conversation_id, f_seq)
) WITHOUT ROWID;
CREATE INDEX i_file_grant_message ON t_file_grant (f_conversation_id, f_seq);

CREATE TABLE t_avatar (
	f_file TEXT NOT NULL PRIMARY KEY,
	f_large TEXT NOT NULL,
	f_created_at DATETIME NOT NULL
) WITHOUT ROWID;
CREATE INDEX i_avatar_large ON t_avatar (f_large);

INSERT INTO t_avatar (f_file, f_large, f_created_at)
	SELECT DISTINCT lower(f_customface), '', 0 FROM t_user WHERE length(f_customface) = 32;

CREATE TABLE t_upload (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_user_id INTEGER NOT NULL,
	f_name TEXT NOT NULL,
	f_metadata TEXT NOT NULL,
	f_size INTEGER NOT NULL,
	f_state BLOB,
	f_file TEXT NOT NULL,
	f_created_at DATETIME NOT NULL,
	f_expires_at DATETIME NOT NULL
) WITHOUT ROWID;
CREATE INDEX i_upload_user ON t_upload (f_user_id);
CREATE INDEX i_upload_expires ON t_upload (f_expires_at);
