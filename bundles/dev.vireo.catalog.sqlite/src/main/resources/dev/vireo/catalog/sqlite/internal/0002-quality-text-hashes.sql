-- Schema 2: how well a track can be seen, what was read in a moment, and perceptual hashes of frames.

-- flaws: names joined by commas, empty when nothing is wrong.
ALTER TABLE track ADD COLUMN quality REAL NOT NULL DEFAULT 1;
ALTER TABLE track ADD COLUMN flaws TEXT NOT NULL DEFAULT '';

CREATE TABLE seen_text (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    moment   INTEGER NOT NULL REFERENCES moment (id) ON DELETE CASCADE,
    text     TEXT    NOT NULL CHECK (text <> ''),
    x        REAL    NOT NULL,
    y        REAL    NOT NULL,
    w        REAL    NOT NULL,
    h        REAL    NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms   INTEGER NOT NULL,
    ppm      INTEGER NOT NULL CHECK (ppm BETWEEN 0 AND 1000000),
    model    INTEGER NOT NULL REFERENCES model (id)
) STRICT;
CREATE INDEX seen_text_moment ON seen_text (moment, start_ms);

CREATE TABLE frame_hash (
    asset   INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    time_ms INTEGER NOT NULL,
    hash    INTEGER NOT NULL,
    PRIMARY KEY (asset, time_ms)
) STRICT, WITHOUT ROWID;
