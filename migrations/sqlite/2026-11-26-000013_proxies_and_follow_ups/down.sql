DROP INDEX requests_with_adviser;
DROP INDEX requests_follows;
ALTER TABLE requests DROP COLUMN with_adviser_id;
ALTER TABLE requests DROP COLUMN follows_id;
ALTER TABLE requests DROP COLUMN reach;
