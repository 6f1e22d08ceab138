DROP TABLE request_opponents;
DROP TABLE person_clients;
DROP INDEX people_firm;
ALTER TABLE people DROP COLUMN firm;
