-- Panels: an adviser with one or two mediators beside, as one appointment.

-- Whether a pool's people sit beside an adviser in a panel.
ALTER TABLE pools ADD COLUMN mediates BOOLEAN NOT NULL DEFAULT FALSE;

-- How many mediators a resident asks for beside the adviser.
ALTER TABLE requests ADD COLUMN mediators INTEGER NOT NULL DEFAULT 0 CHECK (mediators BETWEEN 0 AND 2);

-- The slots of the mediators: at the place of the adviser's, and holding the whole of its time.
ALTER TABLE offers ADD COLUMN mediator_slot_id TEXT REFERENCES slots (id);
ALTER TABLE offers ADD COLUMN second_mediator_slot_id TEXT REFERENCES slots (id);
ALTER TABLE appointments ADD COLUMN mediator_slot_id TEXT REFERENCES slots (id);
ALTER TABLE appointments ADD COLUMN second_mediator_slot_id TEXT REFERENCES slots (id);
CREATE INDEX offers_mediator_slot ON offers (mediator_slot_id);
CREATE INDEX offers_second_mediator_slot ON offers (second_mediator_slot_id);
CREATE INDEX appointments_mediator_slot ON appointments (mediator_slot_id);
CREATE INDEX appointments_second_mediator_slot ON appointments (second_mediator_slot_id);
