DROP INDEX audit_seal;
ALTER TABLE audit DROP COLUMN seal;
DROP TABLE audit_seals;
