-- Schema 3: where the footage of an asset lies when it is not one file. An asset without rows here is one file, named by
-- asset.sha256. Positions are milliseconds from the start of the asset.
CREATE TABLE piece (
    asset    INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    start_ms INTEGER NOT NULL,
    end_ms   INTEGER NOT NULL,
    sha256   TEXT    NOT NULL,
    bytes    INTEGER NOT NULL,
    PRIMARY KEY (asset, start_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX piece_sha256 ON piece (sha256);
