-- A resident asks a person. Words and answer are sealed; a request has one open question, to which more may be added.

CREATE TABLE questions (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    slot_id TEXT REFERENCES slots (id),
    sealed TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered')),
    asked_at TIMESTAMP NOT NULL,
    sealed_answer TEXT NOT NULL,
    answered_at TIMESTAMP,
    answered_by TEXT REFERENCES users (id),
    revision INTEGER NOT NULL,
    CHECK ((state = 'open') = (answered_at IS NULL))
);
CREATE UNIQUE INDEX questions_one_open ON questions (request_id) WHERE state = 'open';
CREATE INDEX questions_request ON questions (request_id);
CREATE INDEX questions_state ON questions (state, id);
CREATE INDEX questions_slot ON questions (slot_id);
CREATE INDEX questions_answered_by ON questions (answered_by);
