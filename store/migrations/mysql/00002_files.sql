-- +goose NO TRANSACTION
-- +goose Up

CREATE TABLE IF NOT EXISTS t_file_owner (
	f_user_id bigint NOT NULL,
	f_file varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_name varchar(255) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id, f_file)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- A row per file and message: what a message loses, the others keep.
CREATE TABLE IF NOT EXISTS t_file_grant (
	f_file varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_seq bigint NOT NULL,
	PRIMARY KEY (f_file, f_conversation_id, f_seq),
	KEY i_file_grant_message (f_conversation_id, f_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_avatar (
	f_file varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_large varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_file),
	KEY i_avatar_large (f_large)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

INSERT IGNORE INTO t_avatar (f_file, f_large, f_created_at)
	SELECT DISTINCT LOWER(f_customface), '', '1970-01-02 00:00:00' FROM t_user WHERE CHAR_LENGTH(f_customface) = 32;

CREATE TABLE IF NOT EXISTS t_upload (
	f_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_user_id bigint NOT NULL,
	f_name varchar(255) NOT NULL,
	f_metadata text NOT NULL,
	f_size bigint NOT NULL,
	f_state blob,
	f_file varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_created_at datetime(3) NOT NULL,
	f_expires_at datetime(3) NOT NULL,
	PRIMARY KEY (f_id),
	KEY i_upload_user (f_user_id),
	KEY i_upload_expires (f_expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
