-- More of the damage that WIRE.md sections 12 and 13 describe, for the database
-- that original.sql makes.
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
SET NAMES utf8mb4;
SET time_zone = '+00:00';

-- Account names: taken twice, also by what a repair would choose, other case,
-- empty, a space at the end. Passwords: empty, like a hash, quotes, 64 characters.
INSERT INTO t_user (f_user_id, f_username, f_nickname, f_password, f_register_time) VALUES
(300, 'twin', 'first twin', 'first', '2020-01-02 03:04:05'),
(301, 'twin', 'second twin', 'second', '2020-01-02 03:04:05'),
(302, 'Twin', 'third twin', 'third', '2020-01-02 03:04:05'),
(303, '', 'nameless', 'no name', '2020-01-02 03:04:05'),
(304, 'blank', 'blank', '', '2020-01-02 03:04:05'),
(305, 'hashlike', 'hashlike', '$argon2id$v=19$m=12288,t=3,p=1$c2FsdHNhbHQ$aGFzaGhhc2g', '2020-01-02 03:04:05'),
(306, 'nonick', '', 'o''brien \\ "x" %s', '2020-01-02 03:04:05'),
(307, 'methuselah', 'methuselah', '0123456789012345678901234567890123456789012345678901234567890123', '2020-01-02 03:04:05'),
(308, 'timeless', 'timeless', 'p', '0000-00-00 00:00:00'),
(309, 'colleague', '同事', '密码密码', '2020-00-00 00:00:00'),
(310, 'listless', 'listless', 'p', '2020-01-02 03:04:05'),
(311, 'quoted', 'quoted', 'p', '2020-01-02 03:04:05'),
(312, 'early', 'early', 'p', '2020-01-02 03:04:05'),
(313, 'late', 'late', 'p', '2020-01-02 03:04:05'),
(314, 'twin~301', 'squatter', 'p', '2020-01-02 03:04:05'),
(315, 'twin ', 'padded twin', 'p', '2020-01-02 03:04:05'),
(268435500, '268435500', '', '', '2020-01-02 03:04:05');
UPDATE t_user SET f_birthday = 99999999999 WHERE f_user_id = 307;
UPDATE t_user SET f_birthday = NULL, f_gender = NULL, f_facetype = NULL WHERE f_user_id = 308;
UPDATE t_user SET f_owner_id = NULL WHERE f_user_id = 268435500;

-- Lists of teams: without backslashes, not JSON, of older servers, doubled.
UPDATE t_user SET f_teaminfo = '[{"members":[],"teamname":"My Friends"},{"members":[],"teamname":"u6211u7684u540cu4e8b"},{"members":[],"teamname":"Clubu540cu5b66"}]' WHERE f_user_id = 309;
UPDATE t_user SET f_teaminfo = '[{"members":[],"teamname":"say "hi""}]' WHERE f_user_id = 311;
UPDATE t_user SET f_teaminfo = '[{"members":[],"teamname":"Work"},{"members":[],"teamname":"u6211u7684u597du53cb"},{"members":[],"teamname":"Work"}]' WHERE f_user_id = 312;
UPDATE t_user SET f_teaminfo = '[{"members":[],"teamname":"My Friends"},{"members":[],"teamname":"u6211u7684u597du53cb"}]' WHERE f_user_id = 313;

-- Friendships: doubled, the wrong way round, with oneself, of nobody, in teams
-- that a list does not have, in an empty one. Memberships: doubled, of nobody.
INSERT INTO t_user_relationship (f_id, f_user_id1, f_user_id2, f_user1_teamname, f_user2_teamname, f_user1_markname, f_user2_markname) VALUES
(1000, 300, 309, 'My Friends', '我的同事', NULL, '第一'),
(1001, 302, 309, 'My Friends', 'Club同学', NULL, NULL),
(1002, 310, 300, 'Only There', 'My Friends', 'mark of 310', 'mark of 300'),
(1003, 300, 310, 'My Friends', 'Second', NULL, NULL),
(1004, 311, 312, 'Quotes "gone"', '我的好友', NULL, NULL),
(1005, 312, 313, 'Work', '我的好友', NULL, NULL),
(1006, 306, 306, 'My Friends', 'My Friends', NULL, NULL),
(1007, 300, 999, 'My Friends', 'My Friends', NULL, NULL),
(1008, 301, 302, '', 'only there', NULL, NULL),
(1009, 310, 311, '我的好友', 'My Friends', NULL, NULL),
(1010, 310, 268435500, 'Groups', 'My Friends', 'a group', NULL),
(1011, 309, 268435500, 'My Friends', 'My Friends', NULL, NULL),
(1012, 309, 268435500, 'My Friends', 'My Friends', NULL, NULL),
(1013, 999, 268435500, 'My Friends', 'My Friends', NULL, NULL);

-- Messages: without a time, from nobody, from a group.
INSERT INTO t_chatmsg (f_id, f_senderid, f_targetid, f_msgcontent, f_create_time) VALUES
(1000, 300, 309, '{"content":[{"msgText":"one"}]}', '2020-01-02 03:04:05'),
(1001, 309, 300, '{"content":[{"msgText":"two"}]}', '0000-00-00 00:00:00'),
(1002, 310, 268435500, '{"content":[{"msgText":"group"}]}', '2020-01-02 03:04:06'),
(1003, 300, 309, '{"content":[{"msgText":"three"}]}', '2020-01-02 03:04:07'),
(1004, 999, 300, '{"content":[{"msgText":"ghost"}]}', '2020-01-02 03:04:08'),
(1005, 268435500, 300, '{"content":[{"msgText":"group"}]}', '2020-01-02 03:04:09');
