-- Until which day of a month people say when they can serve in the next; who said it, and who was asked.

ALTER TABLE districts ADD COLUMN times_due_day INTEGER CHECK (times_due_day BETWEEN 1 AND 28);

CREATE TABLE times_said (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    said_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, month)
);

CREATE TABLE times_letters (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (person_id, month, days)
);

-- A link may open one's own times.
CREATE TABLE links_then (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('month', 'assignment', 'appointment', 'rating', 'availability')),
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
