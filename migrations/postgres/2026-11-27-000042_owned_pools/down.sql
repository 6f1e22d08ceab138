DROP INDEX skills_city;
ALTER TABLE skills DROP COLUMN revision;
ALTER TABLE skills DROP COLUMN city_id;

DROP INDEX pools_city;
ALTER TABLE pools DROP COLUMN revision;
ALTER TABLE pools DROP COLUMN city_id;
