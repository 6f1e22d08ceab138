-- Who signs in, links in letters, the outbox, the queue and the audit trail.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'blocked')),
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE roles (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'coordinator', 'clerk', 'evaluator')),
    city_id TEXT NOT NULL REFERENCES cities (id),
    district_id TEXT REFERENCES districts (id)
);
CREATE INDEX roles_user ON roles (user_id);
CREATE INDEX roles_city ON roles (city_id);
CREATE INDEX roles_district ON roles (district_id);

CREATE TABLE sessions (
    key_hash TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE links (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('month', 'assignment', 'appointment')),
    subject_id TEXT NOT NULL,
    person_id TEXT REFERENCES people (id),
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX links_subject ON links (subject_id);
CREATE INDEX links_person ON links (person_id);

CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    person_id TEXT REFERENCES people (id),
    request_id TEXT REFERENCES requests (id),
    subject TEXT NOT NULL,
    rendered TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'parked')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    next_attempt_at TIMESTAMP NOT NULL,
    lease_until TIMESTAMP,
    queued_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    last_error TEXT NOT NULL
);
CREATE INDEX messages_due ON messages (state, next_attempt_at);
CREATE INDEX messages_person ON messages (person_id);
CREATE INDEX messages_request ON messages (request_id);

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    attempt INTEGER NOT NULL CHECK (attempt >= 0),
    max_attempts INTEGER NOT NULL CHECK (max_attempts >= 1),
    run_after TIMESTAMP NOT NULL,
    lease_until TIMESTAMP,
    worker TEXT NOT NULL,
    progress TEXT NOT NULL,
    result TEXT NOT NULL,
    error TEXT NOT NULL,
    unique_key TEXT,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE UNIQUE INDEX jobs_one_waits_a_key ON jobs (unique_key) WHERE state = 'queued' AND attempt = 0;
CREATE UNIQUE INDEX jobs_one_runs_a_key ON jobs (unique_key) WHERE state = 'running';
CREATE INDEX jobs_due ON jobs (state, run_after);

CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, at);
