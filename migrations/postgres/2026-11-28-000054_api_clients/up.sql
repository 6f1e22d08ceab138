-- Programs that call the API in a city's name. Of the token only its hash is kept; scopes are deeds, with spaces between them.

CREATE TABLE api_clients (
    id TEXT NOT NULL PRIMARY KEY,
    city_id TEXT NOT NULL REFERENCES cities (id),
    district_id TEXT REFERENCES districts (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    last_used_at TIMESTAMP
);
CREATE INDEX api_clients_city ON api_clients (city_id);
CREATE INDEX api_clients_district ON api_clients (district_id);
