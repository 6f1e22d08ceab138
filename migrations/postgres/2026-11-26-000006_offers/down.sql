DROP TABLE market_prices;
DROP TABLE idempotency_keys;
DROP INDEX offers_expiry;
ALTER TABLE offers DROP COLUMN place;
CREATE TABLE claims_of_appointments (
    resource TEXT NOT NULL,
    minute BIGINT NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointments (id),
    PRIMARY KEY (resource, minute)
);
INSERT INTO claims_of_appointments SELECT resource, minute, appointment_id FROM claims WHERE appointment_id IS NOT NULL;
DROP TABLE claims;
ALTER TABLE claims_of_appointments RENAME TO claims;
CREATE INDEX claims_appointment ON claims (appointment_id);
