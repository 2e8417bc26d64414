package dev.vireo.query.internal;

import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Condition;
import java.util.Set;

/**
 * A condition with what it takes to check it.
 *
 * @param condition as shown
 * @param check how it is checked
 * @param noun which noun of the question it is about: 0 is the subject, what hits are made of; others are things that
 *     must be seen (or, negated, must not be seen) at the same time
 */
record Term(Condition condition, Check check, int noun) {
    /** How a condition is checked. */
    sealed interface Check {}

    record IsA(Target target) implements Check {}

    record HasColour(Set<Colour> colours) implements Check {
        HasColour {
            colours = Set.copyOf(colours);
        }
    }

    record Moves(MotionState state) implements Check {}

    record SeenAt(TimeSpec time) implements Check {}

    /** @param assets ids of the assets of this name */
    record From(Set<Long> assets) implements Check {
        From {
            assets = Set.copyOf(assets);
        }
    }

    /** Between {@code least} and {@code most} of them at once. */
    record Count(int least, int most) implements Check {}

    record Looks(String text) implements Check {}

    /** Like the picture that came with the question. */
    record Resembles() implements Check {}

    boolean negated() {
        return condition.negated();
    }
}
