-- A link may let somebody who signs in choose a password.

CREATE TABLE links_then (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('month', 'assignment', 'appointment', 'rating', 'availability', 'password')),
    subject_id TEXT NOT NULL,
    person_id TEXT REFERENCES people (id),
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
INSERT INTO links_then SELECT id, token_hash, purpose, subject_id, person_id, expires_at, used_at FROM links;
DROP TABLE links;
ALTER TABLE links_then RENAME TO links;
CREATE INDEX links_subject ON links (subject_id);
CREATE INDEX links_person ON links (person_id);
