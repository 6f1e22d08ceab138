-- What a pool may give, and an approval of the employer or university that it may need beside a licence. Who is told that a
-- licence or approval ends is told once for each of the days before.

ALTER TABLE pools ADD COLUMN needs_approval BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE pools ADD COLUMN services TEXT NOT NULL DEFAULT '';
ALTER TABLE demand_templates ADD COLUMN service TEXT CHECK (service IN ('advice', 'drafting', 'representation', 'mediation',
    'mediation-support', 'publicity', 'interpreting', 'counselling', 'observation'));

-- Whom nobody has said anything else of, as `domain::pool` has it.
UPDATE pools SET services = 'advice drafting representation mediation-support publicity' WHERE city_id IS NULL AND code = 'adviser';
UPDATE pools SET services = 'mediation publicity' WHERE city_id IS NULL AND code IN ('mediator', 'elder');
UPDATE pools SET services = 'advice drafting publicity' WHERE city_id IS NULL AND code = 'student';
UPDATE pools SET services = 'mediation-support publicity' WHERE city_id IS NULL AND code = 'police';
UPDATE pools SET services = 'interpreting' WHERE city_id IS NULL AND code = 'interpreter';
UPDATE pools SET services = 'counselling' WHERE city_id IS NULL AND code = 'counsellor';
UPDATE pools SET services = 'observation' WHERE city_id IS NULL AND code = 'observer';

-- Only a licence's number is one person's own: a university approves a whole class by one letter.
CREATE TABLE qualifications_then (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('licence', 'approval')),
    number TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    valid_from DATE,
    valid_until DATE,
    CHECK (valid_until >= valid_from)
);
INSERT INTO qualifications_then SELECT id, person_id, kind, number, '', valid_from, valid_until FROM qualifications;
DROP TABLE qualifications;
ALTER TABLE qualifications_then RENAME TO qualifications;
CREATE INDEX qualifications_person ON qualifications (person_id);
CREATE UNIQUE INDEX qualifications_licence ON qualifications (number) WHERE kind = 'licence';
CREATE INDEX qualifications_end ON qualifications (valid_until);

CREATE TABLE expiry_notices (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    valid_until DATE NOT NULL,
    days INTEGER NOT NULL,
    PRIMARY KEY (person_id, kind, valid_until, days)
);
