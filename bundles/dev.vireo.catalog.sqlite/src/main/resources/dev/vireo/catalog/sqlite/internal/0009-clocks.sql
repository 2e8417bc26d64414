-- Schema 9: clocks of an asset beside the one that is used.
CREATE TABLE offered_clock (
    asset      INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    source     TEXT    NOT NULL,
    confidence REAL    NOT NULL,
    start_ms   INTEGER NOT NULL,
    told       TEXT    NOT NULL,
    PRIMARY KEY (asset, source)
) STRICT, WITHOUT ROWID;
