ALTER TABLE people DROP COLUMN position;
ALTER TABLE people DROP COLUMN practises_since;
ALTER TABLE person_languages DROP COLUMN reads;
ALTER TABLE person_languages DROP COLUMN understands;
