-- An offer that was written to a resident waits for their answer, and who waits was promised word.

-- When the resident was written to; null where it is only shown.
ALTER TABLE offers ADD COLUMN asked_at TIMESTAMP;

-- By when the resident has word again.
ALTER TABLE requests ADD COLUMN word_by TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';
UPDATE requests SET word_by = created_at;
