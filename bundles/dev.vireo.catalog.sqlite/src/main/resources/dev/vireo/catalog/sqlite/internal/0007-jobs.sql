-- Schema 7. Jobs of ingest: what was asked for, and what is done of it. state is NULL until the job has ended.

CREATE TABLE job (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    domain           TEXT NOT NULL,
    captured_local   TEXT,
    captured_offset_s INTEGER,
    captured_source  TEXT,
    state            TEXT,
    message          TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE job_source (
    job      INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path     TEXT    NOT NULL,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;

-- asset is not a reference: an item tells what became of a file, also after its asset was deleted.
CREATE TABLE job_item (
    job         INTEGER NOT NULL REFERENCES job (number) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    path        TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    asset       INTEGER,
    reason      TEXT    NOT NULL,
    moments     INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
