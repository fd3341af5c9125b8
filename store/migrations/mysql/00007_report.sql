-- +goose NO TRANSACTION
-- +goose Up

CREATE TABLE IF NOT EXISTS t_report (
	f_id char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_by_id bigint NOT NULL,
	f_user_id bigint NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_seq bigint NOT NULL,
	f_reason varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_text varchar(2000) NOT NULL,
	f_content mediumblob DEFAULT NULL,
	f_format tinyint unsigned NOT NULL,
	f_created_at datetime(3) NOT NULL,
	f_handled_at datetime(3) DEFAULT NULL,
	f_handled_by bigint NOT NULL,
	f_outcome varchar(2000) NOT NULL,
	PRIMARY KEY (f_id),
	KEY i_report_handled (f_handled_at, f_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
