package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.model.LabelScore;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Labels of tracks as they lie beside the paths: for each a number, the most probable first, so that a track's dozens come
 * with its row. Rows of their own, by which labels are searched, are written with them ({@code PartWriter}).
 *
 * <p>A number is millionths short of probability 1, model and label, from the top; sorted as numbers they are in order.
 */
final class TrackLabels {
    private static final int MODEL_SHIFT = 20;
    private static final int PPM_SHIFT = 40;
    private static final long LOW = (1L << 20) - 1;

    private final boolean whole;
    private final int least;
    /** By id of the model, as are the others. */
    private final String[] models;

    private final BitSet[] named;
    private final BitSet[] telling;

    /** @param scope which labels; empty: all */
    TrackLabels(Handle h, Optional<TrackScope> scope) {
        Map<Integer, String> known = Rows.models(h);
        int ids = known.keySet().stream().mapToInt(id -> id).max().orElse(0) + 1;
        this.whole = scope.isEmpty();
        this.least = (int) Math.round(scope.map(TrackScope::least).orElse(1.0) * Rows.ONE);
        this.models = new String[ids];
        this.named = new BitSet[ids];
        this.telling = new BitSet[ids];
        known.forEach((id, ref) -> {
            models[id] = ref;
            named[id] = bits(scope.map(s -> s.named().get(ref)));
            telling[id] = bits(scope.map(s -> s.telling().get(ref)));
        });
    }

    private static BitSet bits(Optional<Set<Integer>> labels) {
        BitSet bits = new BitSet();
        labels.ifPresent(set -> set.forEach(bits::set));
        return bits;
    }

    static long packed(long model, int label, int ppm) {
        return ((long) Rows.ONE - ppm) << PPM_SHIFT | model << MODEL_SHIFT | label;
    }

    private static int ppm(long packed) {
        return (int) ((long) Rows.ONE - (packed >> PPM_SHIFT));
    }

    private static int model(long packed) {
        return (int) (packed >> MODEL_SHIFT & LOW);
    }

    private static int label(long packed) {
        return (int) (packed & LOW);
    }

    /** The labels wanted of one track, the most probable first. */
    List<LabelScore> of(byte[] stored) {
        long[] packed = Blobs.labels(stored);
        return whole || tells(packed) ? scores(packed) : scores(named(packed));
    }

    private boolean tells(long[] packed) {
        for (long score : packed) {
            if (ppm(score) < least) {
                return false; // and so are all that follow
            }
            if (telling[model(score)].get(label(score))) {
                return true;
            }
        }
        return false;
    }

    /** Labels that are named, and of each model that has none of these its first. */
    private long[] named(long[] packed) {
        boolean[] heard = new boolean[models.length];
        long[] first = new long[models.length];
        long[] kept = new long[packed.length + models.length];
        int count = 0;
        for (long score : packed) {
            int model = model(score);
            if (named[model].get(label(score))) {
                kept[count++] = score;
                heard[model] = true;
            } else if (first[model] == 0 || label(score) < label(first[model])) {
                first[model] = score;
            }
        }
        for (int model = 0; model < models.length; model++) {
            if (!heard[model] && first[model] != 0) {
                kept[count++] = first[model];
            }
        }
        Arrays.sort(kept, 0, count);
        return Arrays.copyOf(kept, count);
    }

    private List<LabelScore> scores(long[] packed) {
        LabelScore[] scores = new LabelScore[packed.length];
        for (int i = 0; i < packed.length; i++) {
            scores[i] = new LabelScore(models[model(packed[i])], label(packed[i]), ppm(packed[i]) / Rows.ONE);
        }
        return List.of(scores);
    }
}
