-- +goose NO TRANSACTION
-- +goose Up

-- Tokens of package content by message id. They need neither the n-gram parser
-- that MariaDB lacks nor other settings than those a server comes with.
CREATE TABLE IF NOT EXISTS search_message (
	f_id bigint NOT NULL,
	f_tokens mediumtext CHARACTER SET ascii NOT NULL,
	PRIMARY KEY (f_id),
	FULLTEXT KEY i_search_tokens (f_tokens)
) ENGINE=InnoDB;
