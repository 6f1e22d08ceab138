-- Residents: requests, bookable slots and shifts, offers, appointments, and the minutes they claim.

CREATE TABLE requests (
    id TEXT NOT NULL PRIMARY KEY,
    district_id TEXT NOT NULL REFERENCES districts (id),
    code TEXT NOT NULL UNIQUE,
    skill_id TEXT NOT NULL REFERENCES skills (id),
    locale TEXT NOT NULL,
    sealed TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon DOUBLE PRECISION NOT NULL CHECK (lon BETWEEN -180 AND 180),
    max_km DOUBLE PRECISION CHECK (max_km >= 0),
    in_person BOOLEAN NOT NULL,
    video BOOLEAN NOT NULL,
    urgency INTEGER NOT NULL CHECK (urgency BETWEEN 1 AND 3),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'booked', 'closed')),
    created_at TIMESTAMP NOT NULL,
    revision INTEGER NOT NULL
);
CREATE INDEX requests_waiting ON requests (district_id, state, created_at);
CREATE INDEX requests_skill ON requests (skill_id);

CREATE TABLE request_languages (
    request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'N')),
    PRIMARY KEY (request_id, tag)
);

CREATE TABLE request_windows (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    CHECK (starts_at < ends_at)
);
CREATE INDEX request_windows_request ON request_windows (request_id);

CREATE TABLE request_exclusions (
    request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES people (id),
    PRIMARY KEY (request_id, person_id)
);
CREATE INDEX request_exclusions_person ON request_exclusions (person_id);

CREATE TABLE slots (
    id TEXT NOT NULL PRIMARY KEY,
    duty_id TEXT REFERENCES duties (id),
    adviser_id TEXT NOT NULL REFERENCES people (id),
    station_id TEXT REFERENCES stations (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'booked', 'withdrawn')),
    CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX slots_one_a_time ON slots (adviser_id, starts_at) WHERE state <> 'withdrawn';
CREATE INDEX slots_adviser ON slots (adviser_id);
CREATE INDEX slots_open ON slots (state, starts_at);
CREATE INDEX slots_duty ON slots (duty_id);
CREATE INDEX slots_station ON slots (station_id);

CREATE TABLE shifts (
    id TEXT NOT NULL PRIMARY KEY,
    duty_id TEXT REFERENCES duties (id),
    interpreter_id TEXT NOT NULL REFERENCES people (id),
    station_id TEXT REFERENCES stations (id),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'withdrawn')),
    CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX shifts_one_a_time ON shifts (interpreter_id, starts_at) WHERE state <> 'withdrawn';
CREATE INDEX shifts_interpreter ON shifts (interpreter_id);
CREATE INDEX shifts_open ON shifts (state, starts_at);
CREATE INDEX shifts_duty ON shifts (duty_id);
CREATE INDEX shifts_station ON shifts (station_id);

CREATE TABLE offers (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    slot_id TEXT NOT NULL REFERENCES slots (id),
    shift_id TEXT REFERENCES shifts (id),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'refused', 'expired')),
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX offers_request ON offers (request_id);
CREATE INDEX offers_slot ON offers (slot_id);
CREATE INDEX offers_shift ON offers (shift_id);

CREATE TABLE appointments (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    slot_id TEXT NOT NULL REFERENCES slots (id),
    shift_id TEXT REFERENCES shifts (id),
    state TEXT NOT NULL CHECK (state IN ('booked', 'attended', 'missed', 'cancelled', 'moved')),
    booked_at TIMESTAMP NOT NULL,
    revision INTEGER NOT NULL
);
CREATE UNIQUE INDEX appointments_one_a_slot ON appointments (slot_id) WHERE state = 'booked';
CREATE UNIQUE INDEX appointments_one_a_request ON appointments (request_id) WHERE state = 'booked';
CREATE INDEX appointments_slot ON appointments (slot_id);
CREATE INDEX appointments_request ON appointments (request_id);
CREATE INDEX appointments_shift ON appointments (shift_id);

CREATE TABLE claims (
    resource TEXT NOT NULL,
    minute BIGINT NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointments (id),
    PRIMARY KEY (resource, minute)
);
CREATE INDEX claims_appointment ON claims (appointment_id);
