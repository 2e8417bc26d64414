package dev.vireo.onnx.internal.reading;

import java.util.List;

/**
 * Reads a line off the distributions of its columns, the likeliest class of each: repeats are one, the blank is none
 * (connectionist temporal classification: Graves et al. 2006).
 */
final class CtcDecoder {
    /**
     * A line.
     *
     * @param probability product of the characters' probabilities: that all are right, were they independent
     * @param mean of the characters' probabilities
     */
    record Reading(String text, double probability, double mean) {
        static final Reading NOTHING = new Reading("", 0, 0);
    }

    private final List<String> keys;
    private final boolean space;

    /**
     * @param keys class 1 is the first of them; class 0 is the blank
     * @param space whether one more class stands for a space
     */
    CtcDecoder(List<String> keys, boolean space) {
        this.keys = List.copyOf(keys);
        this.space = space;
    }

    int classes() {
        return keys.size() + (space ? 2 : 1);
    }

    /** @param values shape [columns][classes()] */
    Reading decode(float[] values, int columns) {
        StringBuilder text = new StringBuilder();
        double product = 1;
        double sum = 0;
        int n = 0;
        int before = 0;
        double best = 0;
        for (int column = 0; column <= columns; column++) {
            int likeliest = column == columns ? 0 : likeliest(values, column * classes());
            double probability = column == columns ? 0 : values[column * classes() + likeliest];
            if (likeliest == before) {
                best = Math.max(best, probability);
                continue;
            }
            if (before != 0) {
                text.append(before <= keys.size() ? keys.get(before - 1) : " ");
                product *= Math.clamp(best, 0, 1);
                sum += best;
                n++;
            }
            before = likeliest;
            best = probability;
        }
        String line = text.toString().replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
        return line.isEmpty() ? Reading.NOTHING : new Reading(line, product, Math.clamp(sum / n, 0, 1));
    }

    private int likeliest(float[] values, int from) {
        int best = 0;
        for (int i = 1; i < classes(); i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
