package dev.vireo.query.internal.grammar;

import java.util.List;

/** Conditions on one noun that exclude each other: asked back rather than answered with nothing. */
final class Contradictions {
    private Contradictions() {}

    static void check(Reading r) {
        for (Reading.Made a : r.made) {
            for (Reading.Made b : r.made) {
                if (r.ask == null && a.at() < b.at() && a.noun() == b.noun() && a.check().excludes(a.negated(), b.check(), b.negated())) {
                    r.ask = r.chosen(List.of(a.at(), b.at()), r.chinese ? "这两个条件互相矛盾，以哪一个为准？"
                            : "\"" + a.value() + "\" and \"" + (b.negated() ? "not " : "") + b.value() + "\" exclude each other: which one holds?");
                }
            }
        }
    }
}
