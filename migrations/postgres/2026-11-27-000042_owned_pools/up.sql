-- Pools and topics are shared by all cities of an installation; each is changed by the city that brought it. Without a city, it came with
-- the installation.

ALTER TABLE pools ADD COLUMN city_id TEXT REFERENCES cities (id);
ALTER TABLE pools ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
CREATE INDEX pools_city ON pools (city_id);

ALTER TABLE skills ADD COLUMN city_id TEXT REFERENCES cities (id);
ALTER TABLE skills ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
CREATE INDEX skills_city ON skills (city_id);
