UPDATE requests SET state = 'waiting' WHERE state = 'offered';
DELETE FROM offers WHERE asked_at IS NOT NULL;
ALTER TABLE requests DROP COLUMN word_by;
ALTER TABLE offers DROP COLUMN asked_at;
