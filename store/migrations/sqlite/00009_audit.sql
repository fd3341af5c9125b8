-- +goose Up

CREATE TABLE t_audit (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_by_id INTEGER NOT NULL,
	f_act TEXT NOT NULL,
	f_user_id INTEGER NOT NULL,
	f_group_id INTEGER NOT NULL,
	f_report_id TEXT NOT NULL,
	f_detail TEXT NOT NULL,
	f_created_at DATETIME NOT NULL
) WITHOUT ROWID;
