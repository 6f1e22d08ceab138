-- Who asks for somebody else, and whether the resident may be written to; a further talk with the same adviser.

-- Who is written to and telephoned.
ALTER TABLE requests ADD COLUMN reach TEXT NOT NULL DEFAULT 'resident' CHECK (reach IN ('resident', 'proxy', 'nobody'));

-- The appointment that it goes on from, and the adviser whom the resident wants again.
ALTER TABLE requests ADD COLUMN follows_id TEXT REFERENCES appointments (id);
ALTER TABLE requests ADD COLUMN with_adviser_id TEXT REFERENCES people (id);
CREATE INDEX requests_follows ON requests (follows_id);
CREATE INDEX requests_with_adviser ON requests (with_adviser_id);
