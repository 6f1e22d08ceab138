ALTER TABLE demand_templates DROP COLUMN by_video;
ALTER TABLE demand_templates DROP COLUMN break_minutes;
