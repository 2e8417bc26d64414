package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.text.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How texts are indexed: every two neighbouring characters of the normal form are one word, the last character with an end
 * mark another. Scripts without spaces then need no dictionary, and a sign of two characters is found as well as a long one.
 * Characters are written as five hexadecimal digits, so that the tokenizer of FTS5 has nothing to fold or to cut.
 */
final class TextGrams {
    private static final String END = "z";

    private TextGrams() {}

    /** The words of a text, joined by spaces; empty when nothing of it counts. */
    static String of(Wording wording) {
        return String.join(" ", words(points(wording), true));
    }

    /** An FTS5 expression for texts that hold this one exactly; empty when nothing of it counts. */
    static String exactly(Wording wanted) {
        int[] points = points(wanted);
        return switch (points.length) {
            case 0 -> "";
            case 1 -> "\"" + hex(points[0]) + "\" *";
            default -> phrase(points);
        };
    }

    /**
     * An FTS5 expression for texts of which some hold this one with at most one character wrong: the mistake lies in one half
     * of it, so the other half is there. Empty when it is too short to be forgiven a mistake.
     */
    static String nearly(Wording wanted) {
        int[] points = points(wanted);
        if (points.length < Wording.FORGIVING_LENGTH) {
            return "";
        }
        int half = points.length / 2;
        return phrase(Arrays.copyOf(points, half)) + " OR "
                + phrase(Arrays.copyOfRange(points, half, points.length));
    }

    private static int[] points(Wording wording) {
        return wording.normal().codePoints().toArray();
    }

    private static String phrase(int[] points) {
        return "\"" + String.join(" ", words(points, false)) + "\"";
    }

    private static List<String> words(int[] points, boolean end) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i + 1 < points.length; i++) {
            words.add(hex(points[i]) + hex(points[i + 1]));
        }
        if (end && points.length > 0) {
            words.add(hex(points[points.length - 1]) + END);
        }
        return words;
    }

    /** Hexadecimal digits would be longer for no character: the last one is 10FFFF, and 16 planes fit as 0 to f and g. */
    private static String hex(int point) {
        return point > 0xFFFFF ? "g" + String.format("%04x", point & 0xFFFF) : String.format("%05x", point);
    }
}
