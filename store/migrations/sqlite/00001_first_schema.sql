-- +goose Up

-- Times are INTEGER milliseconds since 1970 in columns declared DATETIME, which
-- is how the driver knows to read them as times. Names compare byte for byte.

CREATE TABLE t_meta (
	f_name TEXT NOT NULL PRIMARY KEY,
	f_value TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO t_meta (f_name, f_value) VALUES ('next_user_id', '1'), ('next_group_id', '268435456');

CREATE TABLE t_user (
	f_user_id INTEGER NOT NULL PRIMARY KEY,
	f_username TEXT NOT NULL COLLATE BINARY,
	f_nickname TEXT NOT NULL,
	f_password TEXT NOT NULL,
	f_facetype INTEGER NOT NULL DEFAULT 0,
	f_customface TEXT NOT NULL DEFAULT '',
	f_gender INTEGER NOT NULL DEFAULT 0,
	f_birthday INTEGER NOT NULL DEFAULT 19900101,
	f_signature TEXT NOT NULL DEFAULT '',
	f_address TEXT NOT NULL DEFAULT '',
	f_phonenumber TEXT NOT NULL DEFAULT '',
	f_mail TEXT NOT NULL DEFAULT '',
	f_teaminfo BLOB,
	f_u INTEGER NOT NULL DEFAULT 0,
	f_settings BLOB,
	f_disabled BOOLEAN NOT NULL DEFAULT 0,
	f_admin BOOLEAN NOT NULL DEFAULT 0,
	f_bot BOOLEAN NOT NULL DEFAULT 0,
	f_deleted_at DATETIME,
	f_register_time DATETIME NOT NULL
);
CREATE UNIQUE INDEX i_user_username ON t_user (f_username);
CREATE INDEX i_user_nickname ON t_user (f_nickname);
CREATE INDEX i_user_admin ON t_user (f_admin);

CREATE TABLE t_user_event (
	f_user_id INTEGER NOT NULL,
	f_u INTEGER NOT NULL,
	f_kind TEXT NOT NULL,
	f_data BLOB NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_user_id, f_u)
) WITHOUT ROWID;

CREATE TABLE t_block (
	f_user_id INTEGER NOT NULL,
	f_blocked_id INTEGER NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_user_id, f_blocked_id)
) WITHOUT ROWID;
CREATE INDEX i_block_blocked ON t_block (f_blocked_id);

CREATE TABLE t_session (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_user_id INTEGER NOT NULL,
	f_class INTEGER NOT NULL,
	f_device_id TEXT NOT NULL,
	f_name TEXT NOT NULL,
	f_refresh_hash BLOB,
	f_created_at DATETIME NOT NULL,
	f_last_seen_at DATETIME NOT NULL,
	f_revoked_at DATETIME,
	f_token_hash BLOB,
	f_scopes TEXT NOT NULL DEFAULT '',
	f_expires_at DATETIME
) WITHOUT ROWID;
CREATE INDEX i_session_user ON t_session (f_user_id, f_id);
CREATE INDEX i_session_revoked ON t_session (f_revoked_at);

CREATE TABLE t_user_relationship (
	f_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	f_user_id1 INTEGER NOT NULL,
	f_user_id2 INTEGER NOT NULL,
	f_user1_teamname TEXT NOT NULL DEFAULT 'My Friends',
	f_user2_teamname TEXT NOT NULL DEFAULT 'My Friends',
	f_user1_markname TEXT NOT NULL DEFAULT '',
	f_user2_markname TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX i_relationship_users ON t_user_relationship (f_user_id1, f_user_id2);
CREATE INDEX i_relationship_user2 ON t_user_relationship (f_user_id2);

CREATE TABLE t_friend_request (
	f_from_id INTEGER NOT NULL,
	f_to_id INTEGER NOT NULL,
	f_greeting TEXT NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_from_id, f_to_id)
) WITHOUT ROWID;
CREATE INDEX i_friend_request_to ON t_friend_request (f_to_id, f_created_at);

CREATE TABLE t_group (
	f_id INTEGER NOT NULL PRIMARY KEY,
	f_name TEXT NOT NULL,
	f_owner_id INTEGER NOT NULL,
	f_notice TEXT NOT NULL DEFAULT '',
	f_introduction TEXT NOT NULL DEFAULT '',
	f_picture TEXT NOT NULL DEFAULT '',
	f_join_policy INTEGER NOT NULL DEFAULT 0,
	f_muted_all BOOLEAN NOT NULL DEFAULT 0,
	f_created_at DATETIME NOT NULL
);

CREATE TABLE t_group_member (
	f_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	f_group_id INTEGER NOT NULL,
	f_user_id INTEGER NOT NULL,
	f_role INTEGER NOT NULL DEFAULT 0,
	f_teamname TEXT NOT NULL DEFAULT 'My Friends',
	f_markname TEXT NOT NULL DEFAULT '',
	f_card TEXT NOT NULL DEFAULT '',
	f_muted_until DATETIME,
	f_joined_at DATETIME NOT NULL
);
CREATE UNIQUE INDEX i_group_member ON t_group_member (f_group_id, f_user_id);
CREATE INDEX i_group_member_user ON t_group_member (f_user_id);

CREATE TABLE t_group_ban (
	f_group_id INTEGER NOT NULL,
	f_user_id INTEGER NOT NULL,
	f_by_id INTEGER NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_group_id, f_user_id)
) WITHOUT ROWID;

