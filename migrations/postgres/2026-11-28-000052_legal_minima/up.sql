-- What the law asks for at least, or at most, in a district; and which of it a published month did not meet, by whose word.

CREATE TABLE legal_minima (
    id TEXT NOT NULL PRIMARY KEY,
    district_id TEXT NOT NULL REFERENCES districts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('hours-on-site', 'stations-per-adviser')),
    value INTEGER NOT NULL CHECK (value >= 1),
    pool_id TEXT NOT NULL REFERENCES pools (id),
    first_date DATE NOT NULL,
    last_date DATE,
    source TEXT NOT NULL,
    document TEXT NOT NULL,
    url TEXT NOT NULL,
    CHECK (last_date IS NULL OR last_date >= first_date)
);
CREATE INDEX legal_minima_by_district ON legal_minima (district_id);
CREATE INDEX legal_minima_by_pool ON legal_minima (pool_id);

CREATE TABLE minimum_overrides (
    id TEXT NOT NULL PRIMARY KEY,
    roster_id TEXT NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    given_at TIMESTAMP NOT NULL,
    given_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    accepted TEXT NOT NULL
);
CREATE INDEX minimum_overrides_by_roster ON minimum_overrides (roster_id, version);
