-- Feeds: duties as calendars that others read, and people's own calendars that are read as busy times.

-- The address of a feed holds a token, of which only the hash is kept. A person, or a station, has one at most.
CREATE TABLE feeds (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id TEXT UNIQUE REFERENCES people (id) ON DELETE CASCADE,
    station_id TEXT UNIQUE REFERENCES stations (id) ON DELETE CASCADE,
    made_at TIMESTAMP NOT NULL,
    CHECK ((person_id IS NULL) <> (station_id IS NULL))
);

CREATE TABLE own_calendars (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    sealed TEXT NOT NULL,
    host TEXT NOT NULL,
    given_at TIMESTAMP NOT NULL,
    next_read_at TIMESTAMP NOT NULL,
    tried_at TIMESTAMP,
    read_at TIMESTAMP,
    whole_at TIMESTAMP,
    failure TEXT NOT NULL,
    failing_since TIMESTAMP,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL
);
CREATE INDEX own_calendars_due ON own_calendars (next_read_at);

-- Of what stands in a person's calendar, only from when to when: minutes of a local day, apart from each other.
CREATE TABLE busy_times (
    person_id TEXT NOT NULL REFERENCES own_calendars (person_id) ON DELETE CASCADE,
    date DATE NOT NULL,
    start_minute INTEGER NOT NULL CHECK (start_minute >= 0),
    end_minute INTEGER NOT NULL CHECK (end_minute <= 1440),
    PRIMARY KEY (person_id, date, start_minute),
    CHECK (start_minute < end_minute)
);
