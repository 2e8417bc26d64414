-- Schema 14: which space the encoder of a package makes, where a deploy changed it, and which generations wait for theirs.

-- sha256: of the package's manifest; empty for what the distribution has in its place. space: its name, since a space may be gone.
CREATE TABLE package_space (
    package   TEXT    NOT NULL,
    sha256    TEXT    NOT NULL,
    space     TEXT    NOT NULL,
    dimension INTEGER NOT NULL,
    PRIMARY KEY (package, sha256)
) STRICT, WITHOUT ROWID;

ALTER TABLE generation ADD COLUMN when_ready INTEGER NOT NULL DEFAULT 0;
