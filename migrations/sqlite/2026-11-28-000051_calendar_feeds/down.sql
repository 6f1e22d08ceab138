DROP TABLE busy_times;
DROP TABLE own_calendars;
DROP TABLE feeds;
