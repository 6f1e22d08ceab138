ALTER TABLE holidays DROP COLUMN provisional;
