DROP TABLE certificates;
ALTER TABLE solves DROP COLUMN proof;