CREATE TABLE t_group_request (
	f_group_id INTEGER NOT NULL,
	f_user_id INTEGER NOT NULL,
	f_greeting TEXT NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_group_id, f_user_id)
) WITHOUT ROWID;
CREATE INDEX i_group_request_user ON t_group_request (f_user_id);

CREATE TABLE t_invitation (
	f_id TEXT NOT NULL PRIMARY KEY,
	f_group_id INTEGER NOT NULL,
	f_by_id INTEGER NOT NULL,
	f_token_hash BLOB NOT NULL,
	f_uses_left INTEGER NOT NULL,
	f_expires_at DATETIME,
	f_created_at DATETIME NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX i_invitation_token ON t_invitation (f_token_hash);
CREATE INDEX i_invitation_group ON t_invitation (f_group_id);

CREATE TABLE t_conversation (
	f_id INTEGER NOT NULL PRIMARY KEY,
	f_last_seq INTEGER NOT NULL DEFAULT 0,
	f_rev INTEGER NOT NULL DEFAULT 0,
	f_last_time DATETIME NOT NULL,
	f_created_at DATETIME NOT NULL
);

CREATE TABLE t_conversation_member (
	f_user_id INTEGER NOT NULL,
	f_conversation_id INTEGER NOT NULL,
	f_read_seq INTEGER NOT NULL DEFAULT 0,
	f_joined_seq INTEGER NOT NULL DEFAULT 0,
	f_cleared_seq INTEGER NOT NULL DEFAULT 0,
	f_left BOOLEAN NOT NULL DEFAULT 0,
	f_pinned BOOLEAN NOT NULL DEFAULT 0,
	f_mute INTEGER NOT NULL DEFAULT 0,
	f_archived BOOLEAN NOT NULL DEFAULT 0,
	f_hidden_seq INTEGER NOT NULL DEFAULT 0,
	f_draft TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (f_user_id, f_conversation_id)
) WITHOUT ROWID;
CREATE INDEX i_conversation_member ON t_conversation_member (f_conversation_id, f_read_seq);

-- Every index here is written with every message. There is none to count one's
-- own unread messages by: it would cost a quarter of the messages per second,
-- and saves 2 us per unread message in a list of conversations.
CREATE TABLE t_chatmsg (
	f_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	f_conversation_id INTEGER NOT NULL,
	f_seq INTEGER NOT NULL,
	f_senderid INTEGER NOT NULL,
	f_targetid INTEGER NOT NULL,
	f_client_id TEXT,
	f_format INTEGER NOT NULL DEFAULT 0,
	f_msgcontent BLOB NOT NULL,
	f_reply_to INTEGER NOT NULL DEFAULT 0,
	f_via INTEGER NOT NULL DEFAULT 0,
	f_client_seq INTEGER NOT NULL DEFAULT 0,
	f_create_time DATETIME NOT NULL,
	f_system BOOLEAN NOT NULL DEFAULT 0,
	f_edited_at DATETIME,
	f_recalled_at DATETIME,
	f_expires_at DATETIME
);
CREATE UNIQUE INDEX i_chatmsg_seq ON t_chatmsg (f_conversation_id, f_seq);
CREATE UNIQUE INDEX i_chatmsg_client ON t_chatmsg (f_conversation_id, f_senderid, f_client_id) WHERE f_client_id IS NOT NULL;

CREATE INDEX i_chatmsg_expires ON t_chatmsg (f_expires_at) WHERE f_expires_at IS NOT NULL;

CREATE TABLE t_change (
	f_conversation_id INTEGER NOT NULL,
	f_rev INTEGER NOT NULL,
	f_kind TEXT NOT NULL,
	f_seq INTEGER NOT NULL,
	f_by_id INTEGER NOT NULL,
	f_data BLOB NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_conversation_id, f_rev)
) WITHOUT ROWID;

CREATE TABLE t_reaction (
	f_conversation_id INTEGER NOT NULL,
	f_seq INTEGER NOT NULL,
	f_user_id INTEGER NOT NULL,
	f_emoji TEXT NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_conversation_id, f_seq, f_user_id, f_emoji)
) WITHOUT ROWID;

CREATE TABLE t_pin (
	f_conversation_id INTEGER NOT NULL,
	f_seq INTEGER NOT NULL,
	f_by_id INTEGER NOT NULL,
	f_created_at DATETIME NOT NULL,
	PRIMARY KEY (f_conversation_id, f_seq)
) WITHOUT ROWID;

CREATE TABLE t_hidden_message (
	f_user_id INTEGER NOT NULL,
	f_conversation_id INTEGER NOT NULL,
	f_seq INTEGER NOT NULL,
	PRIMARY KEY (f_user_id, f_conversation_id, f_seq)
) WITHOUT ROWID;

CREATE TABLE t_delivery (
	f_user_id INTEGER NOT NULL,
	f_class INTEGER NOT NULL,
	f_conversation_id INTEGER NOT NULL,
	f_seq INTEGER NOT NULL,
	PRIMARY KEY (f_user_id, f_class, f_conversation_id)
) WITHOUT ROWID;

CREATE TABLE t_file (
	f_md5 TEXT NOT NULL PRIMARY KEY,
	f_size INTEGER NOT NULL,
	f_type TEXT NOT NULL,
	f_picture BOOLEAN NOT NULL,
	f_created_at DATETIME NOT NULL
) WITHOUT ROWID;
