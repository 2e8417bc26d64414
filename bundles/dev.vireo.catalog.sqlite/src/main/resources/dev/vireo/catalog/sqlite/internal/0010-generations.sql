-- Schema 10. Generations of packages, and the intent: what the next start installs. Generation 0 is the distribution's own.
CREATE TABLE generation (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    state         TEXT    NOT NULL,
    parent        INTEGER NOT NULL,
    created_ms    INTEGER NOT NULL,
    changed_ms    INTEGER NOT NULL,
    reason        TEXT    NOT NULL DEFAULT '',
    failed_starts INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE generation_package (
    generation INTEGER NOT NULL REFERENCES generation (number) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    sha256     TEXT    NOT NULL,
    signer     TEXT    NOT NULL,
    PRIMARY KEY (generation, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE generation_bundle (
    generation    INTEGER NOT NULL,
    package       TEXT    NOT NULL,
    position      INTEGER NOT NULL,
    symbolic_name TEXT    NOT NULL,
    version       TEXT    NOT NULL,
    sha256        TEXT    NOT NULL,
    size          INTEGER NOT NULL,
    PRIMARY KEY (generation, package, position),
    FOREIGN KEY (generation, package) REFERENCES generation_package (generation, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE intent (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    desired   INTEGER NOT NULL REFERENCES generation (number),
    active    INTEGER NOT NULL REFERENCES generation (number),
    last_good INTEGER NOT NULL REFERENCES generation (number)
) STRICT;

INSERT INTO generation (number, state, parent, created_ms, changed_ms) VALUES (0, 'ACTIVE', 0, 0, 0);
INSERT INTO intent (one, desired, active, last_good) VALUES (1, 0, 0, 0);
