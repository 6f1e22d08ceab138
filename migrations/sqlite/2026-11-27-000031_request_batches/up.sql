-- Keys that callers name for many requests at once, so that what is sent twice is taken once. `request_ids` in the order they were sent in.
CREATE TABLE request_batches (
    actor TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    request_ids TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
);
CREATE INDEX request_batches_age ON request_batches (created_at);
