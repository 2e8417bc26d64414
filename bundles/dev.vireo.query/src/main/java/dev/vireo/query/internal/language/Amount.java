package dev.vireo.query.internal.language;

import java.util.List;
import java.util.Optional;

/**
 * A length of time that was read.
 *
 * @param length tokens it takes
 */
public record Amount(int length, long ms) {
    private static final PhraseTree<Long> UNITS = new PhraseTree<>(false);
    private static final long MOST = 1_000_000;

    static {
        for (String unit : "second|seconds|sec|secs|s|秒|秒钟".split("\\|")) {
            UNITS.add(unit, 1_000L);
        }
        for (String unit : "minute|minutes|min|mins|分|分钟".split("\\|")) {
            UNITS.add(unit, 60_000L);
        }
        for (String unit : "hour|hours|hr|hrs|h|小时|个小时|钟头|个钟头".split("\\|")) {
            UNITS.add(unit, 3_600_000L);
        }
    }

    public static Optional<Amount> read(List<Token> tokens, int i) {
        if (i >= tokens.size()) {
            return Optional.empty();
        }
        int[] number = Numbers.read(tokens, i);
        double value = number[0];
        int at = i + number[1];
        if (number[1] == 0) {
            value = word(tokens, i);
            at = i + 1;
        } else if (at + 1 < tokens.size() && tokens.get(at).is(".") && tokens.get(at + 1).isNumber()) {
            // Half a second is a time, too: 0.5 s.
            value = Double.parseDouble(number[0] + "." + tokens.get(at + 1).text());
            at += 2;
        }
        if (!(value > 0) || value > MOST || at >= tokens.size()) {
            return Optional.empty();
        }
        List<PhraseTree.Match<Long>> units = UNITS.matches(tokens, at);
        if (units.isEmpty()) {
            return Optional.empty();
        }
        PhraseTree.Match<Long> unit = units.get(units.size() - 1);
        return Optional.of(new Amount(at + unit.length() - i, Math.round(value * unit.values().get(0))));
    }

    private static double word(List<Token> tokens, int i) {
        if (tokens.get(i).is("a") || tokens.get(i).is("an")) {
            return 1;
        }
        if (tokens.get(i).is("半")) {
            return 0.5;
        }
        return Words.TREE.matches(tokens, i).stream()
                .filter(m -> m.length() == 1 && m.values().get(0) instanceof Words.Number)
                .mapToInt(m -> ((Words.Number) m.values().get(0)).value())
                .findFirst()
                .orElse(-1);
    }

    /** For people: {@code 20 s}, {@code 2 min}. */
    public static String text(long ms) {
        if (ms % 3_600_000 == 0) {
            return ms / 3_600_000 + " h";
        }
        if (ms % 60_000 == 0) {
            return ms / 60_000 + " min";
        }
        return ms % 1_000 == 0 ? ms / 1_000 + " s" : ms / 1_000.0 + " s";
    }
}
