-- +goose Up

CREATE TABLE t_bot (
	f_user_id INTEGER NOT NULL PRIMARY KEY,
	f_owner_id INTEGER NOT NULL,
	f_created_at DATETIME NOT NULL
);
CREATE INDEX i_bot_owner ON t_bot (f_owner_id, f_user_id);

CREATE TABLE t_deletion (
	f_user_id INTEGER NOT NULL PRIMARY KEY,
	f_created_at DATETIME NOT NULL
);

CREATE TABLE t_incoming_webhook (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_conversation_id INTEGER NOT NULL,
	f_bot_id INTEGER NOT NULL,
	f_made_bot BOOLEAN NOT NULL,
	f_by_id INTEGER NOT NULL,
	f_name TEXT NOT NULL,
	f_token_hash BLOB NOT NULL,
	f_created_at DATETIME NOT NULL,
	f_used_at DATETIME
) WITHOUT ROWID;
CREATE INDEX i_incoming_webhook_conversation ON t_incoming_webhook (f_conversation_id, f_id);
CREATE INDEX i_incoming_webhook_bot ON t_incoming_webhook (f_bot_id);

CREATE TABLE t_webhook (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_user_id INTEGER NOT NULL,
	f_url TEXT NOT NULL,
	f_events TEXT NOT NULL,
	f_conversation_id INTEGER NOT NULL,
	f_secret BLOB NOT NULL,
	f_created_at DATETIME NOT NULL,
	f_last_at DATETIME,
	f_last_status INTEGER NOT NULL DEFAULT 0,
	f_last_error TEXT NOT NULL DEFAULT '',
	f_failing_since DATETIME,
	f_disabled_at DATETIME,
	f_disabled_reason TEXT NOT NULL DEFAULT '',
	f_dropped INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX i_webhook_user ON t_webhook (f_user_id, f_id);

CREATE TABLE t_webhook_delivery (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_webhook_id TEXT NOT NULL,
	f_event TEXT NOT NULL,
	f_conversation_id INTEGER NOT NULL,
	f_user_id INTEGER NOT NULL DEFAULT 0,
	f_position INTEGER NOT NULL,
	f_dead BOOLEAN NOT NULL DEFAULT 0,
	f_attempts INTEGER NOT NULL DEFAULT 0,
	f_next_at DATETIME NOT NULL,
	f_last_status INTEGER NOT NULL DEFAULT 0,
	f_last_error TEXT NOT NULL DEFAULT '',
	f_created_at DATETIME NOT NULL
) WITHOUT ROWID;
CREATE INDEX i_webhook_delivery_next ON t_webhook_delivery (f_webhook_id, f_dead, f_next_at, f_id);
CREATE INDEX i_webhook_delivery_dead ON t_webhook_delivery (f_dead, f_created_at);
