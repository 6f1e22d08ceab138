CREATE TABLE idempotency_keys (
    actor TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointments (id),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
);
CREATE INDEX idempotency_keys_appointment ON idempotency_keys (appointment_id);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

DROP INDEX creations_age;
ALTER TABLE creations RENAME COLUMN subject TO request_ids;
ALTER TABLE creations RENAME TO request_batches;
CREATE INDEX request_batches_age ON request_batches (created_at);
