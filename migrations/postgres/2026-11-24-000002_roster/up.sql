-- A month: solver runs, rosters and their versions, series, duties and who holds them.
-- rosters.job_id refers to no table: the queue is swept, a roster stays.

CREATE TABLE solves (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('roster', 'replacement', 'match')),
    status TEXT NOT NULL CHECK (status IN ('optimal', 'feasible', 'infeasible')),
    objective BIGINT NOT NULL,
    bound DOUBLE PRECISION NOT NULL,
    terms TEXT NOT NULL,
    reasons TEXT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    solved_at TIMESTAMP NOT NULL,
    rosters INTEGER NOT NULL CHECK (rosters >= 0)
);

CREATE TABLE rosters (
    id TEXT NOT NULL PRIMARY KEY,
    district_id TEXT NOT NULL REFERENCES districts (id),
    month TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'solving', 'proposed', 'published')),
    version INTEGER NOT NULL CHECK (version >= 0),
    solve_id TEXT REFERENCES solves (id),
    revision INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP,
    job_id TEXT,
    UNIQUE (district_id, month)
);
CREATE INDEX rosters_month ON rosters (month);
CREATE INDEX rosters_solve ON rosters (solve_id);

CREATE TABLE roster_versions (
    id TEXT NOT NULL PRIMARY KEY,
    roster_id TEXT NOT NULL REFERENCES rosters (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    published_at TIMESTAMP NOT NULL,
    published_by TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    objective BIGINT NOT NULL,
    bound DOUBLE PRECISION NOT NULL,
    UNIQUE (roster_id, number)
);

CREATE TABLE series (
    id TEXT NOT NULL PRIMARY KEY,
    roster_id TEXT NOT NULL REFERENCES rosters (id),
    template_id TEXT NOT NULL REFERENCES demand_templates (id),
    station_id TEXT NOT NULL REFERENCES stations (id),
    chosen_option_id TEXT REFERENCES template_options (id),
    holder_id TEXT REFERENCES people (id),
    UNIQUE (roster_id, template_id)
);
CREATE INDEX series_template ON series (template_id);
CREATE INDEX series_station ON series (station_id);
CREATE INDEX series_option ON series (chosen_option_id);
CREATE INDEX series_holder ON series (holder_id);

CREATE TABLE duties (
    id TEXT NOT NULL PRIMARY KEY,
    roster_id TEXT NOT NULL REFERENCES rosters (id),
    template_id TEXT NOT NULL REFERENCES demand_templates (id),
    station_id TEXT NOT NULL REFERENCES stations (id),
    series_id TEXT REFERENCES series (id),
    option_id TEXT NOT NULL REFERENCES template_options (id),
    date DATE NOT NULL,
    start_minute INTEGER NOT NULL CHECK (start_minute >= 0),
    end_minute INTEGER NOT NULL CHECK (end_minute <= 1440),
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    pool_id TEXT NOT NULL REFERENCES pools (id),
    min INTEGER NOT NULL CHECK (min >= 0),
    ideal INTEGER NOT NULL CHECK (ideal >= 1),
    weight INTEGER NOT NULL CHECK (weight >= 1),
    supervised_by TEXT,
    moved_from DATE,
    active BOOLEAN NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (roster_id, template_id, option_id, date),
    CHECK (start_minute < end_minute),
    CHECK (starts_at < ends_at),
    CHECK (min <= ideal)
);
CREATE INDEX duties_station ON duties (station_id, starts_at);
CREATE INDEX duties_series ON duties (series_id);
CREATE INDEX duties_template ON duties (template_id);
CREATE INDEX duties_option ON duties (option_id);
CREATE INDEX duties_pool ON duties (pool_id);

CREATE TABLE assignments (
    id TEXT NOT NULL PRIMARY KEY,
    duty_id TEXT NOT NULL REFERENCES duties (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    state TEXT NOT NULL CHECK (state IN
        ('proposed', 'asked', 'confirmed', 'declined', 'lapsed', 'replaced', 'served', 'absent', 'withdrawn')),
    replaces_id TEXT REFERENCES assignments (id),
    asked_at TIMESTAMP,
    answered_at TIMESTAMP,
    reason TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (duty_id, person_id)
);
CREATE INDEX assignments_person ON assignments (person_id);
CREATE INDEX assignments_replaces ON assignments (replaces_id);

CREATE TABLE pins (
    duty_id TEXT NOT NULL REFERENCES duties (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    made_by TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (duty_id, person_id)
);
CREATE INDEX pins_person ON pins (person_id);

CREATE TABLE bans (
    duty_id TEXT NOT NULL REFERENCES duties (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    made_by TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (duty_id, person_id)
);
CREATE INDEX bans_person ON bans (person_id);
