-- What the bound of a solve rests on, and the prices that prove it: apart from the solve, since they are long and seldom read.

ALTER TABLE solves ADD COLUMN proof TEXT NOT NULL DEFAULT 'branch-and-bound' CHECK (proof IN ('prices', 'branch-and-bound'));

CREATE TABLE certificates (
    solve_id TEXT NOT NULL PRIMARY KEY REFERENCES solves (id),
    prices TEXT NOT NULL
);
