package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Growth;
import dev.vireo.api.catalog.Growth.GrownMoment;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Removal;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.text.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes one part; ids are taken from the sequences up front, so that everything goes in by batches. */
final class PartWriter {
    private static final String MERGED = "it turned out to be part of another track, or nothing";
    private static final double NORM_TOLERANCE = 1e-3;

    private final Handle h;
    private final Asset asset;
    private final Instant now;
    private final Map<String, Long> models = new HashMap<>();
    private final Map<String, Long> spaces = new HashMap<>();
    private long nextMoment;
    private long nextTrack;
    private long nextVector;
    private long nextText;

    PartWriter(Handle h, Asset asset, Instant now) {
        this.h = h;
        this.asset = asset;
        this.now = now;
        this.nextMoment = Rows.nextId(h, "moment");
        this.nextTrack = Rows.nextId(h, "track");
        this.nextVector = Rows.nextId(h, "vector");
        this.nextText = Rows.nextId(h, "seen_text");
    }

    /** @return ids of the moments, in order */
    List<Long> write(Part part) {
        return write(part.moments().stream().map(GrownMoment::whole).toList(), part.hashes()).stream()
                .map(Growth.Ids::moment)
                .toList();
    }

    /** @return ids of the moments and their tracks, in order */
    List<Growth.Ids> write(Growth growth) {
        return write(growth.moments(), growth.hashes());
    }

