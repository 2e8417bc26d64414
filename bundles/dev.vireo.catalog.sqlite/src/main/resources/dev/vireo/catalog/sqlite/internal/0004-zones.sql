-- Schema 4: named parts of the pictures of a source.

-- folded: the name as it is compared. corners: "x y x y …" as fractions of the frame.
CREATE TABLE zone (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    domain  TEXT NOT NULL,
    source  TEXT NOT NULL,
    name    TEXT NOT NULL,
    folded  TEXT NOT NULL,
    corners TEXT NOT NULL,
    UNIQUE (domain, source, folded)
) STRICT;
