-- +goose NO TRANSACTION
-- +goose Up

CREATE TABLE IF NOT EXISTS t_audit (
	f_id char(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_by_id bigint NOT NULL,
	f_act varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_user_id bigint NOT NULL,
	f_group_id bigint NOT NULL,
	f_report_id varchar(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_detail varchar(255) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
