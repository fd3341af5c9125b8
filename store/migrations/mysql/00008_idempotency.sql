-- +goose NO TRANSACTION
-- +goose Up

CREATE TABLE IF NOT EXISTS t_idempotency_key (
	f_user_id bigint NOT NULL,
	f_key varbinary(32) NOT NULL,
	f_request varbinary(32) NOT NULL,
	f_answer mediumblob DEFAULT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id, f_key),
	KEY idx_idempotency_key_created_at (f_user_id, f_created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
