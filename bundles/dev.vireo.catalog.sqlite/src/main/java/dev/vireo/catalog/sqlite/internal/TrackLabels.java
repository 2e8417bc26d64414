package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.model.LabelScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Labels of many tracks at once. A track has dozens; as rows of their own they would be most of what a question waits for,
 * so they travel as numbers packed into texts, and only those travel that the scope wants.
 */
final class TrackLabels {
    /** A label and its probability in millionths, in one number; with the model above them. */
    private static final int LABEL_SHIFT = 20;
    private static final int MODEL_SHIFT = 40;
    private static final long LOW = (1L << 20) - 1;
    private static final long MODEL_LABEL = (1L << 40) - 1;

    /** Where ids lie no thinner than this, the labels' runs are read whole; otherwise the labels track by track. */
    private static final int THIN = 8;

    /** More labels than this are looked for by reading all of a track's. */
    private static final int MANY = 8;

    private final Handle h;
    private final long[] ids;
    private final Map<Integer, String> models;
    private final Map<Long, List<LabelScore>> found = new HashMap<>();

    private TrackLabels(Handle h, long[] ids) {
        this.h = h;
        this.ids = ids.clone();
        Arrays.sort(this.ids);
        this.models = Rows.models(h);
    }

    /**
     * Labels by track, the most probable first.
     *
     * @param scope which labels; empty: all
     */
    static Map<Long, List<LabelScore>> of(Handle h, long[] ids, Optional<TrackScope> scope) {
        TrackLabels labels = new TrackLabels(h, ids);
        if (scope.isEmpty()) {
            labels.whole(ids);
        } else if (scope.get().labels()) {
            labels.narrow(scope.get());
        }
        return labels.found;
    }

    private void whole(long[] tracks) {
        h.createQuery("SELECT j.value, (SELECT group_concat((l.model << " + MODEL_SHIFT + ") + (l.label << " + LABEL_SHIFT
                        + ") + l.ppm, ' ') FROM label_score l INDEXED BY label_score_track WHERE l.track = j.value)"
                        + " FROM json_each(?) j")
                .bind(0, Rows.json(tracks))
                .map((rs, context) -> {
                    byte[] packed = rs.getBytes(2);
                    return packed == null ? null : found.put(rs.getLong(1), scores(Rows.numbers(packed)));
                })
                .list();
    }

    /** Sorted as numbers, which takes a fraction of sorting the scores. */
    private List<LabelScore> scores(long[] packed) {
        for (int i = 0; i < packed.length; i++) {
            packed[i] = ((long) Rows.ONE - (packed[i] & LOW)) << MODEL_SHIFT | packed[i] >> LABEL_SHIFT;
        }
        Arrays.sort(packed);
        LabelScore[] scores = new LabelScore[packed.length];
        for (int i = 0; i < packed.length; i++) {
            long label = packed[i] & MODEL_LABEL;
            scores[i] = new LabelScore(models.get((int) (label >> LABEL_SHIFT)), (int) (label & LOW),
                    (Rows.ONE - (packed[i] >> MODEL_SHIFT)) / Rows.ONE);
        }
        return List.of(scores);
    }

    private void narrow(TrackScope scope) {
        boolean[] telling = new boolean[ids.length];
        int tell = 0;
        long least = Math.round(scope.least() * Rows.ONE);
        for (Map.Entry<Integer, String> model : models.entrySet()) {
            Set<Integer> labels = scope.telling().getOrDefault(model.getValue(), Set.of());
            for (long track : labels.isEmpty() ? new long[0] : scores("l.track", model.getKey(), labels, " AND l.ppm >= " + least)) {
                int at = Arrays.binarySearch(ids, track);
                if (at >= 0 && !telling[at]) {
                    telling[at] = true;
                    tell++;
                }
            }
        }
        long[] whole = new long[tell];
        long[] rest = new long[ids.length - tell];
        for (int i = 0, w = 0, r = 0; i < ids.length; i++) {
            if (telling[i]) {
                whole[w++] = ids[i];
            } else {
                rest[r++] = ids[i];
            }
        }
        if (tell > 0) {
            whole(whole);
        }
        if (rest.length == 0) {
            return;
        }
        Map<Long, List<Long>> packed = new HashMap<>();
        for (Map.Entry<Integer, String> model : models.entrySet()) {
            long of = (long) model.getKey() << MODEL_SHIFT;
            Set<Integer> labels = scope.named().getOrDefault(model.getValue(), Set.of());
            boolean[] heard = new boolean[rest.length];
            if (!labels.isEmpty()) {
                long[] pairs = scores("l.track || ' ' || ((l.label << " + LABEL_SHIFT + ") + l.ppm)", model.getKey(), labels, "");
                for (int i = 0; i + 1 < pairs.length; i += 2) {
                    int at = Arrays.binarySearch(rest, pairs[i]);
                    if (at >= 0) {
                        packed.computeIfAbsent(pairs[i], k -> new ArrayList<>()).add(of + pairs[i + 1]);
                        heard[at] = true;
                    }
                }
            }
            one(IntStream.range(0, rest.length).filter(i -> !heard[i]).mapToLong(i -> rest[i]).toArray(), model.getKey(), packed);
        }
        packed.forEach((track, scores) ->
                found.put(track, scores(scores.stream().mapToLong(Long::longValue).toArray())));
    }

    /** One label of each of these tracks of which a model said anything. */
    private void one(long[] tracks, int model, Map<Long, List<Long>> packed) {
        long of = (long) model << MODEL_SHIFT;
        long[] pairs = Rows.numbers(h.createQuery("SELECT group_concat(j.value || ' ' || (SELECT (l.label << " + LABEL_SHIFT
                        + ") + l.ppm FROM label_score l INDEXED BY label_score_track WHERE l.track = j.value AND l.model = " + model
                        + " ORDER BY l.label LIMIT 1), ' ') FROM json_each(?) j")
                .bind(0, Rows.json(tracks)));
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            packed.computeIfAbsent(pairs[i], k -> new ArrayList<>()).add(of + pairs[i + 1]);
        }
    }

    /** What is told of scores of these labels, of the tracks asked for and perhaps of others. */
    private long[] scores(String what, int model, Collection<Integer> labels, String more) {
        String select = "SELECT group_concat(" + what + ", ' ') FROM ";
        String in = " IN (" + labels.stream().sorted().map(String::valueOf).collect(Collectors.joining(",")) + ")";
        long first = ids[0];
        long last = ids[ids.length - 1];
        if (last - first < (long) THIN * ids.length) {
            return Rows.numbers(h.createQuery(select + "label_score l WHERE l.model = " + model + " AND l.label" + in
                    + " AND l.track BETWEEN " + first + " AND " + last + more));
        }
        Query query = h.createQuery(select + "json_each(?) j CROSS JOIN label_score l INDEXED BY label_score_track ON l.track = j.value"
                + " AND l.model = " + model + " AND " + (labels.size() > MANY ? "+" : "") + "l.label" + in + more);
        return Rows.numbers(query.bind(0, Rows.json(ids)));
    }
}
