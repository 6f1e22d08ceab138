-- How well a language is understood and read, where that is not as it is spoken or was said; since when somebody practises, and what their
-- position is.

ALTER TABLE person_languages ADD COLUMN understands TEXT CHECK (understands IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'N'));
ALTER TABLE person_languages ADD COLUMN reads TEXT CHECK (reads IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'N'));
ALTER TABLE people ADD COLUMN practises_since INTEGER CHECK (practises_since BETWEEN 1900 AND 2200);
ALTER TABLE people ADD COLUMN position TEXT NOT NULL DEFAULT 'home' CHECK (position IN ('home', 'office'));
