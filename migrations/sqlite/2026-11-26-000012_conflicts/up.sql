-- Conflicts of interest: names of a request's other side and of advisers' clients, as keyed hashes only.

ALTER TABLE people ADD COLUMN firm TEXT NOT NULL DEFAULT '';
CREATE INDEX people_firm ON people (firm);

CREATE TABLE person_clients (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name_hash TEXT NOT NULL,
    PRIMARY KEY (person_id, name_hash)
);
CREATE INDEX person_clients_name ON person_clients (name_hash);

CREATE TABLE request_opponents (
    request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    name_hash TEXT NOT NULL,
    PRIMARY KEY (request_id, name_hash)
);
CREATE INDEX request_opponents_name ON request_opponents (name_hash);
