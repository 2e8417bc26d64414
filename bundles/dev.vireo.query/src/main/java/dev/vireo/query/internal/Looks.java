package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;

/** Free text, read by the joint spaces. */
record Looks(String text) implements Check {
    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        return by.likeness().of(term, found.track().id()).seenIn(found.track().quality());
    }
}
