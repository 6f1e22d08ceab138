ALTER TABLE duties DROP COLUMN called_off;
DROP TABLE station_closures;
ALTER TABLE stations DROP COLUMN services;
ALTER TABLE stations DROP COLUMN themes;
ALTER TABLE stations DROP COLUMN opening_hours;
ALTER TABLE stations DROP COLUMN subdistrict;