    private List<Growth.Ids> write(List<GrownMoment> grown, List<FrameHash> frameHashes) {
        List<Growth.Ids> ids = new ArrayList<>();
        PreparedBatch moments =
                h.prepareBatch("INSERT INTO moment (id, asset, start_ms, end_ms, key_ms) VALUES (?, ?, ?, ?, ?)");
        PreparedBatch tracks = h.prepareBatch("""
                INSERT INTO track (id, moment, asset, whole_frame, start_ms, end_ms, key_ms, from_ms, to_ms, state,
                    displacement, observed_ms, quality, flaws)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        PreparedBatch paths = h.prepareBatch("INSERT INTO track_path (track, observations, labels) VALUES (?, ?, ?)");
        PreparedBatch labels =
                h.prepareBatch("INSERT INTO label_score (model, label, track, ppm) VALUES (?, ?, ?, ?)");
        PreparedBatch colours =
                h.prepareBatch("INSERT INTO colour_share (track, colour, fraction) VALUES (?, ?, ?)");
        PreparedBatch vectors = h.prepareBatch("INSERT INTO vector (id, space, track, data) VALUES (?, ?, ?, ?)");
        PreparedBatch texts = h.prepareBatch("""
                INSERT INTO seen_text (moment, text, x, y, w, h, start_ms, end_ms, ppm, model, id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        PreparedBatch grams = h.prepareBatch("INSERT INTO seen_text_grams (rowid, grams) VALUES (?, ?)");
        PreparedBatch hashes =
                h.prepareBatch("INSERT OR REPLACE INTO frame_hash (asset, time_ms, hash) VALUES (?, ?, ?)");
        for (GrownMoment one : grown) {
            NewMoment moment = one.moment();
            long momentId;
            List<SeenText> newTexts = moment.texts();
            if (one.id().isPresent()) {
                momentId = one.id().get();
                goOn(momentId, moment, one.dropped());
                newTexts = replaced(momentId, moment.texts());
            } else {
                momentId = nextMoment++;
                moments.bind(0, momentId)
                        .bind(1, asset.id())
                        .bind(2, moment.startMs())
                        .bind(3, moment.endMs())
                        .bind(4, moment.keyMs())
                        .add();
            }
            List<Long> trackIds = new ArrayList<>();
            ids.add(new Growth.Ids(momentId, trackIds));
            for (SeenText text : newTexts) {
                long textId = nextText++;
                add(texts, text, momentId, textId);
                grams.bind(0, textId).bind(1, TextGrams.of(Wording.of(text.text()))).add();
            }
            for (int t = 0; t < moment.tracks().size(); t++) {
                NewTrack track = moment.tracks().get(t);
                Optional<Long> known = one.tracks().get(t);
                long trackId = known.isPresent() ? known.get() : nextTrack++;
                trackIds.add(trackId);
                if (known.isPresent()) {
                    goOn(trackId, momentId, track);
                } else {
                    add(tracks, track, momentId, trackId);
                }
                paths.bind(0, trackId).bind(1, Blobs.path(track.path())).bind(2, add(labels, track, trackId)).add();
                for (ColourShare share : track.colours()) {
                    colours.bind(0, trackId)
                            .bind(1, share.colour().name())
                            .bind(2, share.fraction())
                            .add();
                }
                for (NewVector vector : track.vectors()) {
                    requireUnit(vector.space(), vector.vector());
                    if (known.isPresent() && !replaces(trackId, vector)) {
                        continue;
                    }
                    vectors.bind(0, nextVector++)
                            .bind(1, space(vector.space()))
                            .bind(2, trackId)
                            .bind(3, Blobs.vector(vector.vector()))
                            .add();
                }
            }
        }
        for (FrameHash hash : frameHashes) {
            hashes.bind(0, asset.id()).bind(1, hash.timeMs()).bind(2, hash.hash()).add();
        }
        for (PreparedBatch batch : List.of(moments, tracks, paths, labels, colours, vectors, texts, grams, hashes)) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
        return ids;
    }

    /** @return the labels once more, for the row of the path */
    private byte[] add(PreparedBatch labels, NewTrack track, long trackId) {
        long[] packed = new long[track.labels().size()];
        for (int i = 0; i < packed.length; i++) {
            LabelScore label = track.labels().get(i);
            long model = model(label.model());
            int ppm = ppm(label.probability(), "label " + label.label() + " of " + label.model());
            packed[i] = TrackLabels.packed(model, label.label(), ppm);
            labels.bind(0, model).bind(1, label.label()).bind(2, trackId).bind(3, ppm).add();
        }
        Arrays.sort(packed);
        return Blobs.labels(packed);
    }

    /** A moment that is there already: its interval and texts are as told now. */
    private void goOn(long moment, NewMoment told, List<Long> dropped) {
        int found = h.createUpdate("UPDATE moment SET end_ms = ?, key_ms = ? WHERE id = ? AND asset = ?")
                .bind(0, told.endMs())
                .bind(1, told.keyMs())
                .bind(2, moment)
                .bind(3, asset.id())
                .execute();
        if (found == 0) {
            throw new VireoException(
                    ErrorKind.NOT_FOUND, "there is no moment " + moment + " of asset " + asset.id() + " that could go on");
        }
        for (long track : dropped) {
            Removals.note(h, Removal.Kind.TRACK, new long[] {track}, asset, MERGED, now);
            h.createUpdate("DELETE FROM track WHERE id = ? AND moment = ?").bind(0, track).bind(1, moment).execute();
        }
    }

    /** Removes texts of a moment that are not told any longer. @return those that are told and not there */
    private List<SeenText> replaced(long moment, List<SeenText> told) {
        Map<SeenText, Long> there = new HashMap<>();
        h.createQuery("SELECT s.*, m.ref FROM seen_text s JOIN model m ON m.id = s.model WHERE s.moment = ?")
                .bind(0, moment)
                .map((rs, context) -> there.put(
                        new SeenText(
                                rs.getString("text"),
                                new Box(rs.getDouble("x"), rs.getDouble("y"), rs.getDouble("w"), rs.getDouble("h")),
                                rs.getLong("start_ms"),
                                rs.getLong("end_ms"),
                                rs.getInt("ppm") / Rows.ONE,
                                rs.getString("ref")),
                        rs.getLong("id")))
                .list();
        List<SeenText> added = new ArrayList<>();
        for (SeenText text : told) {
            int ppm = ppm(text.probability(), "a text read by " + text.model());
            SeenText stored = new SeenText(
                    text.text(), text.box(), text.startMs(), text.endMs(), ppm / Rows.ONE, text.model());
            if (there.remove(stored) == null) {
                added.add(text);
            }
        }
        for (long gone : there.values()) {
            h.createUpdate("DELETE FROM seen_text WHERE id = ?").bind(0, gone).execute();
        }
        return added;
    }

    /** A track that is there already: what is told of it now takes the place of what was told, under the same id. */
    private void goOn(long id, long moment, NewTrack track) {
        requireObserved(track);
        Optional<Long> captured = captured();
        int found = h.createUpdate("""
                UPDATE track SET start_ms = ?, end_ms = ?, key_ms = ?, from_ms = ?, to_ms = ?, state = ?, displacement = ?,
                    observed_ms = ?, quality = ?, flaws = ? WHERE id = ? AND moment = ?""")
                .bind(0, track.startMs())
                .bind(1, track.endMs())
                .bind(2, track.keyMs())
                .bind(3, captured.map(c -> c + track.startMs()).orElse(null))
                .bind(4, captured.map(c -> c + track.endMs()).orElse(null))
                .bind(5, track.motion().state().name())
                .bind(6, track.motion().displacement())
                .bind(7, track.motion().observedMs())
                .bind(8, track.quality().score())
                .bind(9, Rows.flaws(track.quality().flaws()))
                .bind(10, id)
                .bind(11, moment)
                .execute();
        if (found == 0) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no track " + id + " of moment " + moment);
        }
        for (String table : List.of("track_path", "label_score", "colour_share")) {
            h.createUpdate("DELETE FROM " + table + " WHERE track = ?").bind(0, id).execute();
        }
    }

    /** Whether a vector differs from what the track has in its space, which is then gone: indexes work per vector id. */
    private boolean replaces(long track, NewVector vector) {
        byte[] now = Blobs.vector(vector.vector());
        Optional<byte[]> before = h.createQuery("SELECT data FROM vector WHERE track = ? AND space = ?")
                .bind(0, track)
                .bind(1, space(vector.space()))
                .map((rs, context) -> rs.getBytes(1))
                .findOne();
        if (before.isPresent() && Arrays.equals(before.get(), now)) {
            return false;
        }
        h.createUpdate("DELETE FROM vector WHERE track = ? AND space = ?")
                .bind(0, track)
                .bind(1, space(vector.space()))
                .execute();
        return true;
    }

    private Optional<Long> captured() {
        return asset.clock().start().map(Instant::toEpochMilli);
    }

    private static void requireObserved(NewTrack track) {
        if (track.path().isEmpty()) {
            throw new VireoException(ErrorKind.INTERNAL, "a track needs at least one observation, got none");
        }
    }

    private void add(PreparedBatch tracks, NewTrack track, long momentId, long trackId) {
        requireObserved(track);
        Optional<Long> captured = captured();
        tracks.bind(0, trackId)
                .bind(1, momentId)
                .bind(2, asset.id())
                .bind(3, track.wholeFrame() ? 1 : 0)
                .bind(4, track.startMs())
                .bind(5, track.endMs())
                .bind(6, track.keyMs())
                .bind(7, captured.map(c -> c + track.startMs()).orElse(null))
                .bind(8, captured.map(c -> c + track.endMs()).orElse(null))
                .bind(9, track.motion().state().name())
                .bind(10, track.motion().displacement())
                .bind(11, track.motion().observedMs())
                .bind(12, track.quality().score())
                .bind(13, Rows.flaws(track.quality().flaws()))
                .add();
    }

    private void add(PreparedBatch texts, SeenText text, long momentId, long textId) {
        texts.bind(0, momentId)
                .bind(1, text.text())
                .bind(2, text.box().x())
                .bind(3, text.box().y())
                .bind(4, text.box().w())
                .bind(5, text.box().h())
                .bind(6, text.startMs())
                .bind(7, text.endMs())
                .bind(8, ppm(text.probability(), "a text read by " + text.model()))
                .bind(9, model(text.model()))
                .bind(10, textId)
                .add();
    }

    private static int ppm(double probability, String what) {
        if (!(probability >= 0) || !(probability <= 1 + 1e-6)) {
            throw new VireoException(
                    ErrorKind.INTERNAL, what + " has probability " + probability + ", 0 to 1 was expected");
        }
        return (int) Math.min(Math.round(probability * Rows.ONE), (long) Rows.ONE);
    }

    /** @throws VireoException INTERNAL for a vector that does not fit its space or is not of length 1 */
    static void requireUnit(Space space, float[] vector) {
        double norm = 0;
        for (float f : vector) {
            norm += (double) f * f;
        }
        // written so that NaN fails too
        if (vector.length != space.dimension() || !(Math.abs(Math.sqrt(norm) - 1) < NORM_TOLERANCE)) {
            throw new VireoException(
                    ErrorKind.INTERNAL,
                    "a vector of space " + space.id() + " has length " + vector.length + " and norm "
                            + Math.sqrt(norm) + "; length " + space.dimension() + " and norm 1 were expected");
        }
    }

    private long model(String ref) {
        return models.computeIfAbsent(ref, r -> {
            h.createUpdate("INSERT INTO model (ref) VALUES (?) ON CONFLICT (ref) DO NOTHING").bind(0, r).execute();
            return h.createQuery("SELECT id FROM model WHERE ref = ?").bind(0, r).mapTo(Long.class).one();
        });
    }

    private long space(Space space) {
        return spaces.computeIfAbsent(space.id(), id -> {
            h.createUpdate("INSERT INTO space (name, dimension) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
                    .bind(0, id)
                    .bind(1, space.dimension())
                    .execute();
            return Rows.space(h, space).orElseThrow();
        });
    }
}
