-- Schema 13: a track's labels once more beside its path, all in one value: a question reads those of thousands of tracks.
-- 8 bytes each, big endian: (1,000,000 - ppm) << 40 | model << 20 | label, ascending.

ALTER TABLE track_path ADD COLUMN labels BLOB NOT NULL DEFAULT x'';

UPDATE track_path SET labels = coalesce((
    SELECT unhex(group_concat(format('%016X', ((1000000 - l.ppm) << 40) + (l.model << 20) + l.label), ''
        ORDER BY ((1000000 - l.ppm) << 40) + (l.model << 20) + l.label))
    FROM label_score l INDEXED BY label_score_track WHERE l.track = track_path.track), x'');
