package dev.vireo.api.catalog;

import java.util.Set;

/**
 * How well a picture lets anything be told from it.
 *
 * @param score 0 (nothing can be told) to 1 (clear)
 * @param flaws what is wrong with it; evidence taken from a flawed picture is unsure
 */
public record Quality(double score, Set<Flaw> flaws) {
    /** Nothing is wrong. */
    public static final Quality CLEAR = new Quality(1, Set.of());

    public Quality {
        flaws = Set.copyOf(flaws);
        if (!(score >= 0) || !(score <= 1)) {
            throw new IllegalArgumentException("quality score is " + score + ", 0 to 1 was expected");
        }
    }

    /** What can be wrong with a picture. */
    public enum Flaw {
        BLURRED,
        DARK,
        OVEREXPOSED,
        /** One colour, without structure: a covered lens, a lost signal. */
        EMPTY
    }
}
