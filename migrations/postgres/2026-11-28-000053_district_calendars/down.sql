DROP TABLE district_days;
