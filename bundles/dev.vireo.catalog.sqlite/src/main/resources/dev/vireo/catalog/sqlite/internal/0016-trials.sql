-- Schema 16: what trials of generations found. The columns of the comparison are empty where a share of the requests reached it.
CREATE TABLE trial (
    generation    INTEGER PRIMARY KEY REFERENCES generation (number) ON DELETE CASCADE,
    beside        INTEGER NOT NULL,
    percent       INTEGER NOT NULL,
    begun_ms      INTEGER NOT NULL,
    state         TEXT    NOT NULL,
    ended_ms      INTEGER,
    reason        TEXT    NOT NULL,
    questions     INTEGER,
    left_out      INTEGER,
    overlap       REAL,
    tau           REAL,
    rbo           REAL,
    serving_p50   REAL,
    serving_p95   REAL,
    candidate_p50 REAL,
    candidate_p95 REAL
) STRICT;

CREATE TABLE trial_figures (
    generation   INTEGER NOT NULL REFERENCES trial (generation) ON DELETE CASCADE,
    candidate    INTEGER NOT NULL CHECK (candidate IN (0, 1)),
    name         TEXT    NOT NULL,
    count        INTEGER NOT NULL,
    failures     INTEGER NOT NULL,
    last_failure TEXT    NOT NULL,
    mean_ns      REAL    NOT NULL,
    p95_ns       REAL    NOT NULL,
    PRIMARY KEY (generation, candidate, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE trial_difference (
    generation INTEGER NOT NULL REFERENCES trial (generation) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    question   TEXT    NOT NULL,
    overlap    REAL    NOT NULL,
    PRIMARY KEY (generation, position)
) STRICT, WITHOUT ROWID;
