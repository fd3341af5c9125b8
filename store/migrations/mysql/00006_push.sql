-- +goose NO TRANSACTION
-- +goose Up

CREATE TABLE IF NOT EXISTS t_push_subscription (
	f_session_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_user_id bigint NOT NULL,
	f_endpoint_hash varbinary(32) NOT NULL,
	f_endpoint varchar(2048) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	f_key varbinary(128) NOT NULL,
	f_auth varbinary(64) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_session_id),
	UNIQUE KEY i_push_subscription_endpoint (f_endpoint_hash),
	KEY i_push_subscription_user (f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_push_gateway (
	f_user_id bigint NOT NULL,
	f_url varchar(2048) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	f_secret varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_last_seen (
	f_user_id bigint NOT NULL,
	f_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
