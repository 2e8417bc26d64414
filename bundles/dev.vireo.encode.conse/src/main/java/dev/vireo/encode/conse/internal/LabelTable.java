package dev.vireo.encode.conse.internal;

import dev.vireo.api.encode.Encoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The embedding of every label, shape [labels][dimension], rows of L2 norm 1. Rows come when they are needed: a thousand
 * of them take seconds, and a picture needs five. Two threads may compute the same row; both get the same numbers.
 */
final class LabelTable {
    private final Encoder text;
    private final List<String> phrases;
    private final AtomicReferenceArray<float[]> rows;
    private final AtomicInteger next = new AtomicInteger();

    LabelTable(Encoder text, List<String> phrases) {
        this.text = text;
        this.phrases = List.copyOf(phrases);
        this.rows = new AtomicReferenceArray<>(phrases.size());
    }

    /** The row of a label; owned by the table. */
    float[] row(int label) {
        float[] row = rows.get(label);
        if (row == null) {
            row = text.encodeTexts(List.of(phrases.get(label))).getFirst().vector();
            rows.set(label, row);
        }
        return row;
    }

    /**
     * Computes at most {@code count} rows that are missing.
     *
     * @return whether all are there now
     */
    boolean fill(int count) {
        int left = count;
        while (next.get() < rows.length()) {
            int label = next.get();
            if (rows.get(label) == null) {
                if (left-- == 0) {
                    return false;
                }
                row(label);
            }
            next.compareAndSet(label, label + 1);
        }
        return true;
    }

    /** Greatest cosine of a unit vector with any label; computes what is missing. */
    double nearest(float[] vector) {
        double best = -1;
        for (int label = 0; label < rows.length(); label++) {
            float[] row = row(label);
            double cosine = 0;
            for (int i = 0; i < row.length; i++) {
                cosine += (double) row[i] * vector[i];
            }
            best = Math.max(best, cosine);
        }
        return best;
    }

    /** All rows, or nothing while one is missing. */
    Optional<float[][]> all() {
        float[][] all = new float[rows.length()][];
        for (int label = 0; label < all.length; label++) {
            all[label] = rows.get(label);
            if (all[label] == null) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    /** Takes rows that were computed before. */
    void put(float[][] all) {
        for (int label = 0; label < all.length; label++) {
            rows.set(label, all[label]);
        }
    }

    List<String> phrases() {
        return phrases;
    }
}
