-- Schema 15: which models made an asset's results, and results that are made anew beside those that answer.

-- makers: detectors, classifiers and readers, each id@version, sorted; 31 between two models, 30 between two families.
CREATE TABLE made_by (
    asset  INTEGER PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    makers TEXT    NOT NULL
) STRICT;
CREATE INDEX made_by_makers ON made_by (makers);

-- The draft is an asset of a domain of its own, '~' and the id of the asset, which no question can name.
CREATE TABLE renewal_draft (
    asset INTEGER PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    draft INTEGER NOT NULL UNIQUE REFERENCES asset (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE renewal_failure (
    asset  INTEGER PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    target TEXT    NOT NULL,
    reason TEXT    NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT;

-- abandoned: the models for which nothing more is renewed.
CREATE TABLE renewal_control (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    paused    INTEGER NOT NULL DEFAULT 0,
    abandoned TEXT
) STRICT;
INSERT INTO renewal_control (one) VALUES (1);

-- What the labels of a model mean, for when it is gone and its results still answer. vocabulary: see Vocabularies.
CREATE TABLE model_vocabulary (
    ref        TEXT NOT NULL PRIMARY KEY,
    family     TEXT NOT NULL,
    vocabulary BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What is known of footage that was added before: whoever names whole frames is a classifier, whose texts there are a reader,
-- everybody else a detector. Where an asset shows nothing of a family, it was made by the only one that this home ever had, if
-- there was only one; '?' is nobody, so that such footage is looked at again.
CREATE TEMP TABLE known_model AS
SELECT m.id, m.ref,
    CASE
        WHEN EXISTS (SELECT 1 FROM seen_text s WHERE s.model = m.id) THEN 'R'
        WHEN EXISTS (SELECT 1 FROM track t WHERE t.whole_frame = 1
            AND EXISTS (SELECT 1 FROM label_score l WHERE l.track = t.id AND l.model = m.id)) THEN 'C'
        ELSE 'D'
    END AS family
FROM model m;

INSERT INTO made_by (asset, makers)
SELECT a.id,
    coalesce(
        (SELECT group_concat(k.ref, char(31) ORDER BY k.ref) FROM known_model k WHERE k.family = 'D'
            AND EXISTS (SELECT 1 FROM track t WHERE t.asset = a.id AND t.whole_frame = 0
                AND EXISTS (SELECT 1 FROM label_score l WHERE l.track = t.id AND l.model = k.id))),
        (SELECT min(ref) FROM known_model WHERE family = 'D' HAVING count(*) = 1), '?')
    || char(30) || coalesce(
        (SELECT group_concat(k.ref, char(31) ORDER BY k.ref) FROM known_model k WHERE k.family = 'C'
            AND EXISTS (SELECT 1 FROM track t WHERE t.asset = a.id
                AND EXISTS (SELECT 1 FROM label_score l WHERE l.track = t.id AND l.model = k.id))),
        (SELECT min(ref) FROM known_model WHERE family = 'C' HAVING count(*) = 1), '?')
    || char(30) || coalesce(
        (SELECT group_concat(k.ref, char(31) ORDER BY k.ref) FROM known_model k WHERE k.family = 'R'
            AND EXISTS (SELECT 1 FROM moment o WHERE o.asset = a.id
                AND EXISTS (SELECT 1 FROM seen_text s WHERE s.moment = o.id AND s.model = k.id))),
        (SELECT min(ref) FROM known_model WHERE family = 'R' HAVING count(*) = 1), '?')
FROM asset a;

DROP TABLE known_model;
