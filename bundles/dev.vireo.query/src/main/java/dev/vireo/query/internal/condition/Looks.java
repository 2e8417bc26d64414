package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.query.internal.evidence.Opinion;

/** Free text, read by the joint spaces. */
public record Looks(String text) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return by.likeness().of(term, found.track().id()).seenIn(found.track().quality());
    }
}
