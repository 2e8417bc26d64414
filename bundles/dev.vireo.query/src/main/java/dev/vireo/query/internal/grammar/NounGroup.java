package dev.vireo.query.internal.grammar;

import dev.vireo.query.internal.noun.Target;
import java.util.ArrayList;
import java.util.List;

/** Nouns of a question that mean one thing together. */
final class NounGroup {
    final List<Integer> pieces = new ArrayList<>();
    Target target;
    /** Must not be there: "without dogs". */
    boolean absent;
    /** The subject must not be one: "vehicles that are not vans". */
    boolean notThis;
    /** Which noun of the question it is; see {@link dev.vireo.query.internal.condition.Term}. */
    int index;
}
