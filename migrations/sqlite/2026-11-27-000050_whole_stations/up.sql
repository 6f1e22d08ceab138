-- What a station says of itself, the days on which it is closed, and the duties that are not held because of it.

ALTER TABLE stations ADD COLUMN subdistrict TEXT NOT NULL DEFAULT '';
ALTER TABLE stations ADD COLUMN opening_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE stations ADD COLUMN themes TEXT NOT NULL DEFAULT '';
ALTER TABLE stations ADD COLUMN services TEXT NOT NULL DEFAULT '';

CREATE TABLE station_closures (
    station_id TEXT NOT NULL REFERENCES stations (id) ON DELETE CASCADE,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (station_id, first_date),
    CHECK (last_date >= first_date)
);

ALTER TABLE duties ADD COLUMN called_off BOOLEAN NOT NULL DEFAULT FALSE;
