-- +goose Up

-- Tokens of package content by message id (the rowid). The text itself is in
-- t_chatmsg alone.
CREATE VIRTUAL TABLE search_message USING fts5(f_tokens, content='', contentless_delete=1, tokenize='unicode61');
