-- +goose Up

CREATE TABLE t_second_factor (
	f_user_id INTEGER NOT NULL PRIMARY KEY,
	f_secret TEXT NOT NULL,
	f_confirmed_at DATETIME,
	f_counter INTEGER NOT NULL DEFAULT 0,
	f_app_password TEXT NOT NULL DEFAULT ''
);

CREATE TABLE t_recovery_code (
	f_user_id INTEGER NOT NULL,
	f_hash BLOB NOT NULL,
	PRIMARY KEY (f_user_id, f_hash)
) WITHOUT ROWID;
