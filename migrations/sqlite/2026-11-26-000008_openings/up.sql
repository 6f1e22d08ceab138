-- A break in an adviser day, and turns at which residents are met by video.

-- Minutes without appointments in the middle of a turn; null where there is no break.
ALTER TABLE demand_templates ADD COLUMN break_minutes INTEGER CHECK (break_minutes >= 5);

-- Whether its people sit at the station and meet residents by video: what can be booked of it is at no station.
ALTER TABLE demand_templates ADD COLUMN by_video BOOLEAN NOT NULL DEFAULT FALSE;
