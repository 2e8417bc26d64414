-- Schema 5: live sources, their recordings and gaps, and what is remembered of what was removed.

-- address: without user name and password. secret: names the file that holds them.
CREATE TABLE stream (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    domain           TEXT    NOT NULL,
    address          TEXT    NOT NULL,
    secret           TEXT,
    keep_ms          INTEGER,
    keep_bytes       INTEGER,
    added_ms         INTEGER NOT NULL,
    camera_offset_ms INTEGER,
    UNIQUE (domain, address)
) STRICT;

-- A stream is removed after its recordings: nothing cascades.
CREATE TABLE recording (
    asset  INTEGER PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    stream INTEGER NOT NULL REFERENCES stream (id)
) STRICT;
CREATE INDEX recording_stream ON recording (stream, asset);

CREATE TABLE stream_gap (
    stream  INTEGER NOT NULL REFERENCES stream (id) ON DELETE CASCADE,
    from_ms INTEGER NOT NULL,
    to_ms   INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    PRIMARY KEY (stream, from_ms)
) STRICT, WITHOUT ROWID;

-- Ids first_id to last_id of a kind went together. Ids of one asset mostly follow each other, so that a row stands for many.
CREATE TABLE removal (
    kind       TEXT    NOT NULL,
    first_id   INTEGER NOT NULL,
    last_id    INTEGER NOT NULL,
    asset      INTEGER NOT NULL,
    path       TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    removed_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, first_id)
) STRICT, WITHOUT ROWID;
