DROP TABLE expiry_notices;

CREATE TABLE qualifications_then (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('licence', 'approval')),
    number TEXT NOT NULL,
    valid_from DATE,
    valid_until DATE,
    UNIQUE (kind, number),
    CHECK (valid_until >= valid_from)
);
-- Of an approval that several have, the first one's stays.
INSERT INTO qualifications_then SELECT id, person_id, kind, number, valid_from, valid_until FROM qualifications AS kept
    WHERE NOT EXISTS (SELECT 1 FROM qualifications AS other WHERE other.kind = kept.kind AND other.number = kept.number AND other.id < kept.id);
DROP TABLE qualifications;
ALTER TABLE qualifications_then RENAME TO qualifications;
CREATE INDEX qualifications_person ON qualifications (person_id);

ALTER TABLE demand_templates DROP COLUMN service;
ALTER TABLE pools DROP COLUMN services;
ALTER TABLE pools DROP COLUMN needs_approval;
