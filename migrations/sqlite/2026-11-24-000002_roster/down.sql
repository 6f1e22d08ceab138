DROP TABLE bans;
DROP TABLE pins;
DROP TABLE assignments;
DROP TABLE duties;
DROP TABLE series;
DROP TABLE roster_versions;
DROP TABLE rosters;
DROP TABLE solves;
