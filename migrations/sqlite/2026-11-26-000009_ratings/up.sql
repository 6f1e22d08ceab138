-- What residents said after a visit: two questions, each answered from 1 to 5. Nothing of the resident.

CREATE TABLE ratings (
    appointment_id TEXT NOT NULL PRIMARY KEY REFERENCES appointments (id),
    helped INTEGER NOT NULL CHECK (helped BETWEEN 1 AND 5),
    understood INTEGER NOT NULL CHECK (understood BETWEEN 1 AND 5),
    rated_at TIMESTAMP NOT NULL
);

-- A link may open them.
CREATE TABLE links_with_ratings (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('month', 'assignment', 'appointment', 'rating')),
    subject_id TEXT NOT NULL,
    person_id TEXT REFERENCES people (id),
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
INSERT INTO links_with_ratings SELECT id, token_hash, purpose, subject_id, person_id, expires_at, used_at FROM links;
DROP TABLE links;
ALTER TABLE links_with_ratings RENAME TO links;
CREATE INDEX links_subject ON links (subject_id);
CREATE INDEX links_person ON links (person_id);
