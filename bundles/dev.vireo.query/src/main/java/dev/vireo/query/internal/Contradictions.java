package dev.vireo.query.internal;

import dev.vireo.api.catalog.MotionState;
import java.util.List;

/** Conditions on one noun that exclude each other: asked back rather than answered with nothing. */
final class Contradictions {
    private Contradictions() {}

    static void check(Reading r) {
        for (Reading.Made a : r.made) {
            for (Reading.Made b : r.made) {
                if (r.ask == null && a.at() < b.at() && a.noun() == b.noun() && excluded(a, b)) {
                    r.ask = r.chosen(List.of(a.at(), b.at()), r.chinese ? "这两个条件互相矛盾，以哪一个为准？"
                            : "\"" + a.value() + "\" and \"" + (b.negated() ? "not " : "") + b.value() + "\" exclude each other: which one holds?");
                }
            }
        }
    }

    private static boolean excluded(Reading.Made a, Reading.Made b) {
        if (a.check() instanceof Moves x && b.check() instanceof Moves y) {
            return x.state() != y.state() && x.state() != MotionState.UNKNOWN && a.negated() == b.negated()
                    || x.state() == y.state() && a.negated() != b.negated();
        }
        return a.check() instanceof HasColour x && b.check() instanceof HasColour y
                && a.negated() != b.negated() && x.colours().equals(y.colours());
    }
}
