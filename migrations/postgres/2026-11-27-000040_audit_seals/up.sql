-- The audit trail as a chain: each transaction seals what it noted with a hash over it and over the seal before.

CREATE TABLE audit_seals (
    number BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL
);

ALTER TABLE audit ADD COLUMN seal BIGINT REFERENCES audit_seals (number);
CREATE INDEX audit_seal ON audit (seal);
