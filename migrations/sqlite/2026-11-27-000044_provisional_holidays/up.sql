-- A year's calendar that is not published yet is said to be provisional.

ALTER TABLE holidays ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT FALSE;
