-- Schema 12: what became of each space, which of them serve, and what building one met.

-- state: NULL for a space that nobody asked for: vectors came with footage before the first space was chosen, or after a drop.
-- A name that begins with a tilde is a dropped space whose vectors are being removed.
ALTER TABLE space ADD COLUMN state TEXT;
ALTER TABLE space ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE space ADD COLUMN encoder TEXT NOT NULL DEFAULT '';

-- domain '*': every domain that has no row of its own.
CREATE TABLE serving (
    domain TEXT    NOT NULL,
    space  INTEGER NOT NULL REFERENCES space (id),
    PRIMARY KEY (domain, space)
) STRICT, WITHOUT ROWID;

-- The last change of a domain, or of all ('*'), and what served before it: for a domain its own rows (none: it had none), for
-- all domains all rows.
CREATE TABLE serving_change (
    scope TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE served (
    scope  TEXT    NOT NULL REFERENCES serving_change (scope) ON DELETE CASCADE,
    domain TEXT    NOT NULL,
    space  INTEGER NOT NULL REFERENCES space (id) ON DELETE CASCADE,
    PRIMARY KEY (scope, domain, space)
) STRICT, WITHOUT ROWID;

CREATE TABLE space_fault (
    space  INTEGER NOT NULL REFERENCES space (id) ON DELETE CASCADE,
    track  INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    reason TEXT    NOT NULL,
    PRIMARY KEY (space, track)
) STRICT, WITHOUT ROWID;
CREATE INDEX space_fault_track ON space_fault (track);

-- against: space ids joined by commas.
CREATE TABLE space_report (
    space      INTEGER PRIMARY KEY REFERENCES space (id) ON DELETE CASCADE,
    at_ms      INTEGER NOT NULL,
    domain     TEXT    NOT NULL,
    against    TEXT    NOT NULL,
    real       INTEGER NOT NULL,
    golden     INTEGER NOT NULL,
    overlap    REAL    NOT NULL,
    tau        REAL    NOT NULL,
    rbo        REAL    NOT NULL,
    before_p50 REAL    NOT NULL,
    before_p95 REAL    NOT NULL,
    after_p50  REAL    NOT NULL,
    after_p95  REAL    NOT NULL
) STRICT;
CREATE TABLE space_difference (
    space    INTEGER NOT NULL REFERENCES space_report (space) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    question TEXT    NOT NULL,
    overlap  REAL    NOT NULL,
    PRIMARY KEY (space, position)
) STRICT, WITHOUT ROWID;

-- The newest questions that people asked and that read a space: words alone, for comparing a new space with what serves.
CREATE TABLE asked (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    domain TEXT NOT NULL,
    text   TEXT NOT NULL,
    UNIQUE (domain, text)
) STRICT;
