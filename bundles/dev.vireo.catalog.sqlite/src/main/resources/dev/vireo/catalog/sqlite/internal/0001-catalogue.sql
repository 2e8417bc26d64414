-- Schema 1. Times are milliseconds: since 1970-01-01T00:00:00Z where the name says captured, added, noted, from or to;
-- from the start of the asset elsewhere. AUTOINCREMENT: an id is never used again, also after deletion.

CREATE TABLE asset (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    domain           TEXT    NOT NULL,
    path             TEXT    NOT NULL,
    sha256           TEXT    NOT NULL,
    bytes            INTEGER NOT NULL,
    kind             TEXT    NOT NULL,
    container        TEXT    NOT NULL,
    codec            TEXT    NOT NULL,
    width            INTEGER NOT NULL,
    height           INTEGER NOT NULL,
    duration_ms      INTEGER NOT NULL,
    frame_rate       REAL    NOT NULL,
    written_local    TEXT,
    written_offset_s INTEGER,
    written_source   TEXT,
    clock_source     TEXT    NOT NULL,
    clock_confidence REAL    NOT NULL,
    captured_ms      INTEGER,
    state            TEXT    NOT NULL,
    committed_ms     INTEGER NOT NULL,
    added_ms         INTEGER NOT NULL,
    UNIQUE (domain, sha256)
) STRICT;
CREATE INDEX asset_sha256 ON asset (sha256);

CREATE TABLE moment (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    asset    INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    start_ms INTEGER NOT NULL,
    end_ms   INTEGER NOT NULL,
    key_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX moment_asset ON moment (asset, start_ms);

-- asset, from_ms and to_ms repeat what moment and asset say (neither ever changes), so that one index answers a time range.
CREATE TABLE track (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    moment       INTEGER NOT NULL REFERENCES moment (id) ON DELETE CASCADE,
    asset        INTEGER NOT NULL,
    whole_frame  INTEGER NOT NULL,
    start_ms     INTEGER NOT NULL,
    end_ms       INTEGER NOT NULL,
    key_ms       INTEGER NOT NULL,
    from_ms      INTEGER,
    to_ms        INTEGER,
    state        TEXT    NOT NULL,
    displacement REAL    NOT NULL,
    observed_ms  INTEGER NOT NULL
) STRICT;
CREATE INDEX track_moment ON track (moment);
CREATE INDEX track_asset ON track (asset);
CREATE INDEX track_time ON track (from_ms, to_ms, asset) WHERE from_ms IS NOT NULL;

-- Apart from track because it is the large part and no search looks inside.
CREATE TABLE track_path (
    track        INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
    observations BLOB NOT NULL
) STRICT;

CREATE TABLE model (
    id  INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE
) STRICT;

-- Clustered by label: the tracks of a noun are a few runs of pages. The index serves reading and deleting a track.
-- ppm: probability in millionths, so that sums are exact.
CREATE TABLE label_score (
    model INTEGER NOT NULL REFERENCES model (id),
    label INTEGER NOT NULL,
    track INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    ppm   INTEGER NOT NULL CHECK (ppm BETWEEN 0 AND 1000000),
    PRIMARY KEY (model, label, track)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_score_track ON label_score (track, model, label, ppm);

CREATE TABLE colour_share (
    track    INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    colour   TEXT    NOT NULL,
    fraction REAL    NOT NULL,
    PRIMARY KEY (track, colour)
) STRICT, WITHOUT ROWID;

CREATE TABLE space (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL UNIQUE,
    dimension INTEGER NOT NULL
) STRICT;

-- data: float32, little endian, space.dimension of them.
CREATE TABLE vector (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    space INTEGER NOT NULL REFERENCES space (id),
    track INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    data  BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX vector_track ON vector (track, space);
CREATE INDEX vector_space ON vector (space);

-- What indexes have to forget. A trigger, so that no way of deleting can leave it out.
CREATE TABLE deletion (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    space  INTEGER NOT NULL,
    vector INTEGER NOT NULL
) STRICT;
CREATE INDEX deletion_space ON deletion (space, number, vector);
CREATE TRIGGER vector_gone AFTER DELETE ON vector
BEGIN
    INSERT INTO deletion (space, vector) VALUES (old.space, old.id);
END;

CREATE TABLE segment (
    space       INTEGER NOT NULL REFERENCES space (id),
    file        TEXT    NOT NULL,
    generation  INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    first_id    INTEGER NOT NULL,
    last_id     INTEGER NOT NULL,
    ids_sha256  TEXT    NOT NULL,
    file_sha256 TEXT    NOT NULL,
    PRIMARY KEY (space, file)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusal (
    domain   TEXT    NOT NULL,
    path     TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    noted_ms INTEGER NOT NULL,
    PRIMARY KEY (domain, path)
) STRICT, WITHOUT ROWID;
