-- What coordinators keep: the city, its stations, people, skills, availability, calendar and demand.

CREATE TABLE cities (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    country TEXT NOT NULL,
    revision INTEGER NOT NULL
);

CREATE TABLE districts (
    id TEXT NOT NULL PRIMARY KEY,
    city_id TEXT NOT NULL REFERENCES cities (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (city_id, code)
);

CREATE TABLE stations (
    id TEXT NOT NULL PRIMARY KEY,
    district_id TEXT NOT NULL REFERENCES districts (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon DOUBLE PRECISION NOT NULL CHECK (lon BETWEEN -180 AND 180),
    time_zone TEXT NOT NULL,
    hub_id TEXT REFERENCES stations (id),
    rooms INTEGER NOT NULL CHECK (rooms >= 0),
    video BOOLEAN NOT NULL,
    step_free BOOLEAN NOT NULL,
    phone TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (district_id, code)
);
CREATE INDEX stations_hub ON stations (hub_id);

CREATE TABLE pools (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    may_serve_alone BOOLEAN NOT NULL,
    supervised_by TEXT,
    needs_licence BOOLEAN NOT NULL,
    interprets BOOLEAN NOT NULL
);

CREATE TABLE skills (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    parent_id TEXT REFERENCES skills (id)
);
CREATE INDEX skills_parent ON skills (parent_id);

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    district_id TEXT NOT NULL REFERENCES districts (id),
    pool_id TEXT NOT NULL REFERENCES pools (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    locale TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon DOUBLE PRECISION NOT NULL CHECK (lon BETWEEN -180 AND 180),
    max_km DOUBLE PRECISION CHECK (max_km >= 0),
    max_day INTEGER CHECK (max_day >= 0),
    max_week INTEGER CHECK (max_week >= 0),
    max_month INTEGER CHECK (max_month >= 0),
    max_stations INTEGER CHECK (max_stations >= 0),
    max_run INTEGER CHECK (max_run >= 0),
    max_weekends INTEGER CHECK (max_weekends >= 0),
    target INTEGER NOT NULL CHECK (target >= 0),
    state TEXT NOT NULL CHECK (state IN ('active', 'left')),
    revision INTEGER NOT NULL,
    UNIQUE (district_id, code)
);
CREATE INDEX people_pool ON people (pool_id);

CREATE TABLE person_skills (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    skill_id TEXT NOT NULL REFERENCES skills (id),
    PRIMARY KEY (person_id, skill_id)
);
CREATE INDEX person_skills_skill ON person_skills (skill_id);

CREATE TABLE person_languages (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'N')),
    PRIMARY KEY (person_id, tag)
);

CREATE TABLE person_districts (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    district_id TEXT NOT NULL REFERENCES districts (id),
    PRIMARY KEY (person_id, district_id)
);
CREATE INDEX person_districts_district ON person_districts (district_id);

CREATE TABLE person_stations (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    station_id TEXT NOT NULL REFERENCES stations (id),
    attitude TEXT NOT NULL CHECK (attitude IN ('avoid', 'prefers')),
    PRIMARY KEY (person_id, station_id)
);
CREATE INDEX person_stations_station ON person_stations (station_id);

CREATE TABLE qualifications (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('licence', 'approval')),
    number TEXT NOT NULL,
    valid_from DATE,
    valid_until DATE,
    UNIQUE (kind, number),
    CHECK (valid_until >= valid_from)
);
CREATE INDEX qualifications_person ON qualifications (person_id);

CREATE TABLE availability (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    start_minute INTEGER NOT NULL CHECK (start_minute >= 0),
    end_minute INTEGER NOT NULL CHECK (end_minute <= 1440),
    interval_weeks INTEGER NOT NULL CHECK (interval_weeks >= 1),
    first_date DATE NOT NULL,
    last_date DATE,
    CHECK (start_minute < end_minute),
    CHECK (last_date >= first_date)
);
CREATE INDEX availability_person ON availability (person_id);

CREATE TABLE availability_exceptions (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('away', 'extra')),
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    start_minute INTEGER CHECK (start_minute >= 0),
    end_minute INTEGER CHECK (end_minute <= 1440),
    note TEXT NOT NULL,
    CHECK (last_date >= first_date),
    CHECK (start_minute < end_minute),
    CHECK ((start_minute IS NULL) = (end_minute IS NULL))
);
CREATE INDEX availability_exceptions_person ON availability_exceptions (person_id);

CREATE TABLE holidays (
    country TEXT NOT NULL,
    date DATE NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('off', 'work')),
    statutory BOOLEAN NOT NULL,
    PRIMARY KEY (country, date)
);

CREATE TABLE demand_templates (
    id TEXT NOT NULL PRIMARY KEY,
    station_id TEXT NOT NULL REFERENCES stations (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    pool_id TEXT NOT NULL REFERENCES pools (id),
    min INTEGER NOT NULL CHECK (min >= 0),
    ideal INTEGER NOT NULL CHECK (ideal >= 1),
    weight INTEGER NOT NULL CHECK (weight >= 1),
    supervised_by TEXT,
    on_holiday TEXT NOT NULL CHECK (on_holiday IN ('skip', 'move', 'keep')),
    is_series BOOLEAN NOT NULL,
    holder_id TEXT REFERENCES people (id),
    first_date DATE NOT NULL,
    last_date DATE,
    slot_minutes INTEGER CHECK (slot_minutes >= 5),
    revision INTEGER NOT NULL,
    UNIQUE (station_id, code),
    CHECK (min <= ideal),
    CHECK (last_date >= first_date)
);
CREATE INDEX demand_templates_pool ON demand_templates (pool_id);
CREATE INDEX demand_templates_holder ON demand_templates (holder_id);

CREATE TABLE template_options (
    id TEXT NOT NULL PRIMARY KEY,
    template_id TEXT NOT NULL REFERENCES demand_templates (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    rrule TEXT NOT NULL,
    start_minute INTEGER NOT NULL CHECK (start_minute >= 0),
    end_minute INTEGER NOT NULL CHECK (end_minute <= 1440),
    active BOOLEAN NOT NULL,
    UNIQUE (template_id, code),
    CHECK (start_minute < end_minute)
);

CREATE TABLE template_skills (
    template_id TEXT NOT NULL REFERENCES demand_templates (id) ON DELETE CASCADE,
    skill_id TEXT NOT NULL REFERENCES skills (id),
    need TEXT NOT NULL CHECK (need IN ('all', 'any')),
    PRIMARY KEY (template_id, skill_id)
);
CREATE INDEX template_skills_skill ON template_skills (skill_id);

CREATE TABLE template_languages (
    template_id TEXT NOT NULL REFERENCES demand_templates (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'N')),
    PRIMARY KEY (template_id, tag)
);

CREATE TABLE language_cover (
    id TEXT NOT NULL PRIMARY KEY,
    district_id TEXT NOT NULL REFERENCES districts (id),
    tag TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'N')),
    min INTEGER NOT NULL CHECK (min >= 0),
    weight INTEGER NOT NULL CHECK (weight >= 0),
    UNIQUE (district_id, tag, level)
);
