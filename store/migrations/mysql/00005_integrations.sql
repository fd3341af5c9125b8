-- +goose NO TRANSACTION
-- +goose Up

CREATE TABLE IF NOT EXISTS t_bot (
	f_user_id bigint NOT NULL,
	f_owner_id bigint NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id),
	KEY i_bot_owner (f_owner_id, f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_deletion (
	f_user_id bigint NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_incoming_webhook (
	f_id char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_bot_id bigint NOT NULL,
	f_made_bot tinyint(1) NOT NULL,
	f_by_id bigint NOT NULL,
	f_name varchar(64) NOT NULL,
	f_token_hash varbinary(32) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	f_used_at datetime(3) DEFAULT NULL,
	PRIMARY KEY (f_id),
	KEY i_incoming_webhook_conversation (f_conversation_id, f_id),
	KEY i_incoming_webhook_bot (f_bot_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_webhook (
	f_id char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_user_id bigint NOT NULL,
	f_url varchar(2048) NOT NULL,
	f_events varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_secret varbinary(255) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	f_last_at datetime(3) DEFAULT NULL,
	f_last_status int NOT NULL DEFAULT 0,
	f_last_error varchar(255) NOT NULL DEFAULT '',
	f_failing_since datetime(3) DEFAULT NULL,
	f_disabled_at datetime(3) DEFAULT NULL,
	f_disabled_reason varchar(255) NOT NULL DEFAULT '',
	f_dropped bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (f_id),
	KEY i_webhook_user (f_user_id, f_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_webhook_delivery (
	f_id char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_webhook_id char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_event varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_user_id bigint NOT NULL DEFAULT 0,
	f_position bigint NOT NULL,
	f_dead tinyint(1) NOT NULL DEFAULT 0,
	f_attempts int NOT NULL DEFAULT 0,
	f_next_at datetime(3) NOT NULL,
	f_last_status int NOT NULL DEFAULT 0,
	f_last_error varchar(255) NOT NULL DEFAULT '',
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_id),
	KEY i_webhook_delivery_next (f_webhook_id, f_dead, f_next_at, f_id),
	KEY i_webhook_delivery_dead (f_dead, f_created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
