-- +goose Up

CREATE TABLE t_idempotency_key (
	f_user_id INTEGER NOT NULL,
	f_key BLOB NOT NULL,
	f_request BLOB NOT NULL,
	f_answer BLOB,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_user_id, f_key)
);
CREATE INDEX idx_idempotency_key_created_at ON t_idempotency_key (f_user_id, f_created_at);
