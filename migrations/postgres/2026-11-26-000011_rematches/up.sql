-- Appointments that fell through, since adviser or interpreter do not come and no replacement fits: their residents are found another
-- time before anybody else, and told of it once.

CREATE TABLE rematches (
    appointment_id TEXT NOT NULL PRIMARY KEY REFERENCES appointments (id)
);
