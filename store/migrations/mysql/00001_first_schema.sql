-- +goose NO TRANSACTION
-- +goose Up

-- MySQL commits every CREATE TABLE by itself: each statement here does nothing
-- when it is done again, so that an interrupted start goes on where it stopped.
--
-- t_user, t_user_relationship and t_chatmsg are the original's, whose unused
-- columns stay. Login names and what clients choose as ids compare byte for byte.

CREATE TABLE IF NOT EXISTS t_meta (
	f_name varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_value varchar(1024) NOT NULL,
	PRIMARY KEY (f_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT IGNORE INTO t_meta (f_name, f_value) VALUES ('next_user_id', '1'), ('next_group_id', '268435456');

CREATE TABLE IF NOT EXISTS t_user (
	f_id bigint NOT NULL AUTO_INCREMENT,
	f_user_id bigint NOT NULL,
	f_username varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	f_nickname varchar(64) NOT NULL,
	f_password varchar(255) NOT NULL,
	f_facetype int NOT NULL DEFAULT 0,
	f_customface varchar(32) NOT NULL DEFAULT '',
	f_customfacefmt varchar(6) DEFAULT NULL,
	f_gender int NOT NULL DEFAULT 0,
	f_birthday bigint NOT NULL DEFAULT 19900101,
	f_signature varchar(256) NOT NULL DEFAULT '',
	f_address varchar(256) NOT NULL DEFAULT '',
	f_phonenumber varchar(64) NOT NULL DEFAULT '',
	f_mail varchar(256) NOT NULL DEFAULT '',
	f_owner_id bigint DEFAULT 0,
	f_teaminfo blob DEFAULT NULL,
	f_u bigint NOT NULL DEFAULT 0,
	f_settings mediumblob DEFAULT NULL,
	f_disabled boolean NOT NULL DEFAULT 0,
	f_admin boolean NOT NULL DEFAULT 0,
	f_bot boolean NOT NULL DEFAULT 0,
	f_deleted_at datetime(3) DEFAULT NULL,
	f_register_time datetime(3) NOT NULL,
	f_remark varchar(64) DEFAULT NULL,
	f_update_time timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
	PRIMARY KEY (f_user_id),
	UNIQUE KEY i_user_username (f_username),
	KEY i_user_nickname (f_nickname),
	KEY i_user_admin (f_admin),
	KEY f_id (f_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_user_event (
	f_user_id bigint NOT NULL,
	f_u bigint NOT NULL,
	f_kind varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_data mediumblob NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id, f_u)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_block (
	f_user_id bigint NOT NULL,
	f_blocked_id bigint NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_user_id, f_blocked_id),
	KEY i_block_blocked (f_blocked_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_session (
	f_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_user_id bigint NOT NULL,
	f_class tinyint unsigned NOT NULL,
	f_device_id varchar(64) NOT NULL,
	f_name varchar(64) NOT NULL,
	f_refresh_hash varbinary(64) DEFAULT NULL,
	f_created_at datetime(3) NOT NULL,
	f_last_seen_at datetime(3) NOT NULL,
	f_revoked_at datetime(3) DEFAULT NULL,
	f_token_hash varbinary(64) DEFAULT NULL,
	f_scopes varchar(255) NOT NULL DEFAULT '',
	f_expires_at datetime(3) DEFAULT NULL,
	PRIMARY KEY (f_id),
	KEY i_session_user (f_user_id, f_id),
	KEY i_session_revoked (f_revoked_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_user_relationship (
	f_id bigint NOT NULL AUTO_INCREMENT,
	f_user_id1 bigint NOT NULL,
	f_user_id2 bigint NOT NULL,
	f_user1_teamname varchar(32) NOT NULL DEFAULT 'My Friends',
	f_user2_teamname varchar(32) NOT NULL DEFAULT 'My Friends',
	f_user1_markname varchar(32) NOT NULL DEFAULT '',
	f_user2_markname varchar(32) NOT NULL DEFAULT '',
	f_remark varchar(64) DEFAULT NULL,
	f_update_time timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
	PRIMARY KEY (f_id),
	UNIQUE KEY i_relationship_users (f_user_id1, f_user_id2),
	KEY i_relationship_user2 (f_user_id2)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_friend_request (
	f_from_id bigint NOT NULL,
	f_to_id bigint NOT NULL,
	f_greeting varchar(256) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_from_id, f_to_id),
	KEY i_friend_request_to (f_to_id, f_created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_group (
	f_id bigint NOT NULL,
	f_name varchar(64) NOT NULL,
	f_owner_id bigint NOT NULL,
	f_notice varchar(2000) NOT NULL DEFAULT '',
	f_introduction varchar(1000) NOT NULL DEFAULT '',
	f_picture varchar(32) NOT NULL DEFAULT '',
	f_join_policy tinyint unsigned NOT NULL DEFAULT 0,
	f_muted_all boolean NOT NULL DEFAULT 0,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_group_member (
	f_id bigint NOT NULL AUTO_INCREMENT,
	f_group_id bigint NOT NULL,
	f_user_id bigint NOT NULL,
	f_role tinyint unsigned NOT NULL DEFAULT 0,
	f_teamname varchar(32) NOT NULL DEFAULT 'My Friends',
	f_markname varchar(32) NOT NULL DEFAULT '',
	f_card varchar(64) NOT NULL DEFAULT '',
	f_muted_until datetime(3) DEFAULT NULL,
	f_joined_at datetime(3) NOT NULL,
	PRIMARY KEY (f_id),
	UNIQUE KEY i_group_member (f_group_id, f_user_id),
	KEY i_group_member_user (f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_group_ban (
	f_group_id bigint NOT NULL,
	f_user_id bigint NOT NULL,
	f_by_id bigint NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_group_id, f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_group_request (
	f_group_id bigint NOT NULL,
	f_user_id bigint NOT NULL,
	f_greeting varchar(256) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_group_id, f_user_id),
	KEY i_group_request_user (f_user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_invitation (
	f_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_group_id bigint NOT NULL,
	f_by_id bigint NOT NULL,
	f_token_hash varbinary(64) NOT NULL,
	f_uses_left int NOT NULL,
	f_expires_at datetime(3) DEFAULT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_id),
	UNIQUE KEY i_invitation_token (f_token_hash),
	KEY i_invitation_group (f_group_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_conversation (
	f_id bigint NOT NULL,
	f_last_seq bigint NOT NULL DEFAULT 0,
	f_rev bigint NOT NULL DEFAULT 0,
	f_last_time datetime(3) NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_conversation_member (
	f_user_id bigint NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_read_seq bigint NOT NULL DEFAULT 0,
	f_joined_seq bigint NOT NULL DEFAULT 0,
	f_cleared_seq bigint NOT NULL DEFAULT 0,
	f_left boolean NOT NULL DEFAULT 0,
	f_pinned boolean NOT NULL DEFAULT 0,
	f_mute tinyint unsigned NOT NULL DEFAULT 0,
	f_archived boolean NOT NULL DEFAULT 0,
	f_hidden_seq bigint NOT NULL DEFAULT 0,
	f_draft varchar(4000) NOT NULL DEFAULT '',
	PRIMARY KEY (f_user_id, f_conversation_id),
	KEY i_conversation_member (f_conversation_id, f_read_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- Indexes: see the same table on SQLite.
CREATE TABLE IF NOT EXISTS t_chatmsg (
	f_id bigint NOT NULL AUTO_INCREMENT,
	f_conversation_id bigint NOT NULL DEFAULT 0,
	f_seq bigint NOT NULL,
	f_senderid bigint NOT NULL,
	f_targetid bigint NOT NULL,
	f_client_id varbinary(64) DEFAULT NULL,
	f_format tinyint unsigned NOT NULL DEFAULT 0,
	f_msgcontent mediumblob NOT NULL,
	f_reply_to bigint NOT NULL DEFAULT 0,
	f_via tinyint unsigned NOT NULL DEFAULT 0,
	f_client_seq int NOT NULL DEFAULT 0,
	f_create_time datetime(3) NOT NULL,
	f_system boolean NOT NULL DEFAULT 0,
	f_edited_at datetime(3) DEFAULT NULL,
	f_recalled_at datetime(3) DEFAULT NULL,
	f_expires_at datetime(3) DEFAULT NULL,
	f_remark varchar(64) DEFAULT NULL,
	PRIMARY KEY (f_id),
	KEY i_chatmsg_expires (f_expires_at),
	UNIQUE KEY i_chatmsg_seq (f_conversation_id, f_seq),
	UNIQUE KEY i_chatmsg_client (f_conversation_id, f_senderid, f_client_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_change (
	f_conversation_id bigint NOT NULL,
	f_rev bigint NOT NULL,
	f_kind varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_seq bigint NOT NULL,
	f_by_id bigint NOT NULL,
	f_data mediumblob NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_conversation_id, f_rev)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_reaction (
	f_conversation_id bigint NOT NULL,
	f_seq bigint NOT NULL,
	f_user_id bigint NOT NULL,
	f_emoji varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_conversation_id, f_seq, f_user_id, f_emoji)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_pin (
	f_conversation_id bigint NOT NULL,
	f_seq bigint NOT NULL,
	f_by_id bigint NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_conversation_id, f_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_hidden_message (
	f_user_id bigint NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_seq bigint NOT NULL,
	PRIMARY KEY (f_user_id, f_conversation_id, f_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_delivery (
	f_user_id bigint NOT NULL,
	f_class tinyint unsigned NOT NULL,
	f_conversation_id bigint NOT NULL,
	f_seq bigint NOT NULL,
	PRIMARY KEY (f_user_id, f_class, f_conversation_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE IF NOT EXISTS t_file (
	f_md5 char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	f_size bigint NOT NULL,
	f_type varchar(255) NOT NULL,
	f_picture boolean NOT NULL,
	f_created_at datetime(3) NOT NULL,
	PRIMARY KEY (f_md5)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
