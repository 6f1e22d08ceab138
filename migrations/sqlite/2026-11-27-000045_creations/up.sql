-- One table for the keys by which callers name what they ask for, so that what is sent twice is made once. `subject` is the id of what was
-- made, or ids with spaces between them.

ALTER TABLE request_batches RENAME TO creations;
ALTER TABLE creations RENAME COLUMN request_ids TO subject;
DROP INDEX request_batches_age;
CREATE INDEX creations_age ON creations (created_at);

INSERT INTO creations (actor, idempotency_key, fingerprint, subject, created_at)
    SELECT actor, idempotency_key, fingerprint, appointment_id, created_at FROM idempotency_keys AS k
    WHERE NOT EXISTS (SELECT 1 FROM creations AS c WHERE c.actor = k.actor AND c.idempotency_key = k.idempotency_key);
DROP TABLE idempotency_keys;
