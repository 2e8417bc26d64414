package dev.vireo.api.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A text as it is compared: compatibility forms made plain (NFKC, so full width is half width), lower case, spaces and
 * punctuation left out. {@code ＥＸＩＴ} is {@code exit}, {@code VB-47 XK} is {@code vb47xk}.
 *
 * <p>Immutable. Who indexes texts and who looks for them must use the same form, so it is part of the contract.
 */
public final class Wording {
    /** From this length on, one wrong character is forgiven, and words may be found inside of longer ones [characters]. */
    public static final int FORGIVING_LENGTH = 4;

    private final int[] points;
    /** Whether a word begins at a place: behind what was left out, and where the kind of character changes. */
    private final boolean[] begins;

    private Wording(int[] points, boolean[] begins) {
        this.points = points;
        this.begins = begins;
    }

    /** How a text that was looked for was found. */
    public enum Match {
        /** The whole text, or whole words of it. */
        WORDS,
        /** Inside of a longer word. */
        INSIDE,
        /** With one character wrong, missing or too many. */
        NEAR
    }

    public static Wording of(String text) {
        int[] plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).codePoints().toArray();
        Wording wording = of(plain, false);
        return wording.points.length > 0 ? wording : of(plain, true); // "***" is compared as it is
    }

    private static Wording of(int[] plain, boolean everything) {
        int[] points = new int[plain.length];
        boolean[] begins = new boolean[plain.length];
        int n = 0;
        boolean apart = true;
        for (int c : plain) {
            if (everything ? Character.isWhitespace(c) || Character.isISOControl(c) : !counts(c)) {
                apart = true;
                continue;
            }
            begins[n] = apart || (n > 0 && kind(points[n - 1]) != kind(c));
            points[n++] = c;
            apart = false;
        }
        return new Wording(Arrays.copyOf(points, n), Arrays.copyOf(begins, n));
    }

    private static boolean counts(int c) {
        return switch (Character.getType(c)) {
            case Character.CURRENCY_SYMBOL, Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(c) || c == '+';
        };
    }

    /** Digits, characters of scripts without spaces, and all others are three kinds. */
    private static int kind(int c) {
        return Character.isDigit(c) ? 0 : unspaced(c) ? 1 : 2;
    }

    private static boolean unspaced(int c) {
        UnicodeScript script = UnicodeScript.of(c);
        return script == UnicodeScript.HAN || script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA
                || script == UnicodeScript.THAI || script == UnicodeScript.LAO || script == UnicodeScript.KHMER;
    }

    /** Number of characters that count. */
    public int length() {
        return points.length;
    }

    /** The form that is compared. */
    public String normal() {
        return new String(points, 0, points.length);
    }

    /** Whether both say the same, but for one character when both have {@link #FORGIVING_LENGTH}. */
    public boolean like(Wording other) {
        return Arrays.equals(points, other.points)
                || (Math.min(points.length, other.points.length) >= FORGIVING_LENGTH
                        && within(other.points, points, 0, points.length));
    }

    /**
     * How {@code wanted} is found in this text, the best way; empty when it is not. What is shorter than
     * {@link #FORGIVING_LENGTH} must be whole words, unless its script has no spaces, and must be exact.
     */
    public Optional<Match> find(Wording wanted) {
        int m = wanted.points.length;
        if (m == 0) {
            return Optional.empty();
        }
        boolean spaceless = Arrays.stream(wanted.points).anyMatch(Wording::unspaced);
        boolean inside = false;
        for (int at = 0; at + m <= points.length; at++) {
            if (Arrays.equals(points, at, at + m, wanted.points, 0, m)) {
                if (spaceless || (begins[at] && ends(at + m))) {
                    return Optional.of(Match.WORDS);
                }
                inside |= m >= FORGIVING_LENGTH;
            }
        }
        if (inside) {
            return Optional.of(Match.INSIDE);
        }
        if (m < FORGIVING_LENGTH) {
            return Optional.empty();
        }
        for (int at = 0; at < points.length; at++) {
            for (int end = at + m - 1; (spaceless || begins[at]) && end <= Math.min(points.length, at + m + 1); end++) {
                if ((spaceless || ends(end)) && within(wanted.points, points, at, end)) {
                    return Optional.of(Match.NEAR);
                }
            }
        }
        return Optional.empty();
    }

    private boolean ends(int at) {
        return at == points.length || begins[at];
    }

    /** Whether {@code wanted} becomes {@code text[from, to)} by at most one substitution, insertion or deletion. */
    private static boolean within(int[] wanted, int[] text, int from, int to) {
        int n = to - from;
        if (Math.abs(n - wanted.length) > 1) {
            return false;
        }
        int same = 0;
        while (same < Math.min(n, wanted.length) && wanted[same] == text[from + same]) {
            same++;
        }
        int tail = 0;
        while (tail < Math.min(n, wanted.length) - same && wanted[wanted.length - 1 - tail] == text[to - 1 - tail]) {
            tail++;
        }
        return Math.max(n, wanted.length) - same - tail <= 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wording wording && Arrays.equals(points, wording.points);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(points);
    }

    @Override
    public String toString() {
        return normal();
    }
}
