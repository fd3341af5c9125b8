-- +goose NO TRANSACTION
-- +goose Up

CREATE TABLE IF NOT EXISTS t_second_factor (
	f_user_id bigint NOT NULL,
	f_secret varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_confirmed_at datetime(3) DEFAULT NULL,
	f_counter bigint NOT NULL DEFAULT 0,
	f_app_password varchar(255) NOT NULL DEFAULT '',
	PRIMARY KEY (f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_recovery_code (
	f_user_id bigint NOT NULL,
	f_hash varbinary(64) NOT NULL,
	PRIMARY KEY (f_user_id, f_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
