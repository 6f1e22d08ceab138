-- What a district's calendar says beside its country's: festivals, days that are worked, when people of a pool are away.

CREATE TABLE district_days (
    id TEXT NOT NULL PRIMARY KEY,
    district_id TEXT NOT NULL REFERENCES districts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('festival', 'working', 'pool-away')),
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    pools TEXT NOT NULL,
    CHECK (last_date >= first_date)
);
CREATE INDEX district_days_by_district ON district_days (district_id);
