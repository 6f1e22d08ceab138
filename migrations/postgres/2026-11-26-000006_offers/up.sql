-- Offers hold what they show: their minutes are claims that end by themselves. An appointment is booked once for one key of its caller.

CREATE TABLE claims_with_holds (
    resource TEXT NOT NULL,
    minute BIGINT NOT NULL,
    appointment_id TEXT REFERENCES appointments (id),
    offer_id TEXT REFERENCES offers (id) ON DELETE CASCADE,
    expires_at TIMESTAMP,
    PRIMARY KEY (resource, minute),
    CHECK ((appointment_id IS NULL) <> (offer_id IS NULL)),
    CHECK ((offer_id IS NULL) = (expires_at IS NULL))
);
INSERT INTO claims_with_holds SELECT resource, minute, appointment_id, NULL, NULL FROM claims;
DROP TABLE claims;
ALTER TABLE claims_with_holds RENAME TO claims;
CREATE INDEX claims_appointment ON claims (appointment_id);
CREATE INDEX claims_offer ON claims (offer_id);
CREATE INDEX claims_expiry ON claims (expires_at);

-- The best is first.
ALTER TABLE offers ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
CREATE INDEX offers_expiry ON offers (expires_at);

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

-- What the matching before said that others would pay for slots and interpreters' time, as a certificate's JSON.
CREATE TABLE market_prices (
    city_id TEXT NOT NULL PRIMARY KEY REFERENCES cities (id),
    prices TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
