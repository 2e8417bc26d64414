-- Schema 11. Whom the appliance trusts to make packages. Statements are as they were signed; what must only rise is seen to in code.
CREATE TABLE trust (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    root           TEXT    NOT NULL DEFAULT '',
    statement      TEXT    NOT NULL DEFAULT '',
    latest_seen_ms INTEGER NOT NULL DEFAULT 0,
    developer_mode INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE trust_delegation (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL UNIQUE,
    statement TEXT    NOT NULL
) STRICT;

CREATE TABLE trust_revocation (
    root      TEXT    NOT NULL PRIMARY KEY,
    number    INTEGER NOT NULL,
    statement TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE trust_floor (
    package         TEXT NOT NULL PRIMARY KEY,
    version         TEXT NOT NULL,
    manifest_sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO trust (one) VALUES (1);
