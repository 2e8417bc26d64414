-- Schema 8: which assets show the same footage.

-- Other hashes with the same leading 16 bits are found by them.
CREATE INDEX frame_hash_band ON frame_hash (hash >> 48);

-- What is at p in asset is at p + offset_ms in other; told of asset, and read from both sides.
CREATE TABLE twin (
    asset     INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    other     INTEGER NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    offset_ms INTEGER NOT NULL,
    from_ms   INTEGER NOT NULL,
    to_ms     INTEGER NOT NULL,
    agreement REAL    NOT NULL CHECK (agreement BETWEEN 0 AND 1),
    PRIMARY KEY (asset, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX twin_other ON twin (other);
