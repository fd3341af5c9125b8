-- The database of an early original: another default team, and columns that
-- came later are missing. The column f_vip is somebody's own.
SET NAMES utf8mb4;

CREATE TABLE `t_user` (
  `f_id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT '自增ID',
  `f_user_id` bigint(20) NOT NULL COMMENT '用户ID',
  `f_username` varchar(64) NOT NULL COMMENT '用户名',
  `f_nickname` varchar(64) NOT NULL COMMENT '用户昵称',
  `f_password` varchar(64) DEFAULT NULL COMMENT '用户密码',
  `f_vip` int(10) DEFAULT NULL,
  `f_facetype` int(10) DEFAULT '0' COMMENT '用户头像类型',
  `f_gender` int(2) DEFAULT '0' COMMENT '性别',
  `f_register_time` datetime NOT NULL COMMENT '注册时间',
  `f_update_time` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT '更新时间',
  PRIMARY KEY (`f_user_id`),
  KEY `f_user_id` (`f_user_id`),
  KEY `f_id` (`f_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `t_user_relationship` (
  `f_id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT '自增ID',
  `f_user_id1` bigint(20) NOT NULL COMMENT '用户ID',
  `f_user_id2` bigint(20) NOT NULL COMMENT '用户ID',
  `f_user1_teamname` varchar(32) NOT NULL DEFAULT '我的好友',
  `f_user2_teamname` varchar(32) NOT NULL DEFAULT '我的好友',
  `f_remark` varchar(64) DEFAULT NULL COMMENT '备注',
  `f_update_time` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT '更新时间',
  PRIMARY KEY (`f_id`),
  KEY `f_id` (`f_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE `t_chatmsg` (
  `f_id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT '自增ID',
  `f_senderid` bigint(20) NOT NULL COMMENT '发送者id',
  `f_targetid` bigint(20) NOT NULL COMMENT '接收者id',
  `f_msgcontent` blob NOT NULL COMMENT '聊天内容',
  PRIMARY KEY (`f_id`),
  KEY `f_id` (`f_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

INSERT INTO t_user (f_user_id, f_username, f_nickname, f_password, f_vip, f_register_time) VALUES
(1, 'zhangsan', '张三', 'zs', 1, '2017-05-01 10:00:00'),
(2, 'lisi', '李四', NULL, NULL, '2017-05-01 10:00:01'),
(3, 'wangwu', '王五', 'ww', NULL, '2017-05-01 10:00:02'),
(268435456, '268435456', '老同学', '', NULL, '2017-05-01 11:00:00');

INSERT INTO t_user_relationship (f_user_id1, f_user_id2) VALUES (1, 2), (2, 3), (2, 268435456), (1, 268435456);
INSERT INTO t_user_relationship (f_user_id1, f_user_id2, f_user1_teamname) VALUES (1, 3, '同事');

INSERT INTO t_chatmsg (f_senderid, f_targetid, f_msgcontent) VALUES
(1, 2, '{"content":[{"msgText":"你好"}]}'), (2, 268435456, '{"content":[{"msgText":"all"}]}'), (2, 1, '{"content":[{"msgText":"hi"}]}');
