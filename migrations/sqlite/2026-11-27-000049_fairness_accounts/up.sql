-- What each person was to serve in a month that is over, and what they held: owed or ahead, it is carried on.

CREATE TABLE person_months (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    target INTEGER NOT NULL CHECK (target >= 0),
    held INTEGER NOT NULL CHECK (held >= 0),
    PRIMARY KEY (person_id, month)
);
