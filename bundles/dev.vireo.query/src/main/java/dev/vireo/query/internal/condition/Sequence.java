package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.List;

/**
 * In which order the steps of a question are seen, in one asset. A step follows another when it begins after that began;
 * the time between them is from the end of the one to the beginning of the other, and 0 while the one is still there.
 *
 * @param links one between each two steps
 */
public record Sequence(List<Link> links) implements Check {
    /**
     * @param limitMs longest time between the steps [ms]; {@link Long#MAX_VALUE}: any
     * @param same whether the later step is about the same thing: "a person enters, then leaves"
     */
    public record Link(long limitMs, boolean same) {}

    public Sequence {
        links = List.copyOf(links);
    }

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        throw new IllegalStateException("an order is judged between steps, see Chains");
    }
}
