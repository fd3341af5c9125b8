-- +goose Up

CREATE TABLE t_push_subscription (
	f_session_id TEXT NOT NULL PRIMARY KEY,
	f_user_id INTEGER NOT NULL,
	f_endpoint_hash BLOB NOT NULL,
	f_endpoint TEXT NOT NULL,
	f_key BLOB NOT NULL,
	f_auth BLOB NOT NULL,
	f_created_at DATETIME NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX i_push_subscription_endpoint ON t_push_subscription (f_endpoint_hash);
CREATE INDEX i_push_subscription_user ON t_push_subscription (f_user_id);

CREATE TABLE t_push_gateway (
	f_user_id INTEGER NOT NULL PRIMARY KEY,
	f_url TEXT NOT NULL,
	f_secret TEXT NOT NULL,
	f_created_at DATETIME NOT NULL
);

CREATE TABLE t_last_seen (
	f_user_id INTEGER NOT NULL PRIMARY KEY,
	f_at DATETIME NOT NULL
);
